"""Properties for test_properties.py: each a check over drawn examples, with a mistake under which it must fail."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
import test_ledger
import test_pseudonyms
import test_publication
import test_rounds
import test_shared
import test_sources
from documents import docx, p, tbl, words
from documents import read as read_paper
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from pytest import MonkeyPatch  # noqa: PT013 - a type

from pipeline.frequencies import counting
from pipeline.pseudonyms import replace as swapping
from pipeline.shared import chance, private, publication, review
from pipeline.shared.refi import model, places
from pipeline.shared.refi import reader as refi_reader
from pipeline.shared.refi import writer as refi_writer
from pipeline.shared.review import cells as review_cells
from pipeline.shared.review import files as review_files
from pipeline.shared.review import overrule
from pipeline.sources import encodings, manifest, pieces, reading
from pipeline.statements import decisions, document, ledger
from pipeline.statements.ledger import Span

Patch = Callable[[MonkeyPatch], None]


@dataclass(frozen=True)
class Property:
    """``check`` holds for all examples of ``drawn``; under ``mistake`` it does not."""

    check: Callable[..., None]
    drawn: tuple[st.SearchStrategy[Any], ...]
    mistake: Patch

    @property
    def name(self) -> str:
        return self.check.__name__.removeprefix("test_")

    def hold(self, examples: int = 40) -> None:
        """Run the check on drawn examples, always the same; a failure is told as found, without making it smaller."""
        quick = settings(
            derandomize=True,
            database=None,
            deadline=None,
            max_examples=examples,
            phases=[Phase.explicit, Phase.generate],
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        )
        bare = self.check.hypothesis.inner_test if hasattr(self.check, "hypothesis") else self.check
        quick(given(st.tuples(*self.drawn))(lambda drawn: bare(*drawn)))()


def instead(module: Any, name: str, wrong: Any) -> Patch:
    """Return a mistake: ``wrong`` stands in the place of ``name``."""
    return lambda patch: patch.setattr(module, name, wrong, raising=False)


def after(module: Any, name: str, spoil: Callable[[Any], Any]) -> Patch:
    """Return a mistake: what ``name`` returns is spoiled."""
    right = getattr(module, name)
    return instead(module, name, lambda *args, **more: spoil(right(*args, **more)))


def misread(kind: str, spoil: Callable[[pieces.Draft], object]) -> Patch:
    """Return a mistake of the reader of ``kind``."""
    right = reading.READERS[kind]

    def wrong(data: bytes, options: Any) -> pieces.Draft:
        draft = right(data, options)
        spoil(draft)
        return draft

    return lambda patch: patch.setitem(reading.READERS, kind, wrong)


# Reader

MONTHS = manifest.MONTHS
word = st.text(alphabet="abcdefgäöüß", min_size=2, max_size=8)
line = st.lists(word, min_size=1, max_size=4).map(" ".join)
german = st.lists(
    st.sampled_from(["Ämter", "öffnen", "für", "Straße", "über", "Tür", "während", "größer"]), min_size=2, max_size=9
)


def cleaning_twice_changes_nothing_more(text: str) -> None:
    once = pieces.clean(text)
    assert pieces.clean(once) == once
    assert not re.search(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\r\u00ad\u200b\u202a-\u202e]", once)
    assert unicodedata.is_normalized("NFC", once)


def german_writing_is_read_in_every_code_page(text: list[str], page: str) -> None:
    assert encodings.decode(" ".join(text).encode(page))[0] == " ".join(text)


def every_paragraph_of_a_word_file_is_read_in_order(lines: list[str]) -> None:
    found = read_paper(docx("".join(p(one) for one in lines)), "a.docx")
    assert [found.slice(block) for block in found.blocks] == lines


def every_cell_of_a_table_is_read_in_order(rows: list[list[str]]) -> None:
    found = read_paper(docx(tbl(*rows)), "a.docx")
    assert words(found) == [cell for row in rows for cell in row]


def every_value_of_a_csv_file_is_read(rows: list[list[str]]) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=";").writerows([["Problem", "Ziel"], *rows])
    found = read_paper(buffer.getvalue().encode(), "a.csv")
    assert [cell for row in rows for cell in row] == [found.slice(block) for block in found.blocks if block.level != 9]


def a_manifest_is_read_whatever_its_separator(names: list[str], sign: str, page: str) -> None:
    rows = [";".join(manifest.COLUMNS), *(f"{name}.txt;ws1;2024-03-01;sprache;alle;protokoll" for name in names)]
    found = manifest.parse("\n".join(rows).replace(";", sign).encode(page))
    assert found.faults == []
    assert list(found.entries) == [unicodedata.normalize("NFC", f"{name}.txt") for name in names]


def a_date_is_found_however_it_is_written(year: int, month: int, day: int, form: str) -> None:
    spelled = {"year": year, "month": month, "day": day, "name": MONTHS[month - 1]}
    assert manifest.date_in(form.format(**spelled)) == f"{year}-{month:02}-{day:02}"


# Ledger


def whole(text: str, spans: list[Span]) -> bool:
    return "".join(text[span.start : span.end] for span in spans) == text


def spans_are_made_disjoint_and_nothing_is_added(drawn: list[Span], length: int) -> None:
    found = ledger.disjoint(drawn, length)
    assert all(before.end <= after_.start for before, after_ in pairwise(found))
    marked = {n for span in drawn for n in range(span.start, min(span.end, length))}
    assert {n for span in found for n in range(span.start, span.end)} == marked


def the_order_of_spans_does_not_matter(drawn: list[Span], length: int) -> None:
    assert ledger.disjoint(drawn, length) == ledger.disjoint(drawn[::-1], length)


def what_was_a_statement_stays_one(text: str, cut: tuple[int, int]) -> None:
    start, end = sorted(min(place, len(text)) for place in cut)
    found = ledger.cover(text, [Span(start, end, "statement", "x")] if start < end else [])
    assert whole(text, found)
    assert {n for s in found if s.category == "statement" for n in range(s.start, s.end)} >= set(range(start, end))


def carved_pieces_stand_and_the_rest_remains(drawn: list[Span], piece: Span) -> None:
    found = decisions.carved(ledger.disjoint(drawn, 60), [piece])
    assert piece in found
    before = {n for span in ledger.disjoint(drawn, 60) for n in range(span.start, span.end)}
    after_ = [n for span in found for n in range(span.start, span.end)]
    assert sorted(after_) == sorted(before | set(range(piece.start, piece.end)))


# Pseudonyms


@st.composite
def swaps(draw: st.DrawFn) -> tuple[str, list[swapping.Swap]]:
    text = draw(st.text(alphabet="ab ß😀\n", max_size=30))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    pairs = list(zip(cuts[::2], cuts[1::2], strict=False))
    labels = ["[Person_1]", "", "[Ort_12]"]
    return text, [swapping.Swap(a, b, text[a:b], draw(st.sampled_from(labels))) for a, b in pairs]


def what_was_masked_can_be_put_back(made: tuple[str, list[swapping.Swap]]) -> None:
    masked = swapping.mask(*made)
    assert swapping.resolve(masked.text, masked.spans()) == made[0]


def places_outside_of_names_move_with_their_letters(made: tuple[str, list[swapping.Swap]]) -> None:
    text, found = made
    masked = swapping.mask(text, found)
    inside = {n for swap in found for n in range(swap.start, swap.end)}
    assert all(masked.text[masked.moved(n)] == text[n] for n in range(len(text)) if n not in inside)
    assert masked.moved(len(text)) == len(masked.text)


# Decisions

identifier = st.sampled_from(["a1", "a2", "a3"])
field = st.sampled_from(["alpha", "beta", "gamma"])
decision = st.fixed_dictionaries({"statement_id": identifier, "field": field, "accepted": st.booleans()})
KEY = ["statement_id", "field"]
suggested = st.sets(st.tuples(identifier, field), max_size=7)


def told(rows: list[dict[str, Any]]) -> pd.DataFrame:
    names = [*KEY, "accepted", "rank", "complete"]
    return pd.DataFrame([[row.get(name, pd.NA) for name in names] for row in rows], columns=names)


def machine(pairs: set[tuple[str, str]]) -> pd.DataFrame:
    rows = pd.DataFrame(sorted(pairs), columns=KEY).assign(score=0.5)
    return rows.assign(rank=(rows.groupby("statement_id").cumcount() + 1).astype("Int64"))


def by_key(rows: pd.DataFrame, column: str) -> dict[tuple[str, str], Any]:
    return {(r["statement_id"], r["field"]): r[column] for r in rows.to_dict("records")}


def the_latest_word_of_a_person_holds(pairs: set[tuple[str, str]], said: list[dict[str, Any]]) -> None:
    found = review.decide(machine(pairs), told(said), KEY)
    last = {(one["statement_id"], one["field"]): one["accepted"] for one in said}
    assert {key: by_key(found, "accepted")[key] for key in last} == last


def what_nobody_decided_stays_as_suggested(pairs: set[tuple[str, str]], said: list[dict[str, Any]]) -> None:
    found = review.decide(machine(pairs), told(said), KEY)
    decided = {(one["statement_id"], one["field"]) for one in said}
    assert by_key(found, "suggested") == {key: key in pairs for key in pairs | decided}
    assert by_key(found, "checked") == {key: key in decided for key in pairs | decided}
    assert all(by_key(found, "accepted")[key] for key in pairs - decided)


def ranks_of_a_touched_statement_count_from_one(pairs: set[tuple[str, str]], said: list[dict[str, Any]]) -> None:
    found = review.decide(machine(pairs), told(said), KEY)
    for _, rows in found.groupby("statement_id"):
        ordered = rows.sort_values("rank")
        assert ordered["rank"].tolist() == list(range(1, len(rows) + 1))
        if rows["checked"].any():
            assert ordered["accepted"].tolist() == sorted(ordered["accepted"], reverse=True)


def no_decision_is_lost_when_statements_go(said: list[dict[str, Any]], there: set[str]) -> None:
    statements = pd.DataFrame({"statement_id": sorted(there), "text": "x"}, dtype="string")
    holding, gone = review.current(told(said), statements)
    assert len(holding) + len(gone) == len(said)
    assert set(holding["statement_id"]) <= there
    assert not set(gone["statement_id"]) & there


def the_same_wording_is_always_nearest(texts: list[str], pick: int) -> None:
    texts = list(dict.fromkeys(texts))
    wanted = texts[pick % len(texts)]
    found, share = review.nearest([wanted], [str(n) for n in range(len(texts))], texts)[0]
    assert share == 1.0
    assert sorted(texts[int(found)].split()) == sorted(wanted.split())


def nobody_contradicts_herself(said: list[dict[str, Any]]) -> None:
    rows = told(said).assign(reviewer="Anna", file="a.csv", line=range(len(said)), date="2024-01-01")
    assert overrule.disputed(rows, KEY, ["accepted"]).empty


def two_people_who_differ_are_listed(said: list[dict[str, Any]]) -> None:
    rows = told(said).drop_duplicates(KEY, keep="last")
    both = pd.concat(
        [rows.assign(reviewer="Anna"), rows.assign(reviewer="Berta", accepted=~rows["accepted"].astype(bool))]
    )
    both = both.assign(file="a.csv", line=range(len(both)), date="2024-01-01")
    assert len(overrule.disputed(both, KEY, ["accepted"])) == len(both)


def a_decision_file_is_read_as_it_was_written(rows: list[list[str]], sign: str, page: str) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, delimiter=sign).writerows([["statement_id", "type", "why"], *rows])
    sheet = review_files.text_sheet("a.csv", buffer.getvalue().encode(page))
    assert [list(row.cells) for row in sheet.rows[1:]] == rows
    assert [row.line for row in sheet.rows] == list(range(1, len(rows) + 2))


def later_dates_are_larger_however_they_are_written(days: tuple[Any, Any], forms: tuple[str, str]) -> None:
    first, second = (review_cells.date(day.strftime(form)) for day, form in zip(days, forms, strict=True))
    assert (first < second) == (days[0] < days[1])


# Counts

grid = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 9), min_size=width, max_size=width), min_size=2, max_size=4)
)
draws = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=25)


def a_shown_cell_is_the_cell_that_was_counted(cells: list[list[int]], minimum: int) -> None:
    counts = test_publication.frame(cells)
    shown = publication.suppress(counts, counts, minimum)
    assert ((shown == counts) | shown.isna()).all(axis=None)


def no_hidden_cell_follows_from_printed_totals(cells: list[list[int]], minimum: int) -> None:
    counts = test_publication.frame(cells)
    counts["Gesamt"] = counts.sum(axis=1)
    counts.loc["Gesamt"] = counts.sum()
    shown = publication.suppress(counts, counts, minimum)
    hidden = shown.isna().to_numpy()
    sums = (
        np.vstack([hidden.sum(axis=0), hidden.sum(axis=1)[: hidden.shape[0]]])
        if hidden.shape[0] == hidden.shape[1]
        else hidden.sum(axis=0)
    )
    assert not (np.asarray(sums) == 1).any()
    assert not (hidden.sum(axis=1) == 1).any()
    assert hidden[((counts > 0) & (counts < minimum)).to_numpy()].all()


def a_hidden_row_of_a_list_cannot_be_subtracted(counts: dict[str, int], off: set[str]) -> None:
    off = {row for row in off if counts.get(row)}
    hidden = publication.partners(counts, off)
    assert off <= hidden
    if off and hidden != {row for row, count in counts.items() if count}:
        assert len(hidden) >= 2
        assert sum(counts[row] for row in hidden) > len(hidden)


def material(drawn: list[tuple[int, int, int]]) -> tuple[pd.DataFrame, Any]:
    ids = [f"a{number}" for number in range(len(drawn))]
    assigned = pd.DataFrame(
        {"statement_id": ids, "row": [f"r{r}" for r, _, _ in drawn], "column": [f"c{c}" for _, c, _ in drawn]}
    )
    statements = pd.DataFrame({"statement_id": ids, "document": [f"d{d}" for *_, d in drawn]})
    statements = statements.assign(same=ids, votes=2, checked=0)
    groups = pd.DataFrame({"statement_id": ids, "group": [f"g{d}" for *_, d in drawn]})
    return assigned, type("Behind", (), {"statements": statements, "groups": groups})()


def counts_are_what_a_recount_gives(drawn: list[tuple[int, int, int]]) -> None:
    assigned, behind = material(drawn)
    found = counting.tally(pd.concat([assigned, assigned]), behind)
    for (row, column), cell in found.iterrows():
        own = [d for r, c, d in drawn if (f"r{r}", f"c{c}") == (row, column)]
        assert [cell["mentions"], cell["documents"], cell["groups"], cell["votes"]] == [
            len(own),
            len(set(own)),
            len(set(own)),
            2 * len(own),
        ]
        assert len(cell["statement_ids"].split()) == len(own)


def totals_count_every_statement_once(drawn: list[tuple[int, int, int]]) -> None:
    assigned, behind = material(drawn)
    found = counting.tally(counting.with_totals(assigned), behind)["mentions"]
    total = counting.TOTAL
    assert found[total, total] == len(drawn)
    assert found.xs(total, level="column").drop(total).sum() == len(drawn)
    assert found.xs(total, level="row").drop(total).sum() == len(drawn)


def a_share_lies_between_nothing_and_all(drawn: list[tuple[int, int, int]]) -> None:
    assigned, behind = material(drawn)
    found = counting.intervals(counting.with_totals(assigned), behind, 50, 7)
    assert ((found["low"] >= 0) & (found["low"] <= found["high"]) & (found["high"] <= 1)).all()
    if len(found):
        assert (found.xs(counting.TOTAL, level="row")["high"] == 1).all()


# REFI-QDA

spoken = st.text(alphabet="aäß .\n😀<&\"'", min_size=1, max_size=40).map(lambda text: "x" + text + "x")
stretch = st.tuples(st.integers(0, 41), st.integers(1, 12))


def made(text: str, cuts: list[tuple[int, int]], user: str) -> model.Project:
    text = model.canonical(text)
    inside = [(a, min(a + b, len(text))) for a, b in cuts if a < len(text)]
    selections = tuple(
        model.Selection(f"s{n}", a, b, (model.Coding("k", user),)) for n, (a, b) in enumerate(dict.fromkeys(inside))
    )
    source = model.Source("q", "a.txt", text, selections, variables={"art": user})
    return model.Project("Probe", "Haus", (user,), (model.Code("k", "Arbeit & mehr"),), (source,))


def a_project_is_read_back_as_it_was_written(text: str, cuts: list[tuple[int, int]], user: str) -> None:
    project = made(text, cuts, user)
    (found,) = refi_reader.qdpx(refi_writer.qdpx(project)).sources
    (source,) = project.sources
    assert (found.text, dict(found.variables)) == (model.exportable(source.text), {"art": user})
    assert sorted((s.start, s.end) for s in found.selections) == sorted((s.start, s.end) for s in source.selections)
    assert {coding.user for s in found.selections for coding in s.codings} <= {user}


def codes_come_back_with_their_folders(names: list[str]) -> None:
    codes: tuple[model.Code, ...] = ()
    for number, name in enumerate(names):
        codes = (model.Code(f"k{number}", name, description=name, children=codes),)
    project = replace(made("Text", [], "Anna"), codes=codes)
    found = refi_reader.qdpx(refi_writer.qdpx(project)).codes
    assert [path for path, _ in model.walk(found)] == [path for path, _ in model.walk(codes)]
    assert [code.description for _, code in model.walk(found)] == [code.description for _, code in model.walk(codes)]


def stand_ins_keep_every_place(text: str) -> None:
    shown = model.exportable(text)
    assert len(shown) == len(text)
    assert len(shown.encode("utf-16-le")) == 2 * len(shown)
    assert all(a == b for a, b in zip(text, shown, strict=True) if b not in {model.STAND_IN, " "})


def quoted_places_survive_other_line_ends(paragraphs: list[str], cut: int) -> None:
    own = "\n".join(paragraphs)
    starts = [match.start() for match in re.finditer(r"\S+ \S+ \S+", own)]
    if not starts:
        return
    start = starts[cut % len(starts)]
    end = re.compile(r"\S+ \S+ \S+").match(own, start).end()
    shift = own.count("\n", 0, start), own.count("\n", 0, end)
    said = model.Selection("s", start + shift[0], end + shift[1], name=own[start:end])
    (found,) = places.resolve(own.replace("\n", "\r\n"), [said], own)[1]
    assert found is None or not found.sure or own[found.start : found.end] == own[start:end]
    assert found is not None


def span_lists(most: int = 6) -> st.SearchStrategy[list[Span]]:
    return st.lists(spans_drawn, max_size=most)


spans_drawn = st.builds(
    lambda start, length, kind: Span(start, start + length, kind, "x"),
    st.integers(0, 50),
    st.integers(1, 15),
    st.sampled_from(["other", "statement"]),
)
signs = st.text(alphabet="ab .-\nÄ:1", max_size=50)
texts = st.lists(line, min_size=1, max_size=6)
names = st.lists(test_pseudonyms.words, max_size=20).map(" ".join)
csv_rows = st.lists(st.tuples(word, word, line).map(list), min_size=1, max_size=6)
days = st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31))
date_forms = st.sampled_from(["%Y-%m-%d", "%d.%m.%Y"])
spoken_dates = st.sampled_from(["{year}-{month:02}-{day:02}", "am {day}.{month}.{year}", "{day}. {name} {year}"])


def shifted(found: refi_reader.Selection | None) -> refi_reader.Selection | None:
    return found and replace(found, end=found.end - 1)


PROPERTIES = (
    Property(
        cleaning_twice_changes_nothing_more, (st.text(max_size=40),), instead(pieces, "CONTROL", re.compile("(?!)"))
    ),
    Property(
        german_writing_is_read_in_every_code_page,
        (german, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252", "cp850"])),
        instead(encodings, "CODE_PAGES", ("cp1252", "mac_roman")),
    ),
    Property(every_paragraph_of_a_word_file_is_read_in_order, (texts,), misread("docx", lambda d: d.pieces.reverse())),
    Property(
        every_cell_of_a_table_is_read_in_order,
        (st.lists(st.lists(line, min_size=2, max_size=2), min_size=2, max_size=4),),
        misread("docx", lambda d: d.pieces.pop(1)),
    ),
    Property(
        every_value_of_a_csv_file_is_read,
        (st.lists(st.lists(line, min_size=2, max_size=2), min_size=2, max_size=5),),
        misread("csv", lambda d: d.pieces.pop()),
    ),
    Property(
        a_manifest_is_read_whatever_its_separator,
        (
            st.lists(word | st.just("a\u0308mter"), min_size=1, max_size=4, unique=True),
            st.sampled_from(";,\t"),
            st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
        ),
        instead(manifest, "name_of", str.strip),
    ),
    Property(
        a_date_is_found_however_it_is_written,
        (st.integers(2000, 2099), st.integers(1, 12), st.integers(1, 28), spoken_dates),
        instead(manifest, "MONTHS", manifest.MONTHS[::-1]),
    ),
    Property(
        test_sources.test_whatever_a_reader_saw_becomes_a_reading,
        (st.lists(test_sources.pieces, max_size=12),),
        instead(pieces, "clean", lambda text: text),
    ),
    Property(
        test_sources.test_any_text_can_be_read,
        (st.text(max_size=200), st.sampled_from(["a.txt", "a.md", "a.csv", "a.html", "a.eml"])),
        instead(pieces, "clean", str.rstrip),
    ),
    Property(
        test_sources.test_no_letter_of_a_plain_text_is_lost,
        (texts,),
        misread("txt", lambda d: d.pieces and d.pieces.pop()),
    ),
    Property(
        spans_are_made_disjoint_and_nothing_is_added,
        (span_lists(), st.integers(0, 60)),
        instead(ledger, "min", lambda end, _length: end),
    ),
    Property(
        the_order_of_spans_does_not_matter,
        (span_lists(), st.integers(20, 60)),
        instead(ledger, "sorted", lambda spans, **_: list(spans)),
    ),
    Property(
        what_was_a_statement_stays_one,
        (signs, st.tuples(st.integers(0, 50), st.integers(0, 50))),
        after(ledger, "disjoint", lambda spans: [replace(one, category="other") for one in spans]),
    ),
    Property(
        carved_pieces_stand_and_the_rest_remains,
        (span_lists(), spans_drawn),
        instead(decisions, "replace", lambda span, **_: span),
    ),
    Property(
        test_ledger.test_spans_add_up_and_assertions_are_exact_slices,
        (test_ledger.drawn(), st.sampled_from(["protokoll", "interview"])),
        instead(document, "cover", lambda text, spans: ledger.disjoint(spans, len(text))),
    ),
    Property(
        test_ledger.test_overlapping_or_foreign_spans_still_cover_the_text_once,
        (signs, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=6)),
        after(ledger, "_explained", lambda span: replace(span, end=span.end + 1)),
    ),
    Property(what_was_masked_can_be_put_back, (swaps(),), after(swapping.Masked, "spans", lambda found: found[::-1])),
    Property(
        places_outside_of_names_move_with_their_letters,
        (swaps(),),
        instead(swapping, "bisect_right", lambda *_: 0),
    ),
    Property(
        test_pseudonyms.test_resolving_gives_back_the_paper_byte_for_byte,
        (names,),
        after(swapping.Masked, "spans", lambda found: found[1:]),
    ),
    Property(
        test_pseudonyms.test_blocks_move_with_the_text,
        (st.lists(names.map(str.split).map(" ".join).filter(bool), min_size=1, max_size=5).map(list),),
        instead(swapping.Masked, "moved", lambda _self, place: place),
    ),
    Property(
        test_shared.test_a_sealed_file_opens_only_with_its_paper,
        (st.binary(max_size=40), st.binary(max_size=40)),
        instead(private, "OWNER_FILE", 0o644),
    ),
    Property(
        the_latest_word_of_a_person_holds,
        (suggested, st.lists(decision, max_size=8)),
        instead(overrule, "settled", lambda rows, names: rows.drop_duplicates(names)),
    ),
    Property(
        what_nobody_decided_stays_as_suggested,
        (suggested, st.lists(decision, max_size=8)),
        after(overrule, "settled", lambda rows: rows.assign(complete=True)),
    ),
    Property(
        ranks_of_a_touched_statement_count_from_one,
        (suggested, st.lists(decision, max_size=8)),
        after(overrule, "ranked", lambda rows: rows.assign(rank=rows["rank"] + 1)),
    ),
    Property(
        no_decision_is_lost_when_statements_go,
        (st.lists(decision, max_size=8), st.sets(identifier)),
        after(review, "current", lambda pair: (pair[0], pair[1].iloc[1:])),
    ),
    Property(the_same_wording_is_always_nearest, (texts, st.integers(0, 9)), instead(overrule, "NEAR", 1.1)),
    Property(
        nobody_contradicts_herself,
        (st.lists(decision, min_size=1, max_size=8),),
        instead(pd.DataFrame, "drop_duplicates", lambda rows, *_, **_more: rows),
    ),
    Property(
        two_people_who_differ_are_listed,
        (st.lists(decision, min_size=1, max_size=8),),
        after(overrule, "disputed", lambda rows: rows.iloc[1:]),
    ),
    Property(
        a_decision_file_is_read_as_it_was_written,
        (csv_rows, st.sampled_from(";,\t"), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"])),
        instead(review_files, "SEPARATORS", ";,"),
    ),
    Property(
        later_dates_are_larger_however_they_are_written,
        (st.tuples(days, days), st.tuples(date_forms, date_forms)),
        instead(review_cells, "DATES", ("%m.%d.%Y", "%d.%m.%Y")),
    ),
    Property(
        a_shown_cell_is_the_cell_that_was_counted,
        (grid, st.integers(1, 5)),
        after(publication, "suppress", lambda shown: shown.fillna(0)),
    ),
    Property(
        no_hidden_cell_follows_from_printed_totals,
        (grid, st.integers(2, 5)),
        instead(publication, "_can_move", lambda *_: True),
    ),
    Property(
        a_hidden_row_of_a_list_cannot_be_subtracted,
        (st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 4)), st.sets(st.sampled_from("abcdef"))),
        instead(publication, "partners", lambda _, off: set(off)),
    ),
    Property(
        test_publication.test_no_hidden_cell_follows_from_the_totals,
        (grid, st.integers(1, 5)),
        instead(publication, "_can_move", lambda *_: True),
    ),
    Property(
        test_publication.test_no_hidden_cell_of_a_list_follows_from_its_total,
        (st.lists(st.integers(0, 9), min_size=1, max_size=8), st.integers(1, 5)),
        instead(publication, "_can_move", lambda *_: True),
    ),
    Property(
        test_publication.test_a_table_of_large_cells_is_shown_whole,
        (grid,),
        instead(publication, "_protect", lambda grid: np.ones_like(grid.small)),
    ),
    Property(
        counts_are_what_a_recount_gives, (draws,), instead(pd.DataFrame, "drop_duplicates", lambda rows, *_: rows)
    ),
    Property(
        totals_count_every_statement_once,
        (draws,),
        after(counting, "with_totals", lambda rows: rows.iloc[: max(4, len(rows) - 1)]),
    ),
    Property(
        a_share_lies_between_nothing_and_all,
        (draws,),
        instead(np, "quantile", lambda shares, _at, axis: (shares.max(axis=axis), shares.min(axis=axis))),
    ),
    Property(
        test_rounds.test_the_interval_holds_the_difference_and_turns_with_it,
        tuple(st.integers(n, 50) for n in (0, 1, 0, 1)),
        after(chance, "difference", lambda found: (found[0], found[1], found[0] - 1)),
    ),
    Property(
        a_project_is_read_back_as_it_was_written,
        (spoken, st.lists(stretch, max_size=5), word),
        after(refi_reader, "selection", shifted),
    ),
    Property(
        codes_come_back_with_their_folders,
        (st.lists(line, min_size=1, max_size=5),),
        instead(refi_writer, "description", lambda _: ""),
    ),
    Property(stand_ins_keep_every_place, (st.text(max_size=30),), instead(model, "STAND_IN", "□□")),
    Property(
        quoted_places_survive_other_line_ends,
        (texts, st.integers(0, 30)),
        after(places.Resolver, "place", lambda found: found and replace(found, start=found.start + 1, sure=True)),
    ),
)

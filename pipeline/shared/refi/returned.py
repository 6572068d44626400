"""Returned: what a person changed in a project that she handed back, as decisions.

Only changes decide. What she left untouched is confirmed only in documents she set to ``Prüfstand = geprüft``. A place
that could not be verified decides nothing and is listed. If much of a document vanished, that is a failed import and
not a decision: the brake says so and nothing is taken over.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pipeline.shared.refi.match import Difference, Found, Span, difference, locate, match_codes
from pipeline.shared.refi.model import Project, Source, fold, walk
from pipeline.shared.refi.snapshot import Snapshot
from pipeline.shared.refi.writer import WHEN

VANISHED = 0.3  # share of a document's coded statements that may vanish
FEW = 4  # statements below which the share says nothing
SAME_PLACE = 0.8  # overlap from which two places are the same statement
CHECKED, STATE = "geprüft", "Prüfstand"
NEW = "neu:"
HOW = {
    "quote": "Zitat geprüft",
    "position": "Stelle",
    "unit": "Zitat geprüft, anders gezählt",
    "searched": "Zitat in der Nähe gefunden",
    "edited": "Zitat geändert",
    "doubt": "zweifelhaft",
}


class BrakeError(ValueError):
    """Too much vanished to be meant; the message lists why, without names of documents."""

    def __init__(self, reasons: list[str]) -> None:
        """Keep the reasons apart."""
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True)
class Change:
    """One change: what happened where, old and new in words, how the place was verified, and what it decides.

    ``kind`` and ``cells`` are the decisions (see the kinds of review); a change without them is only listed.
    """

    what: str
    document: str
    statement: str
    old: str
    new: str
    how: str
    reviewer: str
    date: str
    decisions: tuple[tuple[str, dict[str, str]], ...] = ()


@dataclass
class Before:
    """The exported state, indexed: place -> statement, statement -> codes, code -> name."""

    project: Project
    names: dict[str, str] = field(default_factory=dict)
    at: dict[Span, str] = field(default_factory=dict)
    codes: dict[str, list[str]] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    source: dict[str, str] = field(default_factory=dict)
    inherited: dict[str, str] = field(default_factory=dict)
    documents: dict[str, list[tuple[Span, str]]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        """Build the indexes."""
        self.names |= {code.key: code.name for _, code in walk(self.project.codes)}
        for source in self.project.sources:
            for selection in source.selections:
                span = (source.key, selection.start, selection.end)
                self.at[span] = selection.key
                self.source[selection.key] = source.key
                self.codes[selection.key] = [coding.code for coding in selection.codings]
                self.words[selection.key] = source.text[selection.start : selection.end]
                self.documents[source.key].append((span, selection.key))

    def statement(self, span: Span) -> str:
        """Return the statement that lies at ``span`` or nearly so; nothing where there is none."""
        if span in self.at:
            return self.at[span]
        best, share = "", SAME_PLACE
        for (_, start, end), key in self.documents[span[0]]:
            common, union = min(end, span[2]) - max(start, span[1]), max(end, span[2]) - min(start, span[1])
            if common > 0 and common / union >= share:
                best, share = key, common / union
        return best

    def inherit(self, paths: Iterable[tuple[str, ...]]) -> None:
        """Note which field of work each new code lies below: it inherits that field."""
        fields = {fold(name): code for code, name in self.names.items() if group(code) == "field"}
        for path in paths:
            above = [fields[fold(name)] for name in path[:-1] if fold(name) in fields]
            if above:
                self.inherited[f"{NEW}{path[-1]}"] = above[-1]

    def name(self, code: str) -> str:
        """Return the name of a code of ours or hers."""
        return code.removeprefix(NEW) if code.startswith(NEW) else self.names.get(code, code)


@dataclass(frozen=True)
class Who:
    """Who and when, for changes that do not say it themselves."""

    machine: frozenset[str]
    only: str
    date: str

    def of(self, found: Found | None) -> tuple[str, str]:
        """Return (reviewer, date) of a coding, or of the project where the coding is not hers."""
        user = found.user if found and found.user not in self.machine else self.only
        date = found.date if found and found.date and found.date != WHEN else self.date
        return user, date[:10]


def who(ours: Project, theirs: Project) -> Who:
    """Return who may have made the changes: the only new user, or the only user who is no machine."""
    machine = frozenset(ours.users[:1])
    people = sorted(set(theirs.users) - machine)
    fresh = sorted(set(theirs.users) - set(ours.users))
    only = fresh[0] if len(fresh) == 1 else people[0] if len(people) == 1 else ""
    return Who(machine, only, "" if theirs.modified == WHEN else theirs.modified)


def changes(snapshot: Snapshot, theirs: Project) -> list[Change]:
    """Return what was changed in ``theirs`` since ``snapshot``; raises BrakeError where too much vanished."""
    before = Before(snapshot.project)
    found = difference(snapshot.project, theirs)
    before.inherit(found.new_codes.values())
    brake(before, theirs, found)
    by = who(snapshot.project, theirs)
    recoded = of_statements(before, found)
    return [
        *(change for key in sorted(recoded) for change in of_statement(before, key, recoded[key], by)),
        *of_new_places(before, found, by),
        *of_boundaries(before, found, by),
        *of_codes(before, found, by),
        *of_memos(before, found, by),
        *of_documents(snapshot.project, theirs, found, by),
        *of_losses(found, by),
    ]


def brake(before: Before, theirs: Project, found: Difference) -> None:
    """Stop where a document is missing or empty, or has lost more of its statements than anybody deletes by hand."""
    back = {our: their for their, our in found.located.sources.items()}
    texts = {source.key: source.text for source in theirs.sources}
    left = Counter(before.at.get(span, "") for span, _ in found.kept)
    left += Counter(before.at.get(move.old, "") for move in found.moved)
    left += Counter(before.statement(item.span) for _, item in found.added)
    reasons = []
    for number, source in enumerate(before.project.sources, 1):
        keys = [key for _, key in before.documents[source.key] if before.codes[key]]
        gone = sum(not left[key] for key in keys)
        if not keys:
            continue
        if not texts.get(back.get(source.key, ""), "").strip():
            reasons.append(f"Text {number} fehlt oder ist leer")
        elif len(keys) >= FEW and gone > VANISHED * len(keys):
            reasons.append(f"in Text {number} fehlen die Kodierungen von {gone} der {len(keys)} Aussagen")
    if reasons:
        raise BrakeError(reasons)


@dataclass
class Recoded:
    """The changes at one statement: codes that are gone and codes that were added."""

    gone: list[str] = field(default_factory=list)
    added: dict[str, Found] = field(default_factory=dict)
    doubtful: bool = False


def of_statements(before: Before, found: Difference) -> dict[str, Recoded]:
    """Return statement -> what changed at it."""
    recoded: dict[str, Recoded] = defaultdict(Recoded)
    unsure = {(item.source, code) for code, item in found.added if not item.place.sure}
    unsure |= {(source, "") for source, _ in found.located.lost}
    for span, code in found.gone:
        entry = recoded[before.at[span]]
        entry.gone.append(code)
        entry.doubtful |= (span[0], code) in unsure or (span[0], "") in unsure
    for code, item in found.added:
        key = before.statement(item.span)
        if key:
            recoded[key].added[code] = item
            recoded[key].doubtful |= not item.place.sure
    return recoded


def of_statement(before: Before, key: str, recoded: Recoded, by: Who) -> Iterator[Change]:
    """Yield the changes at one statement, one for each group of codes (type, field, theme, mark)."""
    rest = [code for code in before.codes[key] if code not in recoded.gone]
    if recoded.gone and not rest and not recoded.added:
        yield change(before, key, recoded, by, recoded.gone, [])
        return
    groups = sorted({group(code) for code in (*recoded.gone, *recoded.added)})
    for name in groups:
        gone = [code for code in recoded.gone if group(code) == name]
        added = sorted(code for code in recoded.added if group(code) == name)
        yield change(before, key, recoded, by, gone, added)


def group(code: str) -> str:
    """Return what a code says something about: type, field, theme, mark or neu.

    >>> group("field:arbeit"), group("neu:Anderes")
    ('field', 'neu')
    """
    return code.split(":", 1)[0]


def change(  # noqa: PLR0913, PLR0917 - one change needs all of it
    before: Before, key: str, recoded: Recoded, by: Who, gone: list[str], added: list[str]
) -> Change:
    """Return one change at statement ``key``, with its decisions where the places are sure."""
    item = recoded.added[added[0]] if added else None
    what = "umkodiert" if gone and added else "hinzugefügt" if added else "gelöscht"
    how = HOW[item.place.how] if item else "nicht mehr vorhanden"
    decided = () if recoded.doubtful else tuple(decisions(before, key, gone, added))
    old, new = (", ".join(map(before.name, codes)) for codes in (gone, added))
    return Change(
        what, before.source[key], key, old, new, "zweifelhaft" if recoded.doubtful else how, *by.of(item), decided
    )


def decisions(before: Before, key: str, gone: list[str], added: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the decisions of a change of codes at one statement."""
    told = {"statement_id": key, "text": before.words[key]}
    old = before.codes[key]
    if not added and len(gone) == len(old):
        yield "statements", {**told, "action": "verwerfen"}
        return
    kind = group((added or gone)[0])
    values = [code.split(":", 1)[1] for code in added]
    if kind == "type" and values:
        yield "types", {**told, "type": values[-1]}
    elif kind == "field":
        yield from field_decisions(told, old, gone, added)
    elif kind == "theme" and values:
        yield "theme_members", {**told, "theme_id": values[-1]}
    elif group(added[0] if added else "") == NEW[:-1]:
        fields = sorted({before.inherited[code] for code in added if code in before.inherited} - set(old))
        yield from field_decisions(told, old, [], fields) if fields else ()
    elif kind == "mark":
        for code in (*gone, *added):
            _, mark, value = code.split(":", 2)
            yield "marks", {**told, "kind": mark, "value": value, "accepted": "ja" if code in added else "nein"}


def field_decisions(
    told: dict[str, str], old: Iterable[str], gone: list[str], added: list[str]
) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield which fields hold now and in which order: a new field takes the place of the one that it replaced."""
    fields = [code for code in old if group(code) == "field"]
    kept = [code for code in fields if code not in gone]
    first = bool(fields) and fields[0] in gone
    holding = [*added, *kept] if first else [*kept, *added]
    for rank, code in enumerate(holding, 1):
        name = {"field": code.split(":", 1)[1], "accepted": "ja", "rank": str(rank), "complete": "ja"}
        yield "fields", {**told, **name}
    for code in gone:
        yield "fields", {**told, "field": code.split(":", 1)[1], "accepted": "nein", "complete": "ja"}


def of_new_places(before: Before, found: Difference, by: Who) -> Iterator[Change]:
    """Yield the places that she coded where there was no statement."""
    places: dict[Span, dict[str, Found]] = defaultdict(dict)
    for code, item in found.added:
        if not before.statement(item.span):
            places[item.span][code] = item
    texts = {source.key: source.text for source in before.project.sources}
    for span in sorted(places):
        codes = places[span]
        item = codes[min(codes)]
        types = [code.split(":", 1)[1] for code in sorted(codes) if group(code) == "type"]
        fields = [code.split(":", 1)[1] for code in sorted(codes) if group(code) == "field"]
        cells = {"action": "hinzufuegen", "document": span[0], "quote": texts[span[0]][span[1] : span[2]]}
        cells |= {"type": types[0]} if types else {}
        cells |= {"field": fields[0]} if fields else {}
        decided = (("statements", cells),) if all(one.place.sure for one in codes.values()) else ()
        names = ", ".join(before.name(code) for code in sorted(codes))
        yield Change("neue Stelle", span[0], "", "", names, HOW[item.place.how], *by.of(item), decided)


def of_boundaries(before: Before, found: Difference, by: Who) -> Iterator[Change]:
    """Yield moved boundaries; a statement is cut anew when all its codes moved to one sure place within it."""
    moves = defaultdict(list)
    for move in found.moved:
        moves[before.at[move.old]].append(move)
    texts = {source.key: source.text for source in before.project.sources}
    for key in sorted(moves):
        group_of = moves[key]
        spans = {move.new.span for move in group_of}
        (source, start, end), item = group_of[0].old, group_of[0].new
        _, new_start, new_end = item.span
        whole = len(spans) == 1 and len(group_of) == len(before.codes[key])
        inside = start <= new_start < new_end <= end and all(move.new.place.sure for move in group_of)
        cells = {"action": "teilen", "statement_id": key, "text": before.words[key]}
        cells["value"] = texts[source][new_start:new_end]
        decided = (("statements", cells),) if whole and inside else ()
        names = ", ".join(before.name(move.code) for move in group_of)
        old, new = (f"{names}: {low}–{high}" for low, high in ((start, end), (new_start, new_end)))
        yield Change("verschoben", source, key, old, new, HOW[item.place.how], *by.of(item), decided)


def of_codes(before: Before, found: Difference, by: Who) -> Iterator[Change]:
    """Yield renamed codes (a theme takes her name, other codes belong to the codebook) and new codes."""
    for code, name in sorted(found.renamed.items()):
        theme = {"theme_id": code.split(":", 1)[-1], "action": "umbenennen", "value": name}
        decided = (("themes", theme),) if group(code) == "theme" else ()
        yield Change("umbenannt", "", "", before.name(code), name, "gleiche Stellen", *by.of(None), decided)
    for path in sorted(found.new_codes.values()):
        yield Change("neuer Code", "", "", "", " > ".join(path), "", *by.of(None))


def of_memos(before: Before, found: Difference, by: Who) -> Iterator[Change]:
    """Yield new comments; they decide nothing, but they are kept."""
    for span, (memo, user) in sorted(found.memos.items()):
        reviewer = user if user and user not in by.machine else by.only
        yield Change("Memo", span[0], before.statement(span), "", memo, "", reviewer, by.date[:10])


def of_documents(ours: Project, theirs: Project, found: Difference, by: Who) -> Iterator[Change]:
    """Yield documents that she marked as checked, and texts that we never exported."""
    before = {source.key: source for source in ours.sources}
    for source in theirs.sources:
        key = found.located.sources.get(source.key)
        if key and is_checked(source) and not is_checked(before[key]):
            decided = (("documents", {"document": key, "checked": "ja"}),)
            yield Change("geprüft", key, "", "offen", CHECKED, "", *by.of(None), decided)
    for _ in found.new_sources:
        yield Change("neuer Text", "", "", "", "", "", *by.of(None))


def is_checked(source: Source) -> bool:
    """Return whether the document variable says that a person went through the text."""
    return any(fold(name) == fold(STATE) and fold(value) == fold(CHECKED) for name, value in source.variables.items())


def of_losses(found: Difference, by: Who) -> Iterator[Change]:
    """Yield the selections that could not be placed in our texts."""
    for source, _ in found.located.lost:
        yield Change("nicht auffindbar", source, "", "", "", HOW["doubt"], *by.of(None))


def blind_codings(snapshot: Snapshot, theirs: Project) -> list[Change]:
    """Return how each person coded the marked statements of a blind project; this decides nothing."""
    before = Before(snapshot.project)
    located = locate(snapshot.project, theirs)
    codes = match_codes(snapshot.project, theirs, located)
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for coding in located.codings:
        key, code = before.statement(coding.span), codes.same.get(coding.code, "")
        if key and group(code) in ("type", "field") and coding.place.sure:
            found[coding.user, key].append(code)
    rows = []
    for (user, key), given in sorted(found.items()):
        types = [code.split(":", 1)[1] for code in given if group(code) == "type"]
        fields = [code.split(":", 1)[1] for code in given if group(code) == "field"]
        cells = {"statement_id": key, "blind_coder": user, "text": before.words[key]}
        cells |= dict(zip(("type",), types, strict=False)) | dict(zip(("field", "second"), fields, strict=False))
        names = ", ".join(map(before.name, given))
        rows.append(Change("blind kodiert", before.source[key], key, "", names, "", user, "", (("blind", cells),)))
    return rows

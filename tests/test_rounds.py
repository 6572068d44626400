"""Two rounds with planted changes: what is new, gone, grown or shrunk is found, and nothing else is."""

from __future__ import annotations

import shutil

import numpy as np
import pandas as pd
import pytest
import yaml
from conftest import Project
from hypothesis import given
from hypothesis import strategies as st

from pipeline import handover
from pipeline.charts.figures import rounds as rounds_figures
from pipeline.frequencies import rounds as rounds_tables
from pipeline.rounds import __main__ as rounds
from pipeline.rounds import answers, guard
from pipeline.rounds.sides import Side
from pipeline.shared import chance, earlier, review
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import CodebookFault, Repairable
from pipeline.shared.german.vectors import Vectors
from pipeline.shared.schema import Table
from pipeline.shared.tables import (
    DOCUMENTS,
    FIELDS,
    GUIDELINE_EVIDENCE,
    GUIDELINES,
    ROUND_ANSWERS,
    ROUND_GUIDELINES,
    ROUND_SHARES,
    ROUND_SHEETS,
    ROUND_THEMES,
    STATEMENTS,
    THEME_MEMBERS,
    THEMES,
)

WORDS = {
    "kurse": "Im Südkreis fehlen Deutschkurse am Abend",
    "bus": "Der Bus fährt nach achtzehn Uhr nicht mehr",
    "arzt": "Kinder übersetzen beim Arzt für ihre Eltern",
    "wohnen": "Familien finden keine bezahlbare Wohnung",
    "karte": "Mit der Bezahlkarte kann man im Laden nicht einkaufen",
}
THEN = {"kurse": 10, "bus": 10, "arzt": 20, "wohnen": 10}
VECTORS = "data/models/de_static_pd_50k_192.npz"
CONCEPTS = "data/training/lexicon/concepts.yaml"
KNOBS = rounds.Params(
    min_mentions=4, min_documents=2, false_share=0.1, novelty=0.005, min_answer=0.3, vectors=VECTORS, concepts=CONCEPTS
)


def filled(table: Table, records: list[dict[str, object]]) -> pd.DataFrame:
    """Return ``records`` with a plain value in every column that they leave out."""
    plain = {"string": "x", "Int64": 1, "Float64": 0.5, "boolean": True}
    chosen = {column.name: column.isin[0] if column.isin else plain[column.dtype] for column in table.columns}
    return table.typed(pd.DataFrame([chosen | record for record in records], columns=table.names))


def write(corpus: Corpus, sizes: dict[str, int], suffix: str, kind: str = "protokoll", field: str = "alpha") -> None:
    """Write the tables of a round with ``sizes`` statements per theme."""
    records = [(theme, number) for theme, size in sizes.items() for number in range(size)]
    keys = [f"a{theme}{number}{suffix}" for theme, number in records]
    said: list[dict[str, object]] = [
        {"statement_id": key, "document": f"d{number % 4}{suffix}", "text": WORDS[theme], "display_text": WORDS[theme],
         "kind": kind, "type": "problem", "position": number}
        for key, (theme, number) in zip(keys, records, strict=True)
    ]  # fmt: skip
    coded: list[dict[str, object]] = [{"statement_id": key, "field": field, "rank": 1} for key in keys]
    placed: list[dict[str, object]] = [
        {"theme_id": f"t{theme}", "statement_id": key} for key, (theme, _) in zip(keys, records, strict=True)
    ]
    named: list[dict[str, object]] = [
        {"theme_id": f"t{theme}", "field": field, "label": theme, "apart": pd.NA}
        for theme, size in sizes.items()
        if size
    ]
    tables = ((STATEMENTS, said), (FIELDS, coded), (THEME_MEMBERS, placed), (THEMES, named))
    for table, rows in tables:
        table.write(filled(table, rows), corpus)
    for table in (GUIDELINES, GUIDELINE_EVIDENCE):
        table.write(table.empty(), corpus)


def before(project: Project) -> earlier.HandedOver:
    return earlier.HandedOver(project.corpus.name, project.root)


def fates(project: Project, now: dict[str, int], **options: str) -> dict[str, str]:
    """Return label -> what became of the theme."""
    write(before(project), THEN, "", kind=options.get("kind", "protokoll"))
    write(project.corpus, now, "neu")
    rounds.main(project.corpus, KNOBS)
    found = ROUND_THEMES.read(project.corpus)
    return dict(zip(found["label"], found["change"], strict=True))


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (THEN, {}),
        ({"kurse": 10, "bus": 10, "arzt": 20}, {"wohnen": "entfallen"}),
        ({"kurse": 60, "bus": 10, "arzt": 20, "wohnen": 10}, {"kurse": "gewachsen", "arzt": "geschrumpft"}),
        ({"kurse": 20, "bus": 20, "arzt": 40, "wohnen": 20}, {}),  # twice as many papers is no change
        ({"kurse": 11, "bus": 9, "arzt": 21, "wohnen": 9}, {}),  # chance is no change
        ({"kurse": 2, "bus": 2, "arzt": 4}, {"wohnen": "nicht genannt"}),  # too few papers to call it gone
        (THEN | {"karte": 10}, {"karte": "neu"}),
        (THEN | {"karte": 1}, {"karte": "vereinzelt"}),
    ],
)
def test_planted_changes_are_found_and_no_others(
    project: Project, now: dict[str, int], expected: dict[str, str]
) -> None:
    found = fates(project, now)
    assert {label: found[label] for label in expected} == expected
    named = {label for label, change in found.items() if change in rounds.TOLD}
    assert named == {label for label, change in expected.items() if change in rounds.TOLD}


def test_what_was_said_in_interviews_is_not_gone_where_nobody_was_interviewed(project: Project) -> None:
    found = fates(project, {"kurse": 10, "bus": 10, "arzt": 20}, kind="interview")
    assert set(found.values()) == {"nicht vergleichbar"}


def test_without_an_earlier_round_the_tables_are_empty(project: Project) -> None:
    project.run("rounds")
    tables = (ROUND_THEMES, ROUND_SHARES, ROUND_ANSWERS, ROUND_GUIDELINES)
    assert [len(table.read(project.corpus)) for table in tables] == [0, 0, 0, 0]


def test_a_renamed_and_a_split_field_are_compared_under_one_name(project: Project) -> None:
    write(before(project), THEN, "", field="alt")
    write(project.corpus, THEN, "neu", field="teilhabe")
    changes = {"fields": {"renamed": {"alt": "teilhabe"}}}
    (project.corpus.raw / earlier.CHANGES_FILE).write_text(yaml.safe_dump(changes), encoding="utf-8")
    rounds.main(project.corpus, KNOBS)
    shares = ROUND_SHARES.read(project.corpus)
    row = shares[shares["dimension"] == "Arbeitsbereich"].iloc[0]
    assert (row["value"], row["mentions_before"], row["mentions_now"], bool(row["clear"])) == (
        "teilhabe",
        50,
        50,
        False,
    )
    assert set(ROUND_THEMES.read(project.corpus)["field"]) == {"teilhabe"}


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("fields: {renamed: {alt: gibtesnicht}}", "steht nicht im Codebuch"),
        ("fields: {renamed: {alt: sprache}, split: {alt: [bildung, arbeit]}}", "mehrmals"),
        ("felder: {}", "unbekannt"),
        ("fields: [", "kein gültiges YAML"),
    ],
)
def test_a_wrong_change_of_the_codebook_is_said_in_german(project: Project, content: str, told: str) -> None:
    (project.corpus.raw / earlier.CHANGES_FILE).write_text(content, encoding="utf-8")
    with pytest.raises(CodebookFault, match=told):
        earlier.codebook_changes(project.corpus, ["sprache", "bildung", "arbeit"])


def test_an_earlier_round_is_handed_over_once_and_whole(project: Project) -> None:
    then = Corpus("frueher", project.root)
    with pytest.raises(Repairable, match="corpus: frueher"):
        handover.handed_over(then, project.corpus)
    write(then, THEN, "")
    DOCUMENTS.write(DOCUMENTS.empty(), then)
    handover.handed_over(then, project.corpus)
    assert all(table.path(before(project)).read_bytes() == table.path(then).read_bytes() for table in earlier.TABLES)
    with pytest.raises(Repairable, match="--replace"):
        handover.handed_over(then, project.corpus)
    assert handover.handed_over(then, project.corpus, replace=True)
    with pytest.raises(Repairable, match="selbst"):
        handover.handed_over(then, then)


def test_an_offer_of_today_answers_a_measure_of_then(project: Project) -> None:
    vectors = Vectors.load(project.root / VECTORS)
    old = ["Eine Kilometerpauschale für Ehrenamtliche einführen", "Der Bus soll abends fahren"]
    alike = answers.similarity(old, ["Die Kilometerpauschale gilt seit Januar im ganzen Kreis"], vectors)
    assert alike[0, 0] > 0.3 > alike[1, 0]


def asked(project: Project, old: tuple[str, str], new: tuple[str, str], fields: tuple[str, str]) -> list[str]:
    """Return the kinds of answers proposed between a statement of then and one of today (type and words)."""
    vectors = Vectors.load(project.root / VECTORS)
    both = []
    for number, ((kind, words), field) in enumerate(zip((old, new), fields, strict=True)):
        line = {"statement_id": f"s{number}", "type": kind, "display_text": words, "field": field, "theme_id": "t1"}
        other = line | {
            "statement_id": f"x{number}",
            "display_text": "Der Bus fährt zum Freibad",
            "type": "einwand",
        }
        both.append(Side(pd.DataFrame([line, other]), pd.DataFrame()))
    found = answers.answers(both[0], both[1], vectors, KNOBS.min_answer)
    return [str(kind) for kind in found["kind"]]


@pytest.mark.parametrize(
    ("old", "new", "fields", "expected"),
    [
        (("massnahme", "Lotsendienst im Krankenhaus aufbauen"), ("angebot", "Der Lotsendienst am Krankenhaus läuft"),
         ("gesundheit", "uebergreifend"), ["beantwortet"]),  # under another field
        (("massnahme", "Fonds für Gebühren einrichten"), ("massnahme", "Fonds für Gebühren verlängern"),
         ("arbeit", "arbeit"), ["wieder ein Problem"]),  # who wants to prolong it says that it is there
        (("massnahme", "Fonds für Gebühren einrichten"), ("massnahme", "Fonds für Gebühren einrichten"),
         ("arbeit", "arbeit"), []),  # wanted again is neither done nor failing
        (("massnahme", "Wohnungen!"), ("problem", "Es gibt keine Wohnungen"), ("teilhabe", "teilhabe"), []),
        (("problem", "Seit März nichts gehört"), ("angebot", "Seit März gibt es eine Hebamme"),
         ("teilhabe", "teilhabe"), []),
    ],
)  # fmt: skip
def test_what_may_be_an_answer(
    project: Project, old: tuple[str, str], new: tuple[str, str], fields: tuple[str, str], expected: list[str]
) -> None:
    assert asked(project, old, new, fields) == expected


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_the_interval_holds_the_difference_and_turns_with_it(a: int, more: int, b: int, other: int) -> None:
    then, now = (a, a + more), (b, b + other)
    points, low, high = chance.difference(then, now)
    assert low - 1e-6 <= points <= high + 1e-6
    assert chance.difference(now, then) == pytest.approx((-points, -high, -low), abs=1e-3)


@given(st.integers(0, 30), st.integers(1, 30), st.integers(0, 30), st.integers(1, 30))
def test_chance_is_that_of_fishers_exact_test(a: int, more: int, b: int, other: int) -> None:
    from scipy.stats import fisher_exact  # noqa: PLC0415 - only here, as the other witness

    value, least = chance.chances((a, a + more), (b, b + other))
    assert value == pytest.approx(fisher_exact([[a, more], [b, other]]).pvalue, abs=1e-9)
    assert least <= value + 1e-12


def shown(project: Project, variant: str, sheet: str) -> pd.DataFrame:
    """Return a sheet of the comparison with the heads as columns."""
    found = ROUND_SHEETS.read(project.corpus)
    part = found[(found["variant"] == variant) & (found["sheet"] == sheet)]
    return pd.DataFrame(
        [dict(zip(row["head"], row["words"], strict=True)) for _, row in part.sort_values("column").groupby("row")]
    )


def test_both_rounds_stand_side_by_side_with_who_took_part(project: Project) -> None:
    fates(project, {"kurse": 60, "bus": 10, "arzt": 20, "wohnen": 10})
    took = shown(project, "intern", "runde_beteiligung").set_index("Was")
    assert took.loc["Nennungen"].tolist() == ["50", "100"]
    assert took.loc["Dokumente"].tolist() == ["4", "4"]
    themes = shown(project, "intern", "runde_themen").set_index("Thema")
    assert themes.loc["kurse", ["Was daraus wurde", "Nennungen damals", "Nennungen heute"]].tolist() == [
        "gewachsen",
        "10",
        "60",
    ]
    assert themes.loc["kurse", "Beispiele"].startswith("„Im Südkreis")


def test_no_theme_of_one_paper_shows_its_numbers_outside_the_house(project: Project) -> None:
    fates(project, THEN | {"karte": 2, "kurse": 60})
    grown = shown(project, "oeffentlich", "runde_themen").set_index("Thema")
    assert grown.loc["kurse", "Nennungen heute"] == "60"
    write(before(project), THEN, "")
    write(project.corpus, {"kurse": 10, "bus": 10, "arzt": 20}, "neu")
    statements = STATEMENTS.read(before(project))
    one = statements["statement_id"].str.startswith("awohnen")
    STATEMENTS.write(statements.assign(document=statements["document"].mask(one, "einziges")), before(project))
    rounds.main(project.corpus, KNOBS)
    outside = shown(project, "oeffentlich", "runde_themen").set_index("Thema")
    inside = shown(project, "intern", "runde_themen").set_index("Thema")
    assert outside.loc["wohnen", ["Nennungen damals", "Anteil damals", "Prozentpunkte (95 %)"]].tolist() == ["·"] * 3
    assert inside.loc["wohnen", ["Was daraus wurde", "Nennungen damals"]].tolist() == ["nicht genannt", "10"]


def test_words_of_papers_that_are_only_counted_stay_inside(project: Project) -> None:
    write(before(project), THEN, "")
    write(project.corpus, {"kurse": 60, "bus": 10, "arzt": 20, "wohnen": 10}, "neu")
    for corpus in (before(project), project.corpus):
        STATEMENTS.write(STATEMENTS.read(corpus).assign(publish="count"), corpus)
    rounds.main(project.corpus, KNOBS)
    found = ROUND_SHEETS.read(project.corpus)
    outside = " ".join(found.loc[found["variant"] == "oeffentlich", "words"].fillna(""))
    assert "Deutschkurse am Abend" not in outside
    assert "Deutschkurse am Abend" in " ".join(found.loc[found["variant"] == "intern", "words"].fillna(""))


def test_growth_within_a_single_paper_is_not_told(project: Project) -> None:
    write(before(project), THEN, "")
    write(project.corpus, {"kurse": 60, "bus": 10, "arzt": 20, "wohnen": 10}, "neu")
    statements = STATEMENTS.read(project.corpus)
    one = statements["statement_id"].str.startswith("akurse")
    STATEMENTS.write(statements.assign(document=statements["document"].mask(one, "einziges")), project.corpus)
    rounds.main(project.corpus, KNOBS)
    found = ROUND_THEMES.read(project.corpus).set_index("label")["change"]
    assert found["kurse"] == "gleich"


def lively(papers: int, themes: int, said: int, firm: float, random: np.random.Generator) -> guard.Round:
    """Return a round of papers with favourite themes (Dirichlet), all of one field."""
    shares = random.dirichlet(np.full(themes, firm / themes), size=papers)
    return guard.Round(random.multinomial(said, shares), np.zeros(themes, dtype=np.int64))


def test_the_correlation_of_papers_is_estimated_as_it_was_drawn() -> None:
    random = np.random.default_rng(3)
    table = lively(60, 12, 30, 9.0, random).table
    assert guard.correlation([table]) == pytest.approx(1 / (1 + 9.0), abs=0.02)
    assert guard.correlation([random.multinomial(30, np.full(12, 1 / 12), size=60)]) < 0.01


@pytest.mark.parametrize("firm", [400.0, 30.0, 9.0])
def test_papers_with_favourites_change_no_theme(firm: float) -> None:
    random, wrong = np.random.default_rng(11), 0
    for _ in range(30):
        found = guard.changed(*(lively(papers, 30, 25, firm, random) for papers in (20, 8)))
        wrong += any(chance.told(*zip(*found, strict=True), 0.1))
    assert wrong <= 3


@given(st.integers(0, 30), st.integers(1, 30), st.integers(0, 30), st.integers(1, 30), st.floats(1, 9))
def test_a_likelihood_lies_between_the_least_possible_and_one(
    a: int, more: int, b: int, other: int, effect: float
) -> None:
    value, least = guard.chances(guard.Sample(a, a + more, effect), guard.Sample(b, b + other, effect))
    assert 0 <= least <= value + 1e-9
    assert value <= 1


def test_the_same_mentions_in_fewer_papers_are_less_sure() -> None:
    sure = [guard.chances(guard.Sample(2, 60, effect), guard.Sample(15, 60, effect))[0] for effect in (1.0, 2.0, 4.0)]
    assert sure == sorted(sure)
    assert sure[0] < 0.01 < sure[2]


def test_statements_that_fell_together_without_a_new_word_are_no_new_theme(project: Project) -> None:
    write(before(project), THEN, "")
    write(project.corpus, THEN | {"karte": 10}, "neu")
    statements = STATEMENTS.read(project.corpus)
    odd = statements["statement_id"].str.startswith("akarte")
    words = [WORDS[name] for name in ("kurse", "bus", "arzt", "wohnen")] * 3
    statements.loc[odd, "display_text"] = words[: odd.sum()]
    STATEMENTS.write(statements, project.corpus)
    rounds.main(project.corpus, KNOBS)
    found = ROUND_THEMES.read(project.corpus).set_index("label")
    assert (found.loc["karte", "change"], found.loc["karte", "novelty"]) == ("vereinzelt", 1.0)

    themes = THEMES.read(project.corpus)
    for distance, change in ((0.7, "neu"), (-0.7, "vereinzelt")):  # nearer to each other than to anything of then?
        THEMES.write(themes.assign(apart=themes["apart"].mask(themes["label"] == "karte", distance)), project.corpus)
        rounds.main(project.corpus, KNOBS)
        assert ROUND_THEMES.read(project.corpus).set_index("label").loc["karte", "change"] == change


def test_a_theme_is_not_gone_where_its_field_was_not_on_the_table(project: Project) -> None:
    found = fates(project, {"kurse": 10, "bus": 10, "arzt": 20})
    assert found["wohnen"] == "entfallen"
    themes, now = THEMES.read(before(project)), project.corpus
    THEMES.write(themes.assign(field=themes["field"].mask(themes["label"] == "wohnen", "anderswo")), before(project))
    rounds.main(now, KNOBS)
    assert ROUND_THEMES.read(now).set_index("label").loc["wohnen", "change"] == "nicht genannt"


def test_an_answer_holds_only_after_somebody_said_yes(project: Project) -> None:
    found = filled(
        ROUND_ANSWERS,
        [{"kind": "beantwortet", "earlier_statement": f"a{number}", "statement_id": f"b{number}", "accepted": pd.NA}
         for number in range(3)],
    )  # fmt: skip
    place = project.corpus.review / "antworten.csv"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(
        "kind;earlier_statement;statement_id;accepted;reviewer;date\n"
        "beantwortet;a0;b0;nein;Kim;2025-11-01\nBeantwortet;a0;b0;ja;Kim;2025-11-02\n"
        "beantwortet;a1;b1;nein;Kim;2025-11-02\n",
        encoding="utf-8",
    )
    decided = answers.decided(found, review.read(project.corpus, "answers"))
    assert decided.sort_values("statement_id")["accepted"].tolist() == [True, False, pd.NA]


def test_a_round_of_an_earlier_version_can_still_be_read(project: Project) -> None:
    write(before(project), THEN, "")
    path = THEMES.path(before(project))
    old = pd.read_parquet(path)
    old.drop(columns=["size", "stability"]).to_parquet(path, index=False)
    assert THEMES.read(before(project))["size"].tolist() == [0] * len(old)


def test_old_statements_and_their_codes_are_not_touched(project: Project) -> None:
    write(before(project), THEN, "")
    tables = (STATEMENTS, FIELDS, THEMES, THEME_MEMBERS)
    old = [table.path(before(project)).read_bytes() for table in tables]
    write(project.corpus, THEN | {"karte": 10}, "neu")
    rounds.main(project.corpus, KNOBS)
    assert [table.path(before(project)).read_bytes() for table in tables] == old


def test_charts_tables_and_chapter_exist_only_with_an_earlier_round(project: Project) -> None:
    assert rounds_figures.figures(ROUND_SHEETS.empty()) == {}
    assert rounds_tables.tables(ROUND_SHEETS.empty(), "intern") == {}
    fates(project, {"kurse": 60, "bus": 10, "arzt": 20, "wohnen": 10})
    compared = ROUND_SHEETS.read(project.corpus)
    own = compared[compared["variant"] == "intern"]
    drawn = rounds_figures.figures(own)
    assert list(drawn) == ["runde_themen", "runde_felder"]
    assert "gewachsen: „kurse“" in drawn["runde_themen"].words.title
    assert "n = 50 Nennungen" in drawn["runde_themen"].words.subtitle
    alt = drawn["runde_themen"].alt.replace("\xa0", " ")
    assert "damals 20,0 %, 10 Nennungen in 4 Dok., heute 60,0 %, 60 Nennungen in 4 Dok." in alt
    title, frame = rounds_tables.tables(compared, "intern")["runde_themen"]
    assert title == "Themen, die sich verändert haben"
    assert frame.set_index("Thema").loc["kurse", "Nennungen heute"] == 60


def test_different_participation_is_warned_of_beside_the_figure(project: Project) -> None:
    fates(project, {"kurse": 60, "bus": 10, "arzt": 20, "wohnen": 10})
    compared = ROUND_SHEETS.read(project.corpus)
    same = rounds_figures.figures(compared[compared["variant"] == "intern"])
    assert "Vorsicht" not in same["runde_felder"].words.note
    statements = STATEMENTS.read(project.corpus)
    more = [f"d{number}" for number in range(len(statements))]
    STATEMENTS.write(statements.assign(document=more), project.corpus)
    rounds.main(project.corpus, KNOBS)
    compared = ROUND_SHEETS.read(project.corpus)
    differing = rounds_figures.figures(compared[compared["variant"] == "intern"])
    assert "Vorsicht, verschieden besetzt (Dokumente: 4 und 100)" in differing["runde_felder"].words.note


def test_the_first_round_run_again_after_the_second_exists_gives_the_same_bytes(project: Project) -> None:
    first, second = project.corpus, Corpus("zweite", project.root)
    write(first, THEN, "")
    DOCUMENTS.write(DOCUMENTS.empty(), first)
    rounds.main(first, KNOBS)
    produced = [path for path in sorted(first.processed.rglob("*")) if path.is_file()]
    old = {path: path.read_bytes() for path in produced}
    second.raw.mkdir(parents=True)
    shutil.copyfile(first.codebook, second.codebook)
    handover.handed_over(first, second)
    write(second, THEN | {"karte": 10}, "neu")
    rounds.main(second, KNOBS)
    assert ROUND_THEMES.read(second).set_index("theme_id").loc["tkurse", "earlier"]
    rounds.main(first, KNOBS)
    assert {path: path.read_bytes() for path in produced} == old


def test_a_theme_that_goes_on_keeps_its_identifier(project: Project) -> None:
    fates(project, THEN | {"karte": 10})
    found = ROUND_THEMES.read(project.corpus)
    on = found[found["earlier"]].set_index("theme_id")
    assert set(on.index) == {f"t{theme}" for theme in THEN}
    assert set(on["change"]) == {"gleich"}

"""Two rounds with planted changes: what is new, gone, grown or shrunk is found, and nothing else is."""

from __future__ import annotations

import pandas as pd
import pytest
from conftest import Project
from hypothesis import given
from hypothesis import strategies as st

from pipeline import rounds
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable
from pipeline.shared.schema import Table
from pipeline.shared.tables import FIELDS, ROUND_SHARES, ROUND_THEMES, STATEMENTS, THEME_MEMBERS, THEMES

WORDS = {
    "kurse": "Im Südkreis fehlen Deutschkurse am Abend",
    "bus": "Der Bus fährt nach achtzehn Uhr nicht mehr",
    "arzt": "Kinder übersetzen beim Arzt für ihre Eltern",
    "wohnen": "Familien finden keine bezahlbare Wohnung",
}
THEN = {"kurse": 10, "bus": 10, "arzt": 20, "wohnen": 10}


def filled(table: Table, records: list[dict[str, object]]) -> pd.DataFrame:
    """Return ``records`` with a plain value in every column that they leave out."""
    plain = {"string": "x", "Int64": 1, "Float64": 0.5, "boolean": True}
    chosen = {column.name: column.isin[0] if column.isin else plain[column.dtype] for column in table.columns}
    return table.typed(pd.DataFrame([chosen | record for record in records]))


def write(corpus: Corpus, sizes: dict[str, int], suffix: str) -> None:
    records = [(theme, number) for theme, size in sizes.items() for number in range(size)]
    keys = [f"a{theme}{number}{suffix}" for theme, number in records]
    said = [
        {"statement_id": key, "document": f"d{number % 4}{suffix}", "text": WORDS[theme], "display_text": WORDS[theme]}
        for key, (theme, number) in zip(keys, records, strict=True)
    ]
    coded = [{"statement_id": key, "field": "alles", "rank": 1} for key in keys]
    placed = [
        {"theme_id": f"t{theme}{suffix}", "statement_id": key} for key, (theme, _) in zip(keys, records, strict=True)
    ]
    named = [
        {"theme_id": f"t{theme}{suffix}", "field": "alles", "label": theme} for theme, size in sizes.items() if size
    ]
    for table, rows in ((STATEMENTS, said), (FIELDS, coded), (THEME_MEMBERS, placed), (THEMES, named)):
        table.write(filled(table, rows), corpus)


def changes(project: Project, now: dict[str, int], suffix: str = "neu") -> dict[str, str]:
    write(Corpus("frueher", project.root), THEN, "")
    write(project.corpus, now, suffix)
    knobs = rounds.Params(earlier="../frueher/", vectors="data/models/de_static_pd_50k_192.npz", min_similarity=0.8)
    rounds.main(project.corpus, knobs)
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
    ],
)
@pytest.mark.parametrize("suffix", ["", "neu"])
def test_planted_changes_are_found_and_no_others(
    project: Project, now: dict[str, int], expected: dict[str, str], suffix: str
) -> None:
    assert changes(project, now, suffix) == dict.fromkeys(THEN, "gleich") | expected


def test_a_new_theme_is_new(project: Project) -> None:
    write(Corpus("frueher", project.root), {"kurse": 10, "bus": 10}, "")
    write(project.corpus, {"kurse": 10, "bus": 10, "arzt": 10}, "neu")
    rounds.main(project.corpus, rounds.Params(earlier="../frueher/", vectors="data/models/de_static_pd_50k_192.npz",
                                              min_similarity=0.8))  # fmt: skip
    found = ROUND_THEMES.read(project.corpus).set_index("label")
    assert found["change"].to_dict() == {"kurse": "gleich", "bus": "gleich", "arzt": "neu"}
    assert set(ROUND_SHARES.read(project.corpus)["dimension"]) == {"Arbeitsbereich", "Typ", "Gruppe"}


def test_without_an_earlier_round_the_tables_are_empty(project: Project) -> None:
    project.run("rounds")
    assert len(ROUND_THEMES.read(project.corpus)) == len(ROUND_SHARES.read(project.corpus)) == 0


def test_an_earlier_round_that_was_not_analysed_is_asked_for(project: Project) -> None:
    knobs = rounds.Params(earlier="../frueher/", vectors="x", min_similarity=0.8)
    with pytest.raises(Repairable, match="corpus: frueher"):
        rounds.main(project.corpus, knobs)


@given(st.integers(0, 50), st.integers(1, 50), st.integers(0, 50), st.integers(1, 50))
def test_the_interval_holds_the_difference_and_turns_with_it(a: int, more: int, b: int, other: int) -> None:
    before, now = (a, a + more), (b, b + other)
    points, low, high = rounds.difference(before, now)
    assert low - 1e-6 <= points <= high + 1e-6
    assert rounds.difference(now, before) == pytest.approx((-points, -high, -low), abs=1e-3)

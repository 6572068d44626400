"""Themes: the same statements give the same themes, nothing gets lost, and people's decisions hold."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import numpy as np
import pandas as pd
import pytest
import yaml
from scipy import sparse
from sklearn.metrics import adjusted_rand_score

from pipeline.shared import tables
from pipeline.shared.german.concepts import Concepts
from pipeline.shared.german.concerns import Concerns
from pipeline.shared.german.vectors import Vectors
from pipeline.themes import __main__ as stage
from pipeline.themes import history, identity, naming, nouns, shell
from pipeline.themes.clusters import Limits, clusters, settled
from pipeline.themes.evidence import Weighted, gather, neighbours, under_one_heading
from pipeline.themes.known import Inventory, chosen
from pipeline.themes.stability import stability
from recipes import theme_weights as recipe

ROOT = Path(__file__).resolve().parents[1]
KNOBS = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))["themes"]
CONCERNS = {
    "Busse": [
        "Nach 18 Uhr fährt kein Bus",
        "Busverbindung am Abend fehlt",
        "ÖPNV am Wochenende: kein Bus",
        "Rufbus für den Abend",
    ],
    "Hebammen": [
        "Es fehlen Hebammen",
        "Keine Hebamme für das Wochenbett",
        "Hebamme mit Dolmetscherin",
        "Hebammen im Südkreis gesucht",
    ],
    "Miete": [
        "Vermieter lehnen ab",
        "Keine Wohnung zu finden",
        "Bezahlbare Wohnung fehlt",
        "Wohnungssuche mit Begleitung",
    ],
    "Ehrenamt": [
        "Ehrenamtliche sind überlastet",
        "Helferkreis braucht Supervision",
        "Ehrenamt entlasten",
        "Freiwillige am Limit",
    ],
}
FIELDS = {"Busse": "teilhabe", "Hebammen": "gesundheit", "Miete": "teilhabe", "Ehrenamt": "ehrenamt"}


def said(concerns: dict[str, list[str]], **cells: Any) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the tables statements and fields: the n-th statement of every concern stands in paper n."""
    rows = [
        {
            "statement_id": f"a{abs(hash_of(text)):08d}", "document": f"papier{place}.txt", "text": text,
            "display_text": text, "position": order, "start": order * 100, "end": order * 100 + len(text),
            "block": order, "date": f"2024-01-0{1 + place % 9}", "field": FIELDS.get(concern, "teilhabe"),
            "heading": f"Tisch {order}",
        }
        for order, (concern, texts) in enumerate(concerns.items())
        for place, text in enumerate(texts)
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(rows[0]) if rows else [*tables.STATEMENTS.names, "field"])
    defaults = {
        "publish": "quote", "type": "problem", "type_suggested": "problem", "type_score": 0.9, "kind": "protokoll",
        "stakeholder_group": "Rat", "question": "",
    }  # fmt: skip
    frame = frame.assign(**{**defaults, **cells})
    fields = frame[["statement_id", "field"]].assign(rank=1, score=0.9, suggested=True, accepted=True)
    return tables.STATEMENTS.typed(frame), tables.FIELDS.typed(fields)


def hash_of(text: str) -> int:
    return sum((place + 1) * ord(letter) for place, letter in enumerate(text))


def run(project: Any, statements: pd.DataFrame, fields: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return themes and members after the stage ran on the tables."""
    (project.root / "data").mkdir(exist_ok=True)
    for name in ("models", "training"):
        target = project.root / "data" / name
        if not target.exists():
            target.symlink_to(ROOT / "data" / name)
    project.params()
    project.codebook()
    tables.STATEMENTS.write(statements, project.corpus)
    tables.FIELDS.write(fields, project.corpus)
    tables.BLOCKS.write(tables.BLOCKS.empty(), project.corpus)
    project.run("themes")
    return tables.THEMES.read(project.corpus), tables.THEME_MEMBERS.read(project.corpus)


def decide(project: Any, name: str, *lines: str) -> None:
    (project.corpus.review / f"{name}.csv").write_text("\n".join([*lines, ""]), encoding="utf-8")


def clustered(statements: pd.DataFrame, fields: pd.DataFrame) -> pd.Series:
    """Return the theme id of each statement by the stage's own functions."""
    frame = stage.prepared(statements, fields, tables.BLOCKS.empty())
    rows = gather(frame.assign(text=frame["display_text"]), space()).weighted(KNOBS["weights"])
    labels = clusters(rows, limits())
    return identity.identified(pd.Series(labels, index=frame["statement_id"].astype(str)), NOTHING)


NOTHING = pd.Series([], dtype=str)


def limits(**changes: Any) -> Limits:
    knobs = {
        "join": KNOBS["join_above"],
        "attach": KNOBS["attach_above"],
        "settle": KNOBS["settle_above"],
        "small": KNOBS["small"],
        "exact": 4000,
        "seed": 1,
    }
    return Limits(**{**knobs, **changes})


def space() -> Concerns:
    if not SPACE:
        vectors = Vectors.load(ROOT / KNOBS["vectors"])
        SPACE.append(Concerns.load(ROOT / KNOBS["groups"], vectors, Concepts.load(ROOT / KNOBS["concepts"], vectors)))
    return SPACE[0]


SPACE: list[Concerns] = []
WRITTEN = (tables.THEMES, tables.THEME_MEMBERS, tables.CONTRADICTIONS, tables.THEME_HISTORY)


def test_statements_about_one_concern_lie_in_one_theme() -> None:
    found = clustered(*said(CONCERNS))
    truth = {f"a{hash_of(text):08d}": concern for concern, texts in CONCERNS.items() for text in texts}
    assert adjusted_rand_score([truth[name] for name in found.index], found) > 0.8


def test_row_order_changes_nothing() -> None:
    statements, fields = said(CONCERNS)
    first = clustered(statements, fields)
    second = clustered(statements.sample(frac=1, random_state=3), fields.sample(frac=1, random_state=4))
    assert first.sort_index().equals(second.sort_index())


def test_no_statement_gets_lost_and_none_counts_twice(project: Any) -> None:
    statements, fields = said(CONCERNS | {"Rest": ["Zebrafinken singen"], "leer": ["!!!"]})
    themes, members = run(project, statements, fields)
    assert sorted(members["statement_id"]) == sorted(statements["statement_id"])
    assert themes["size"].sum() == len(statements)


def test_what_stands_alone_is_listed_with_a_reason(project: Any) -> None:
    statements, fields = said(CONCERNS | {"Rest": ["Zebrafinken singen"]})
    themes, members = run(project, statements, fields)
    rest = set(themes.loc[themes["status"] == "rest", "theme_id"])
    assert members.loc[members["theme_id"].isin(rest), "reason"].str.len().gt(10).all()


@pytest.mark.parametrize(
    "concerns",
    [
        pytest.param({}, id="none"),
        pytest.param({"Busse": ["Kein Bus"]}, id="one statement"),
        pytest.param({"Busse": [f"Nach {hour} Uhr kein Bus" for hour in range(10)]}, id="ten in one field"),
        pytest.param({"leer": ["!!!", "???", "..."]}, id="no words at all"),
    ],
)
def test_a_small_corpus_gives_a_sensible_result(project: Any, concerns: dict[str, list[str]]) -> None:
    statements, fields = said(concerns)
    themes, members = run(project, statements, fields)
    assert len(members) == len(statements)
    assert themes["label"].str.len().gt(0).all()


def test_identical_statements_are_one_theme(project: Any) -> None:
    statements, fields = said({"Busse": ["Kein Bus am Abend"] * 8})
    statements["statement_id"] = [f"a{place}" for place in range(8)]
    fields["statement_id"] = statements["statement_id"]
    themes, _ = run(project, statements, fields)
    assert themes["size"].tolist() == [8]
    assert themes["stability"].tolist() == [1.0]


def test_a_name_given_by_people_survives_new_papers(project: Any) -> None:
    statements, fields = said(CONCERNS)
    _, members = run(project, statements, fields)
    oldest = f"a{hash_of(CONCERNS['Hebammen'][0]):08d}"
    theme = members.set_index("statement_id")["theme_id"][oldest]
    decide(project, "themes", "theme_id;action;value", f"{theme};umbenennen;Hebammenversorgung")
    more, more_fields = said(CONCERNS | {"Hebammen": [*CONCERNS["Hebammen"], "Hebamme hört im Mai auf"]})
    themes, _ = run(project, more, more_fields)
    assert themes.set_index("theme_id")["label"][theme] == "Hebammenversorgung"
    assert themes.set_index("theme_id")["label_suggested"][theme] != "Hebammenversorgung"


def test_a_moved_statement_stays_where_people_put_it(project: Any) -> None:
    statements, fields = said(CONCERNS)
    _, members = run(project, statements, fields)
    placed = members.set_index("statement_id")["theme_id"]
    bus, flat = (f"a{hash_of(CONCERNS[name][0]):08d}" for name in ("Busse", "Miete"))
    decide(project, "theme_members", "statement_id;theme_id", f"{bus};{placed[flat]}")
    _, members = run(project, statements, fields)
    assert members.set_index("statement_id")["theme_id"][bus] == placed[flat]


def test_themes_are_merged_and_split_as_people_say() -> None:
    before = pd.Series({"a1": "t1", "a2": "t1", "a3": "t2"})
    texts = pd.Series({"a1": "Busse fehlen", "a2": "Züge fehlen", "a3": "Räder fehlen"})
    moves = pd.DataFrame({"statement_id": [], "theme_id": []})
    told = pd.DataFrame({"theme_id": ["t1", "t9"], "action": ["zusammenlegen", "umbenennen"], "value": ["t2", "Weg"]})
    merged = identity.decided(before, moves, told, texts)
    assert merged.theme_of.tolist() == ["t1", "t1", "t1"]
    assert merged.overtaken == 1
    told = pd.DataFrame({"theme_id": ["t1"], "action": ["teilen"], "value": ["züge"]})
    split = identity.decided(before, moves, told, texts).theme_of
    assert split["a1"] == "t1"
    assert split["a2"] not in {"t1", "t2"}


NO_MOVES = pd.DataFrame({"statement_id": [], "theme_id": []})


def renamed(theme: str, members: str = "") -> pd.DataFrame:
    return pd.DataFrame({"theme_id": [theme], "action": ["umbenennen"], "value": ["Weg"], "members": [members]})


@pytest.mark.parametrize(
    ("now", "members", "expected"),
    [
        pytest.param("t1 t1 t2", "", "a1 a2", id="its oldest statement lies in a theme with an older one"),
        pytest.param("t1 t1 t2", "a2 a3", "a1 a2", id="no majority: the oldest statement counts"),
        pytest.param("t1 t2 t2", "a2 a3", "a2 a3", id="most of what she saw"),
        pytest.param("t1 t2 t3", "a2 a9 a8", "a2", id="statements that are gone do not count"),
    ],
)
def test_a_renamed_theme_is_found_again_by_its_statements(now: str, members: str, expected: str) -> None:
    theme_of = pd.Series(dict(zip(("a1", "a2", "a3"), now.split(), strict=True)))
    texts = pd.Series("", index=theme_of.index)
    theme = identity.theme_id("a2")
    held = identity.decided(theme_of, NO_MOVES, renamed(theme, members), texts)
    assert (held.names, held.overtaken) == ({theme: "Weg"}, 0)
    assert " ".join(held.theme_of.index[held.theme_of == theme]) == expected


def test_a_theme_whose_statements_are_all_gone_is_overtaken() -> None:
    theme_of = pd.Series({"a1": "t1"})
    held = identity.decided(theme_of, NO_MOVES, renamed("t9", "a7 a8"), pd.Series("", index=theme_of.index))
    assert (held.names, held.overtaken, held.theme_of.tolist()) == ({}, 1, ["t1"])


def test_a_merged_theme_may_be_renamed_later_by_statements_of_its_other_part() -> None:
    theme_of = pd.Series({"a1": "t1", "a2": "t2", "a3": "t2"})
    merged = pd.DataFrame({"theme_id": ["t1"], "action": ["zusammenlegen"], "value": ["t2"], "members": ["a1"]})
    told = pd.concat([merged, renamed("t1", "a2 a3 a1")], ignore_index=True)
    held = identity.decided(theme_of, NO_MOVES, told, pd.Series("", index=theme_of.index))
    assert (held.names, held.overtaken) == ({"t1": "Weg"}, 0)
    assert held.theme_of.tolist() == ["t1", "t1", "t1"]


@pytest.fixture(scope="module")
def papers() -> pd.DataFrame:
    """Return the statements of 18 invented papers, as the stage prepares them."""
    random = np.random.default_rng(3)
    frame = recipe.paper(recipe.drawn(recipe.known("type_contrast"), random), random)
    ids = [f"a{place:05d}" for place in random.permutation(len(frame))]
    frame = frame.assign(statement_id=ids, date="", display_text=frame["text"], type="problem")
    return frame.sort_values(["document", "position"]).reset_index(drop=True)


def themed(frame: pd.DataFrame, past: pd.Series, **told: Any) -> pd.Series:
    """Return the theme id of each statement, as the stage finds them after ``past``."""
    rows = gather(frame, space()).weighted(KNOBS["weights"])
    ids = frame["statement_id"]
    labels, _ = stage.found(rows, past.reindex(ids, fill_value="").tolist(), stage.Params(**{**KNOBS, "rounds": 0}))
    return identity.identified(pd.Series(labels, index=ids), past, rows=rows, **told)


def several(themes: pd.Series) -> pd.Series:
    """Return the statements whose theme has more than one."""
    return themes[themes.map(themes.value_counts()) > 1]


@pytest.mark.parametrize("draw", range(10))
def test_themes_and_their_ids_hold_when_a_tenth_more_papers_arrive(papers: pd.DataFrame, draw: int) -> None:
    documents = sorted(papers["document"].unique())
    late = np.random.default_rng(draw).choice(documents, len(documents) // 8, replace=False)
    early = papers[~papers["document"].isin(late)].reset_index(drop=True)
    before = themed(early, NOTHING)
    after = themed(papers, several(before))
    kept = set(several(before)) & set(several(after))
    assert len(kept) >= 0.9 * several(before).nunique()
    assert adjusted_rand_score(before, after[before.index]) >= 0.85


def test_an_old_statement_changes_its_theme_for_clearly_more_evidence_only() -> None:
    rows = Weighted(((np.array([[3.0, 0], [3, 0], [0, 3], [0, 3], [1, 1.4]]), 1.0),))
    knobs = stage.Params(**{**KNOBS, "join_above": 2.5, "small": 0, "rounds": 0, "inertia": 1.5})
    assert stage.found(rows, [""] * 5, knobs)[0].tolist() == [0, 0, 1, 1, 1]
    assert stage.found(rows, ["ta", "ta", "tb", "tb", "ta"], knobs)[0].tolist() == [0, 0, 1, 1, 0]
    clear = Weighted(((np.array([[3.0, 0], [3, 0], [0, 3], [0, 3], [0, 3]]), 1.0),))
    assert stage.found(clear, ["ta", "ta", "tb", "tb", "ta"], knobs)[0].tolist() == [0, 0, 1, 1, 1]


def test_what_joined_early_settles_where_more_speaks_for_it() -> None:
    near, between, far = [[3.0, 0.0]] * 2, [[2.2, 2.0]], [[0.0, 3.0]] * 4
    rows = sparse.csr_matrix(np.array([*near, *between, *far]))
    wrong = np.array([0, 0, 1, 1, 1, 1, 1])
    assert settled(rows, wrong, limits(settle=0.5)).tolist() == [0, 0, 0, 1, 1, 1, 1]
    assert settled(rows, wrong, limits(settle=0.7)).tolist() == wrong.tolist()
    assert settled(rows.toarray(), wrong, limits(settle=0.5), np.ones(7, dtype=int)).tolist() == [0, 0, 0, 1, 1, 1, 1]


def test_what_stands_alone_settles_for_no_less_than_its_group_would_join_for() -> None:
    rows = np.array([[2.0, 0], [2, 0], [1.6, 1]])
    apart = np.array([0, 0, 1])
    bound = limits(join=3.0, attach=2.5, settle=0.5, small=3)
    assert settled(rows, apart, bound).tolist() == [0, 0, 0]
    assert settled(rows, apart, bound, np.array([1, 1, 9])).tolist() == [0, 0, 1]


def test_themes_that_people_named_are_all_there_after_fields_were_corrected(papers: pd.DataFrame) -> None:
    before = themed(papers, NOTHING)
    named = set(several(before).drop_duplicates().sample(20, random_state=1))
    random = np.random.default_rng(8)
    wrong = random.random(len(papers)) < 0.3
    fields = np.where(wrong, random.permutation(papers["field"].to_numpy()), papers["field"])
    after = themed(papers.assign(field=fields), NOTHING, wanted=dict.fromkeys(named, identity.Named()))
    assert named <= set(after)
    shown = {theme: {name for name in after.index if identity.theme_id(name) == theme} for theme in named}
    assert all(set(after[list(anchor)]) == {theme} for theme, anchor in shown.items())


def test_two_named_themes_in_one_cluster_are_told_apart() -> None:
    rows = sparse.csr_matrix(np.array([[1.0, 0], [0, 1], [0.9, 0.1], [0.2, 0.8]]))
    labels = pd.Series([0, 0, 0, 0], index=["a1", "a2", "a3", "a4"])
    named = [identity.theme_id("a1"), identity.theme_id("a2")]
    found = identity.identified(labels, NOTHING, dict.fromkeys(named, identity.Named()), Weighted(((rows, 1.0),)))
    assert found.tolist() == [named[0], named[1], named[0], named[1]]


def test_taking_a_paper_back_out_gives_the_first_result_again(project: Any) -> None:
    statements, fields = said(CONCERNS)
    more, more_fields = said(CONCERNS | {"Hebammen": [*CONCERNS["Hebammen"], "Hebamme hört im Mai auf"]})
    seen = []
    for tables_of_run in ((statements, fields), (more, more_fields)) * 2:
        run(project, *tables_of_run)
        seen.append([table.path(project.corpus).read_bytes() for table in (tables.THEMES, tables.THEME_MEMBERS)])
    assert seen[0] == seen[2] != seen[1] == seen[3]


def test_only_the_latest_states_are_remembered() -> None:
    told = tables.THEME_HISTORY.empty()
    for number in range(history.KEPT + 5):
        themes = pd.Series({"a1": "t1", "a2": "t1", f"b{number}": "t2"})
        told = history.extended(told, history.state(themes.index), themes)
    assert told["generation"].nunique() == history.KEPT
    assert set(told["statement_id"]) == {"a1", "a2"}


def planted(themes: int, size: int, noise: float) -> tuple[sparse.csr_matrix, np.ndarray]:
    """Return rows of planted themes, shuffled, and their truth."""
    random = np.random.default_rng(7)
    middles = random.normal(size=(themes, 40))
    middles /= np.linalg.norm(middles, axis=1, keepdims=True)
    truth = random.permutation(np.repeat(np.arange(themes), size))
    rows = middles[truth] + noise * random.normal(size=(themes * size, 40)) / np.sqrt(40)
    return sparse.csr_matrix(rows / np.linalg.norm(rows, axis=1, keepdims=True)), truth


def test_planted_themes_are_found_and_firm_and_noise_is_not() -> None:
    rows, truth = planted(themes=8, size=12, noise=0.5)
    noise = sparse.csr_matrix(np.random.default_rng(1).normal(size=(30, 40)) / np.sqrt(40))
    whole = sparse.vstack([rows, noise]).tocsr()
    labels = clusters(whole, limits(join=0.4, attach=0.4))
    assert adjusted_rand_score(truth, labels[:96]) > 0.95
    firm = stability(labels, lambda drawn: clusters(whole[drawn], limits(join=0.4, attach=0.4)), 10, 1)
    assert np.nanmin(firm[np.unique(labels[:96])]) > 0.8


def test_large_corpora_are_joined_in_heaps_with_nearly_the_same_result() -> None:
    rows, truth = planted(themes=20, size=40, noise=0.5)
    heaped = clusters(rows, limits(join=0.4, attach=0.3, exact=400))
    assert adjusted_rand_score(truth, heaped) > 0.8


class Watched(Weighted):
    """Rows that remember how many of them were asked for at once."""

    asked: ClassVar[list[int]] = []

    def __getitem__(self, places: Any) -> sparse.csr_matrix:
        found = super().__getitem__(places)
        self.asked.append(found.shape[0])
        return found


def test_a_large_corpus_is_never_joined_at_once() -> None:
    rows, truth = planted(themes=20, size=100, noise=0.5)
    bound = limits(join=0.4, attach=0.3, exact=400)
    found = clusters(Watched(((rows[:, :30].toarray(), 1.0), (rows[:, 30:], 1.0))), bound)
    assert max(Watched.asked) < len(truth)
    Watched.asked.clear()
    assert found.tolist() == clusters(rows, bound).tolist()
    assert clusters(rows[:300], bound).tolist() == clusters(Watched(((rows[:300], 1.0),)), bound).tolist()
    assert max(Watched.asked) == 300


@pytest.mark.parametrize("seed", ["1", "4711"])
def test_another_hash_seed_and_another_process_give_the_same_bytes(project: Any, seed: str) -> None:
    statements, fields = said(CONCERNS)
    run(project, statements.sample(frac=1, random_state=9), fields)
    first = [table.path(project.corpus).read_bytes() for table in WRITTEN]
    for table in WRITTEN:
        table.path(project.corpus).unlink()
    surrounded = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT), "LC_ALL": "C", "TZ": "Asia/Tokyo"}
    done = [sys.executable, "-X", "utf8", "-m", "pipeline.themes"]
    subprocess.run(done, cwd=project.root, env=surrounded, check=True, capture_output=True)
    assert first == [table.path(project.corpus).read_bytes() for table in WRITTEN]


SPOKEN = [
    ["Übung", "Kurs"],
    ["Übung", "Straße"],
    ["Bus"],
    ["Bus", "Rad", "Kurs"],
    ["Kita-Plätze"],
    ["Kita-Plätze", "Bus"],
]


@pytest.mark.parametrize("word", ["Übung", "Straße", "Kita-Plätze"])
def test_german_letters_survive(word: str) -> None:
    found = shell.described([[word, "Kurs"], [word], ["Bus"], ["Bus", "Rad"]], np.array([0, 0, 1, 1]), 5)
    assert word in [term for term, _ in found.terms[0]]


def test_terms_have_the_weights_of_bertopic() -> None:
    labels = np.array([0, 0, 1, 1, 2, 2])
    model = shell.model([shell.joined(terms) for terms in SPOKEN], labels, 20)
    ours = shell.described(SPOKEN, labels, 20).terms
    topic_of = dict(zip(labels.tolist(), model.topics_, strict=True))
    for label, topic in topic_of.items():
        theirs = {term: float(weight) for term, weight in model.get_topic(topic) if term and weight > 0}
        assert theirs == pytest.approx(dict(ours[label]), abs=1e-5)


def test_the_themes_are_a_bertopic_model_with_hierarchy_and_topics_per_group() -> None:
    documents = [shell.joined(terms) for terms in SPOKEN]
    model = shell.model(documents, np.array([0, 0, 1, 1, 2, 2]), 5)
    assert len(model.hierarchical_topics(documents)) == 2
    shares = model.topics_per_class(documents, classes=["Rat", "Verein"] * 3)
    assert set(shares["Class"]) == {"Rat", "Verein"}
    model.merge_topics(documents, [0, 1])
    assert len(set(model.topics_)) == 2


def test_words_of_papers_that_are_only_counted_stay_inside() -> None:
    counted = naming.Said.of("a1", "Sägewerk ohne Kantine", "i1", quotable=False)
    quoted = naming.Said.of("a2", "Kantine fehlt", "w1", quotable=True)
    allowed = naming.usable([counted, quoted])
    assert "sagewerk" not in allowed
    assert "kantine" in allowed
    found = naming.candidates([counted, quoted], {"sagewerk": 1.0, "kantine": 0.5}, allowed)
    assert not [candidate for candidate in found if "Sägewerk" in candidate.wording]


def test_nothing_of_an_interview_is_quoted(project: Any) -> None:
    statements, fields = said(CONCERNS, publish="count")
    themes, _ = run(project, statements, fields)
    assert themes["summary"].fillna("").eq("").all()
    assert themes["representatives"].fillna("").eq("").all()


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("Zu lange Wartezeit auf den Integrationskurs", "Wartezeit auf den Integrationskurs"),
        (
            "Es geht um die Anerkennung ausländischer Abschlüsse und um Termine bei der Ausländerbehörde",
            "Termine bei der Ausländerbehörde",
        ),
        ("mit Dolmetschern in der Praxis", "Dolmetscher in der Praxis"),
    ],
)
def test_a_name_is_a_noun_with_what_hangs_on_it(text: str, phrase: str) -> None:
    assert phrase in [wording for wording, _ in nouns.phrases(text)]


@pytest.mark.parametrize("text", ["Frau Meier und Herr Yilmaz", "[Person_3] aus [Ort_1]", "Jahre und Tage"])
def test_names_and_empty_words_are_no_nouns(text: str) -> None:
    assert nouns.nouns(text) == []


def test_nearly_the_same_words_are_marked_and_other_words_are_not(project: Any) -> None:
    texts = ["Hebammen fehlen im Südkreis", "Im Südkreis fehlen Hebammen!", "Keine Hebamme für das Wochenbett"]
    statements, fields = said({"Hebammen": texts})
    _, members = run(project, statements, fields)
    groups = members.set_index("statement_id")["duplicate_group"]
    first, second, third = (f"a{hash_of(text):08d}" for text in texts)
    assert groups[first] == groups[second]
    assert pd.isna(groups[third])


def test_running_again_in_another_row_order_gives_the_same_bytes(project: Any) -> None:
    statements, fields = said(CONCERNS)
    run(project, statements, fields)
    first = [table.path(project.corpus).read_bytes() for table in (tables.THEMES, tables.THEME_MEMBERS)]
    run(project, statements.sample(frac=1, random_state=5), fields)
    assert first == [table.path(project.corpus).read_bytes() for table in (tables.THEMES, tables.THEME_MEMBERS)]


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (
            ["Wohnungen sind zu teuer", "Keine bezahlbare Wohnung für große Familien", "Wohnraum fehlt"],
            "Wohnungssuche und bezahlbarer Wohnraum",
        ),
        (["Der Chor probt am Montag", "Das Wetter war schön", "Die Suppe war kalt"], None),
    ],
)
def test_a_theme_takes_the_name_of_a_known_concern_only_where_it_says_its_words(
    said: list[str], name: str | None
) -> None:
    vectors = Vectors.load(ROOT / "data/models/de_static_pd_50k_192.npz")
    concepts = Concepts.load(ROOT / "data/training/lexicon/concepts.yaml", vectors)
    concerns = Concerns.load(ROOT / "data/training", vectors, concepts)
    inventory = Inventory.load(ROOT / "data/training/same_concern_inventory.jsonl", concerns)
    inside = {"t1": [SimpleNamespace(text=text) for text in said]}
    assert chosen(inside, inventory, concerns, 0.6).get("t1") == name  # type: ignore[arg-type]


def test_neighbours_in_a_short_paper_count_less_and_no_heading_is_nothing_in_common() -> None:
    frame = pd.DataFrame(
        {
            "document": ["mail"] * 3 + ["protokoll"] * 12,
            "position": [*range(3), *range(12)],
            "heading": [""] * 3 + ["Sprache"] * 12,
            "question": "",
        }
    )
    beside = neighbours(frame).toarray()
    assert beside[0, 1] == beside[2, 1] == 0.5
    assert beside[3, 4] == 1
    under = under_one_heading(frame)
    assert not under[:3].nnz
    assert (under[3] @ under[4].T).toarray().item() == pytest.approx(1 / 12)

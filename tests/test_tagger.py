"""Tagger: how well single parts do their work, and what must hold for every corpus and codebook."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
import yaml
from effort import steps
from numpy.typing import NDArray
from scipy import sparse
from tagger_model import TRAINING, book, choices, field_of, is_statement, rows, tagger, type_of

from pipeline.shared.codebook import Anchor, Codebook, FieldOfWork
from pipeline.shared.german import announced
from pipeline.shared.german.tagger import Tagger, compose, elsewhere, material, pooling, training
from pipeline.shared.german.tagger.experts import Linear, Memory, network

MEGABYTE = 1_000_000


def climate() -> Codebook:
    """Return a codebook about something the training material never heard of."""
    fields = (
        FieldOfWork(
            key="radverkehr", name="Radverkehr", definition="Wege und Abstellplätze für Fahrräder",
            cues=("Radweg*", "Fahrrad*", "Radfahr*"),
            anchors=(Anchor(type="problem", text="Der Radweg endet im Nichts."),),
        ),
        FieldOfWork(
            key="energie", name="Energie", definition="Strom und Wärme in Gebäuden",
            cues=("Solar*", "Heizung*", "Strom*", "Wärme*"),
            anchors=(Anchor(type="ziel", text="Alle Dächer tragen Solaranlagen."),),
        ),
        FieldOfWork(key="quer", name="Übergreifend", role="cross", learned_from=("uebergreifend",)),
    )  # fmt: skip
    return Codebook(version="1", fields=fields, types=book().types)


def test_shares_are_probabilities_in_the_codebooks_order() -> None:
    frame = rows("Es fehlen Kita-Plätze.", "Sprachkurse am Abend anbieten", "")
    fields = tagger().field_scores(frame, book())
    types = tagger().type_scores(frame, book())
    assert list(fields) == book().field_keys
    assert list(types) == book().type_keys
    assert np.allclose(fields.sum(axis=1), 1)
    assert np.allclose(types.sum(axis=1), 1)


def test_an_empty_frame_has_no_scores() -> None:
    frame = rows()
    assert tagger().field_scores(frame, book()).empty
    assert len(tagger().statement_scores(frame)) == 0


def test_the_order_of_rows_does_not_matter() -> None:
    frame = rows("Es fehlen Kita-Plätze.", "Busse fahren nicht", "Kurse am Abend", document_fields="bildung")
    straight = tagger().field_scores(frame, book())
    turned = tagger().field_scores(frame.iloc[::-1].reset_index(drop=True), book()).iloc[::-1].reset_index(drop=True)
    assert np.allclose(straight, turned)


@pytest.mark.parametrize(
    ("heading", "column", "announces"),
    [
        ("Workshop I > Probleme", "", "problem"),
        ("rot - Probleme > Kita", "", "problem"),
        ("", "Maßnahme", "massnahme"),
        ("3. Was läuft gut?", "", "angebot"),
        ("Stellwand 2: Was wollen wir erreichen?", "", "ziel"),
        ("Leitlinien-Entwürfe", "", "grundsatz"),
        ("Wo drückt der Schuh?", "", "problem"),
        ("TOP 3 Wohnen", "", ""),
        ("Zielgruppen", "", ""),
        ("", "Problem | Maßnahme", ""),
        ("Protokoll > Ziel der Maßnahme", "", "ziel"),
        ("4. Was ist zu tun?", "", "massnahme"),
        ("Was ist das größte Problem in Ihrer Gemeinde?", "", "problem"),
        ("Was gefällt Ihnen nicht?", "", "problem"),
        ("Was läuft in den Ämtern und Vereinen nicht gut?", "", "problem"),
        ("Was würden Sie sich vom Landkreis wünschen?", "", "ziel"),
        ("Läuft :-)", "", "angebot"),
        ("Ehrenamt stärken", "", ""),
        ("Beschluss: einstimmig bei einer Enthaltung", "", ""),
    ],
)
def test_a_heading_announces_a_type(heading: str, column: str, announces: str) -> None:
    assert announced.type_of(column or heading) == announces


def test_a_column_is_a_prior_that_plain_wording_overrules() -> None:
    assert type_of("Mehrsprachige Elternabende", column="Maßnahme") == "massnahme"
    assert type_of("Es fehlen überall Dolmetscher, niemand ist zuständig.", column="Maßnahme") == "problem"


def test_a_workshops_own_field_decides_what_the_words_leave_open() -> None:
    for text in ("Die Wege sind einfach zu weit.", "Räume fehlen", "Wartezeiten verkürzen", "Zu wenig Personal"):
        assert field_of(text, document_fields="gesundheit", heading="Workshop Gesundheit") == "gesundheit"
        assert field_of(text, document_fields="sprache", heading="Workshop Sprache") == "sprache"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("Auf einen Therapieplatz wartet man über ein Jahr.", "gesundheit"),
        ("Die Ausländerbehörde vergibt seit Monaten keine Termine.", "uebergreifend"),
        ("Für große Familien gibt es keine bezahlbare Wohnung.", "teilhabe"),
    ],
)
def test_a_clear_find_is_seen_in_a_workshop_on_something_else(text: str, field: str) -> None:
    assert field_of(text, document_fields="sprache", heading="Workshop Sprache > Probleme") == field


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Zu wenige Hebammen", "problem"),
        ("Hebammensprechstunde in der Unterkunft anbieten", "massnahme"),
        ("Hebammensprechstunde jeden Dienstag, wird gut angenommen", "angebot"),
        ("Alle Schwangeren finden eine Hebamme.", "ziel"),
        ("Die Würde des Menschen gilt für alle.", "grundsatz"),
        ("Man könnte einen Fahrdienst einrichten.", "massnahme"),
        ("Stärkung des Ehrenamts", "ziel"),
    ],
)
def test_the_same_matter_in_five_types(text: str, kind: str) -> None:
    assert type_of(text) == kind


@pytest.mark.parametrize("text", ["TOP 1 Begrüßung", "Können Sie dafür ein Beispiel nennen?", "Seite 3 von 11"])
def test_formalities_are_no_statements(text: str) -> None:
    assert is_statement(text) < 0.5


def test_evidence_names_words_that_stand_in_the_statement() -> None:
    text = "Der B1-Kurs im Nordkreis hat eine lange Warteliste."
    read = tagger().read(rows(text, heading="Workshop > Kurse", document_fields="sprache"))
    (reason,) = tagger().evidence(read, book(), ["sprache"])
    spoken = reason.split(" · ")[0].split(", ")
    assert spoken
    assert all(word in text for word in spoken)
    assert len(reason) < 120


def test_a_codebook_about_something_else_lives_from_its_cues() -> None:
    frame = rows(
        "Der Radweg hört mitten im Ort auf", "Auf die Schule gehört eine Solaranlage", "Fahrräder werden geklaut"
    )
    found = tagger().field_scores(frame, climate()).idxmax(axis=1)
    assert found.tolist() == ["radverkehr", "energie", "radverkehr"]


def test_a_field_beside_learned_ones_needs_no_training() -> None:
    wohnen = FieldOfWork(
        key="wohnen", name="Wohnen", definition="Wohnungen, Mieten, Unterkünfte",
        cues=("Wohnung*", "Miete*", "Vermieter*", "Wohnraum*"),
    )  # fmt: skip
    wider = book().model_copy(update={"fields": (*book().fields, wohnen)})
    frame = rows("Die Mieten für große Wohnungen sind unbezahlbar", "Im Deutschkurs ist kein Platz frei")
    assert tagger().field_scores(frame, wider).idxmax(axis=1).tolist() == ["wohnen", "sprache"]


def test_fewer_fields_share_all_probability() -> None:
    few = book().model_copy(update={"fields": book().fields[:2]})
    shares = tagger().field_scores(rows("Der Deutschkurs ist voll"), few)
    assert shares.columns.tolist() == few.field_keys
    assert shares.iloc[0].sum() == pytest.approx(1)


def tagged(count: int) -> None:
    lines = material.read(TRAINING)
    read = tagger().read(rows(*lines.loc[lines["is_statement"], "text"].iloc[::13].iloc[:count]))
    tagger().field_scores(read, book())
    tagger().type_scores(read, book())


def test_four_times_as_many_statements_are_tagged_with_four_times_the_effort() -> None:
    tagged(1_000)  # what is kept of words is there before the counting
    assert steps(lambda: tagged(1_000)) < 5 * steps(lambda: tagged(250))


def test_the_stored_tagger_is_small_and_the_same(tmp_path: Path) -> None:
    tagger().save(tmp_path / "one")
    again = Tagger.load(tmp_path / "one")
    again.save(tmp_path / "two")
    for name in ("numbers.npz", "words.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    assert sum(path.stat().st_size for path in (tmp_path / "one").iterdir()) < 20 * MEGABYTE
    frame = rows("Es fehlen Kita-Plätze.")
    assert np.allclose(again.field_scores(frame, book()), tagger().field_scores(frame, book()))


def test_labels_are_renamed_by_rules_with_a_reason() -> None:
    lines = material.read(TRAINING)
    said = lines[lines["is_statement"]]
    assert (said["label"] != "").all()
    aliens = said["text"].str.contains("Kindeswohl") & (said["file"] != "same_concern_inventory")
    assert set(said.loc[aliens, "label"]) <= {"uebergreifend", "bildung", "gesundheit", "sprache", "ehrenamt"}


def test_training_lines_are_unlike_the_gold() -> None:
    lines = set(material.read(TRAINING)["text"].str.lower().str.strip())
    gold = pd.read_json(TRAINING.parent / "raw" / "sample" / "gold" / "statements.jsonl", lines=True)["text"]
    long = gold[gold.str.split().str.len() > 3].str.lower().str.strip()
    assert not set(long) & lines


def test_composed_documents_hold_what_they_promise() -> None:
    lines = material.read(TRAINING)
    statements = lines[lines["is_statement"]].reset_index(drop=True)
    words = yaml.safe_load((TRAINING / "labels.yaml").read_text(encoding="utf-8"))
    one = compose.documents(statements, words, 30, np.random.default_rng(choices().seed))
    two = compose.documents(statements, words, 30, np.random.default_rng(choices().seed))
    pd.testing.assert_frame_equal(one, two)
    assert 0.03 < training.foreign(one).mean() < 0.25
    assert set(one["label"]) == set(statements["label"])


def unknown_word(papers: list[str], words: list[int]) -> NDArray[np.float64]:
    """Return what is said elsewhere of four texts of one word each; the first and the last are sure."""
    counted = sparse.csr_matrix(np.eye(2, dtype=np.float32)[words] * np.sqrt(2))
    wording = elsewhere.Wording(counted, np.zeros((4, 1), dtype=np.float32))
    shares = np.array([[0.9, 0.1], [0.5, 0.5], [0.5, 0.5], [0.1, 0.9]])
    return elsewhere.said(shares, wording, np.array(papers, dtype=object))


def test_a_word_means_what_other_papers_say_it_means() -> None:
    found = unknown_word(["a", "b", "c", "d"], [0, 0, 1, 1])
    assert found[1, 0] > 0.2
    assert found[1, 1] < -0.2
    assert found[2, 1] > 0.2


def test_the_own_paper_is_not_heard_twice() -> None:
    found = unknown_word(["a", "a", "a", "a"], [0, 0, 1, 1])
    assert np.ptp(found) == pytest.approx(0)


def test_a_large_corpus_listens_to_a_sample_of_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = unknown_word(["a", "b", "c", "d"], [0, 0, 0, 1])
    monkeypatch.setattr(elsewhere, "CHUNK", 1)
    assert np.allclose(unknown_word(["a", "b", "c", "d"], [0, 0, 0, 1]), whole)
    monkeypatch.setattr(elsewhere, "MOST", 2)  # the first and the third are heard
    found = unknown_word(["a", "b", "c", "d"], [0, 0, 0, 1])
    assert found[2, 0] == pytest.approx(0)
    assert not np.allclose(found, whole)


def test_composed_corpora_use_each_line_once() -> None:
    statements = material.read(TRAINING).query("is_statement").reset_index(drop=True)
    words = yaml.safe_load((TRAINING / "labels.yaml").read_text(encoding="utf-8"))
    lesson = SimpleNamespace(statements=statements, words=words)
    found = training.composed(lesson, training.Choices(folds=5, documents=80, seed=1))  # type: ignore[arg-type]
    assert found["corpus"].nunique() == 2
    assert not found.duplicated(["corpus", "row"]).any()
    assert found.groupby("document")["corpus"].nunique().eq(1).all()


def test_a_pool_weighs_the_better_opinion_more() -> None:
    chance = np.random.default_rng(1)
    truth = chance.integers(0, 3, 400)
    good, bad = chance.normal(size=(400, 3)), chance.normal(size=(400, 3))
    good[np.arange(400), truth] += 2
    pool = pooling.fitted(("good", "bad"), np.stack([good, bad], axis=2), truth)
    assert pool.weights[0] > 3 * abs(pool.weights[1])


def test_a_memory_answers_with_its_neighbours() -> None:
    memory = Memory(np.eye(4, dtype=np.float32), np.array([0, 0, 1, 1], dtype=np.int32), 2)
    assert memory.scores(np.eye(4, dtype=np.float32)[2:3]).argmax() == 1


def test_the_experts_that_count_words_are_linear_so_that_they_can_be_read() -> None:
    for panel in (tagger().labels, tagger().types, tagger().statements):
        assert isinstance(panel.experts["svm"], Linear)
        assert isinstance(panel.experts["bayes"], Linear)


def test_the_network_learns_what_a_line_cannot_separate() -> None:
    chance = np.random.default_rng(3)
    points = chance.choice([-4.0, 4.0], size=(4000, 2)) + chance.normal(scale=0.4, size=(4000, 2))
    labels = np.where(points[:, 0] * points[:, 1] > 0, "gleich", "verschieden")
    taught = network(points, list(labels), ("gleich", "nie", "verschieden"))
    found = taught.scores(points)
    assert (np.array(["gleich", "nie", "verschieden"])[found.argmax(axis=1)] == labels).mean() > 0.95
    assert found[:, 1].max() < -5, "an answer that was never taught is never given"


def test_a_document_of_one_statement_lives_from_its_field() -> None:
    vague = "Das wird immer weniger."
    assert field_of(vague, document_fields="ehrenamt") == "ehrenamt"
    told, untold = (
        tagger().field_scores(rows(vague, document_fields=field), book())["ehrenamt"].iloc[0]
        for field in ("ehrenamt", "")
    )
    assert told > untold + 0.2


def test_how_a_text_is_said_does_not_depend_on_what_was_read_before() -> None:
    reader = tagger().reader
    texts = ["Es fehlen Kurse am Abend.", "Wir bieten Sprachkurse an!", "Busse sollen öfter fahren (auch sonntags)."]
    reader.form(texts)
    remembered = reader.form(texts[:0:-1])
    reader.said.clear()
    reader.place.clear()
    alone = reader.form(texts[:0:-1])
    for name in ("counted", "told"):
        assert (remembered[name] != alone[name]).nnz == 0, name
    np.testing.assert_allclose(remembered["dense"], alone["dense"], atol=1e-5)  # matrix products round by their size
    assert (alone["told"][0] != alone["told"][1]).nnz

"""Learning: decisions teach their likes, pay on decisions held out, and are held by a brake where they do not."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
import pytest
from tagger_model import book, rows, tagger

from pipeline.evaluation import learning as simulation
from pipeline.shared.german.tagger import asking, learning, material
from pipeline.shared.german.tagger.learning import Learned, Question
from pipeline.shared.german.tagger.paths import TRAINING

KEYS = book().field_keys


def taught(texts: list[str], said: dict[int, str], **context: str) -> tuple[Learned, np.ndarray]:
    """Return what decisions about some of the texts teach, and the probabilities before."""
    question = tagger().question(tagger().read(rows(*texts, **context)), book())
    truth = np.array([KEYS.index(field) for field in said.values()], dtype=np.intp)
    return learning.learn(question, np.array(list(said), dtype=np.intp), truth), np.exp(question.scores())


@lru_cache(maxsize=1)
def papers() -> tuple[Question, np.ndarray]:
    """Return 600 lines of the training material in papers of 30, and their fields."""
    lines = material.read(TRAINING)
    known = lines[lines["is_statement"] & lines["label"].isin(KEYS) & ~lines["file"].str.startswith("same_concern")]
    chosen = known.iloc[np.random.default_rng(3).permutation(len(known))[:600]]
    frame = pd.DataFrame(
        {
            "text": chosen["text"].to_numpy(),
            "document": [f"d{place // 30}" for place in range(len(chosen))],
            "position": range(len(chosen)),
        }
    )
    truth = np.array([KEYS.index(label) for label in chosen["label"]], dtype=np.intp)
    return tagger().question(tagger().read(frame), book()), truth


def contradicting(question: Question, asked: np.ndarray) -> np.ndarray:
    """Return for each asked row an answer that is not the machine's, by chance."""
    chance, first = np.random.default_rng(1), question.scores().argmax(axis=1)
    return np.array([chance.choice([at for at in range(len(KEYS)) if at != first[row]]) for row in asked], np.intp)


def test_decisions_move_statements_of_the_same_wording() -> None:
    texts = [f"Spielplatz in {place} sanieren" for place in ("Nordheim", "Südheim", "Westheim", "Ostheim")]
    found, before = taught(texts, dict.fromkeys(range(3), "ehrenamt"))
    at = KEYS.index("ehrenamt")
    assert np.exp(found.scores[3, at]) > before[3, at] + 0.1


def test_decisions_move_statements_under_the_same_heading_more_than_others() -> None:
    texts = ["Es fehlt an allem", "Man müsste mehr tun", "Das ist schwierig"]
    at = KEYS.index("gesundheit")
    together, before = taught(texts, {0: "gesundheit", 1: "gesundheit"}, heading="Runde 2")
    gain = np.exp(together.scores[2, at]) - before[2, at]
    frame = rows(*texts).assign(document=["d", "d", "e"])
    question = tagger().question(tagger().read(frame), book())
    apart = learning.learn(question, np.array([0, 1]), np.array([at, at]))
    assert gain > np.exp(apart.scores[2, at] - question.scores()[2, at]) * 0.0 + 0.05
    assert gain > np.exp(apart.scores[2, at]) - np.exp(question.scores()[2, at])


def test_without_decisions_nothing_changes() -> None:
    question, _ = papers()
    none = np.array([], dtype=np.intp)
    found = learning.learn(question, none, none)
    assert (found.scores == question.scores()).all()
    assert not found.report.learned


def test_decisions_that_contradict_everything_teach_nothing_and_it_is_said() -> None:
    question, _ = papers()
    asked = np.arange(0, 600, 600 // 80)[:80]
    found = learning.learn(question, asked, contradicting(question, asked))
    assert not found.report.learned
    assert (found.scores == question.scores()).all()
    assert found.report.after < 0.5


@pytest.mark.parametrize("count", [1, 5, 14])
def test_never_do_more_change_than_were_decided(count: int) -> None:
    question, _ = papers()
    asked = np.arange(count) * 7
    found = learning.learn(question, asked, contradicting(question, asked))
    changed = found.scores.argmax(axis=1) != question.scores().argmax(axis=1)
    changed[asked] = False
    assert changed.sum() == found.report.changed <= count


PATTERNS = {
    "Spielplatz in {} sanieren": "ehrenamt",
    "Das Bürgerbüro in {} hat zu kurze Öffnungszeiten": "teilhabe",
    "In {} fährt abends kein Bus zum Sportverein": "gesundheit",
    "Der Deutschkurs in {} ist voll": "sprache",
    "Die Kita in {} hat keinen Platz frei": "bildung",
    "Betriebe in {} suchen Auszubildende": "arbeit",
}
PLACES = ("Nordheim", "Südheim", "Westheim", "Ostheim", "Altdorf", "Neudorf", "Hofen", "Berg", "Tal", "Au")


def test_borders_that_a_consultant_draws_differently_are_learned() -> None:
    texts = [pattern.format(place) for place in PLACES for pattern in PATTERNS]
    truth = [field for _ in PLACES for field in PATTERNS.values()]
    found, before = taught(texts, {row: truth[row] for row in range(24)})
    others = np.arange(24, len(texts))
    right = np.array([KEYS.index(field) for field in truth])[others]
    assert (before[others].argmax(axis=1) == right).mean() < 0.8
    assert (found.scores[others].argmax(axis=1) == right).mean() > 0.95
    assert found.report.learned
    assert found.report.after > found.report.before + 0.1


def test_the_order_of_decisions_does_not_matter_to_what_is_learned() -> None:
    question, truth = papers()
    asked = np.arange(0, 600, 60)
    one = learning.learn(question, asked, truth[asked])
    two = learning.learn(question, asked[::-1].copy(), truth[asked][::-1].copy())
    assert np.allclose(one.scores, two.scores, atol=1e-2)


def test_those_asked_first_are_doubtful() -> None:
    question, _ = papers()
    shares = np.exp(question.scores())
    line = asking.order(shares, question.places, np.arange(600))
    assert sorted(line) == list(range(600))
    doubt = 1 - shares.max(axis=1)
    assert doubt[line[:60]].mean() > 2 * doubt.mean()


def test_one_statement_is_asked_for_all_that_say_the_same() -> None:
    lines = material.read(TRAINING)
    texts = list(lines.loc[lines["is_statement"], "text"].iloc[::151].iloc[:60]) * 3
    frame = rows(*texts).assign(document=[f"d{place}" for place in range(180)])
    question = tagger().question(tagger().read(frame), book())
    shares = np.exp(question.scores())
    line = asking.order(shares, question.places, np.arange(180))
    plain = np.argsort(shares.max(axis=1), kind="stable")
    assert len({texts[row] for row in plain[:30]}) <= 10
    assert len({texts[row] for row in line[:30]}) >= 12


def test_the_simulation_tells_asking_well_from_learning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "DECISIONS", (20, 40))
    monkeypatch.setattr(simulation, "DRAWS", 1)
    question, truth = papers()
    everything = np.arange(600)
    found = simulation.figures(question, everything, truth, 1)
    right = question.scores().argmax(axis=1) == truth
    line = asking.order(np.exp(question.scores()), question.places, everything)
    assert found["learning.decisions"] == 40
    assert found["learning.rest.none"] == round(float(right.mean()), 4)
    assert found["learning.rest.at_once_unlearned"] == round(float(right[line[40:]].mean()), 4)
    assert found["learning.rest.asked"] == found["learning.rest.asked.040"] > found["learning.rest.none"]
    assert found["learning.rest.asked"] > found["learning.rest.random"]
    assert simulation.figures(question, everything[:60], truth[:60], 1) == {}


def test_a_later_session_asks_what_the_earlier_ones_left_in_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(simulation, "DECISIONS", (50, 100, 150))
    question, truth = papers()
    everything = np.arange(600)
    first, second, third = simulation.sessions(question, everything, truth)
    assert [len(part) for part in (first, second, third)] == [50, 100, 150]
    assert (second[:50] == first).all()
    assert len(set(third)) == 150
    line = asking.order(np.exp(question.scores()), question.places, everything)
    assert (first == line[:50]).all()
    wrong = simulation.learned(question, first, truth).argmax(axis=1) != truth
    assert wrong[second[50:]].mean() >= wrong[line[50:100]].mean()

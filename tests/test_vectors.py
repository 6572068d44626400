"""Vectors, concepts and concerns: what means the same lies near, whatever else is encoded beside it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.shared.german.concepts import Concepts
from pipeline.shared.german.concerns import Concerns, groups
from pipeline.shared.german.vectors import Vectors, tokens

ROOT = Path(__file__).resolve().parents[1]
VECTORS = Vectors.load(ROOT / "data/models/de_static_pd_50k_192.npz")
CONCEPTS = Concepts.load(ROOT / "data/training/lexicon/concepts.yaml", VECTORS)


@pytest.mark.parametrize(
    ("word", "members"),
    [
        ("sprachkurs", ["sprach", "kurs"]),
        ("schulsozialarbeit", ["schul", "sozial", "arbeit"]),
        ("absprache", ["absprache"]),
        ("xyzabcdefghij", ["xyzabcdefghij"]),
    ],
)
def test_a_compound_falls_into_its_members(word: str, members: list[str]) -> None:
    assert VECTORS.split(word) == members


@pytest.mark.parametrize("text", ["Lehrer:innen", "Lehrer*innen", "Lehrer_innen", "LehrerInnen", "Lehrer/-innen"])
def test_gender_forms_are_one_word(text: str) -> None:
    assert tokens(text) == ["lehrer"]


def test_a_vector_does_not_depend_on_what_stands_beside_it() -> None:
    alone = VECTORS.encode(["Der Bus fährt nicht mehr"])
    beside = VECTORS.encode(["Hebammen fehlen", "Der Bus fährt nicht mehr", ""])
    assert np.allclose(alone[0], beside[1], atol=1e-6)


def test_a_text_without_words_is_the_zero_vector() -> None:
    assert not VECTORS.encode(["", "!!!", "???", "und"]).any()
    assert VECTORS.encode([]).shape == (0, VECTORS.dimensions)


def test_vectors_have_length_one() -> None:
    assert np.allclose(np.linalg.norm(VECTORS.encode(["Kita-Plätze fehlen", "ÖPNV!!"]), axis=1), 1, atol=1e-5)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Warteliste für den Deutschkurs", "monatelang auf einen Kurs warten"),
        ("kein Bus nach 18 Uhr", "ÖPNV!!"),
        ("Hebamme gesucht", "Wochenbett ohne Begleitung"),
    ],
)
def test_words_of_one_concept_meet(one: str, other: str) -> None:
    bags = CONCEPTS.bags([one, other]).toarray()
    assert (bags[0] * bags[1]).sum() >= 1


@pytest.mark.parametrize("text", ["gut besucht", "schimpfen", "vereinbaren"])
def test_letters_inside_a_word_are_no_concept(text: str) -> None:
    found = {CONCEPTS.names[column] for column in CONCEPTS.bags([text]).indices}
    assert not found & {"sucht", "impfen", "vereine"}


KNOWN = [
    ("farbe", "rote Schule"), ("farbe", "rote Kita"), ("farbe", "rote Praxis"),
    ("form", "runde Schule"), ("form", "runde Kita"), ("form", "runde Praxis"),
]  # fmt: skip


def test_differences_inside_a_known_concern_count_little() -> None:
    concerns = Concerns.train(KNOWN, VECTORS, CONCEPTS)
    same, other = (
        concerns.encode(["rote Schule", "rote Kita", "runde Schule"])[1:] @ concerns.encode(["rote Schule"])[0]
    )
    assert same > other


def test_without_known_concerns_the_space_is_not_turned() -> None:
    rows = Concerns.train([], VECTORS, CONCEPTS).encode(["Busse fehlen", ""])
    assert np.isclose(np.linalg.norm(rows[0]), 1, atol=1e-5)
    assert not rows[1].any()


def test_training_twice_gives_the_same_space() -> None:
    known = groups(ROOT / "data/training")
    first, second = (Concerns.train(known[:600], VECTORS, CONCEPTS).encode(["Busse fehlen"]) for _ in range(2))
    assert np.array_equal(first, second)


def test_a_known_concern_has_two_statements() -> None:
    known = [concern for concern, _ in groups(ROOT / "data/training")]
    assert min(known.count(concern) for concern in set(known[:500])) > 1

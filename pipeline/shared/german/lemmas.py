"""Lemmas: the words of a text and the members of its compounds, as two texts are compared by them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial

from pipeline.shared.german import words
from pipeline.shared.german.vectors import Vectors, tokens

SHORTEST = 3


def of_token(token: str, vectors: Vectors) -> set[str]:
    """Return the lemma of a lower-case word and of its members; numbers, stop words and short words give none."""
    if token in vectors.stop or len(token) < SHORTEST or token.isdigit():
        return set()
    members = {member for piece in token.split("-") for member in vectors.split(piece)}
    kept = {member for member in members if member not in vectors.stop and len(member) >= SHORTEST}
    return {words.lemma(word).lower() for word in {token, *kept}}


def of_texts(texts: Sequence[str], vectors: Vectors) -> list[list[str]]:
    """Return the different lemmas of each text by alphabet; every word is looked up once."""
    known = cache(partial(of_token, vectors=vectors))
    return [sorted({lemma for token in set(tokens(text)) for lemma in known(token)}) for text in texts]

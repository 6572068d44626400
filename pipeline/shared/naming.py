"""Naming: how a file is called in a message that is said before anybody's name was looked for.

A paper may be called after the person who was interviewed. Until the names are known, a message shows of a file name
only the words that German knows; where one is left out, the file's place in the alphabet says which file is meant.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Sequence
from functools import cache

from pipeline.shared.corpus import PROJECT
from pipeline.shared.spelling import fold

FOLDER = PROJECT / "data" / "lexicon"
NAMES = ("first_names.txt", "surnames.txt", "ambiguous.txt")
WORD = re.compile(r"[^\W\d_]{3,}")
LEFT_OUT = "…"


@cache
def _known() -> tuple[frozenset[str], frozenset[str]]:
    """Return folded German words, and folded names; nothing where the lists are not at hand: no word is harmless."""
    if not FOLDER.is_dir():
        return frozenset(), frozenset()
    words = gzip.decompress((FOLDER / "words_de.txt.gz").read_bytes()).decode().split()
    lines = [line for name in NAMES for line in (FOLDER / name).read_text(encoding="utf-8").splitlines()]
    names = (word for line in lines if not line.startswith("#") for word in line.split())
    return frozenset(map(fold, words)), frozenset(map(fold, names))


def harmless(word: str) -> bool:
    """Tell whether ``word`` is a German word, also with ae for ä, and nobody's name.

    >>> [word for word in ("Protokoll", "gespraech", "Wubbenhorst", "Sommer") if harmless(word)]
    ['Protokoll', 'gespraech']
    """
    words, names = _known()
    plain = fold(word)
    umlaut = plain.replace("ae", "a").replace("oe", "o").replace("ue", "u")
    return plain not in names and bool({plain, umlaut} & words)


def spoken(document: str, documents: Sequence[str]) -> str:
    """Return how ``document`` is called in a message; ``documents`` are all of them.

    >>> spoken("ws1_sprache.docx", [])
    'ws1_sprache.docx'
    >>> spoken("interview_Wubbenhorst.docx", ["auftakt.md", "interview_Wubbenhorst.docx"])
    'interview_….docx (2. Datei nach dem Alphabet)'
    """
    stem, point, ending = document.rpartition(".")
    stem, ending = (stem, ending) if point else (ending, "")
    shown = WORD.sub(lambda found: found[0] if harmless(found[0]) else LEFT_OUT, stem) + point + ending
    place = f" ({sorted(documents).index(document) + 1}. Datei nach dem Alphabet)" if document in documents else ""
    return shown if shown == document else shown + place

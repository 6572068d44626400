"""Identifiers from content, and groups of assertions that say the same in the same words."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Final

_PSEUDONYM: Final = re.compile(r"\[(\w+?)_\d+\]")
_DIGEST: Final = 8
_LEAST_WORDS: Final = 3
_SHORT_WORD: Final = 2


def neutral(text: str) -> str:
    """Return the wording with the numbers of pseudonyms taken out and whitespace folded.

    >>> neutral("[Person_3]  wohnt in [Ort_12]")
    '[Person] wohnt in [Ort]'
    """
    return " ".join(_PSEUDONYM.sub(r"[\1]", text).split())


def identifier(document: str, wording: str, occurrence: int) -> str:
    """Return the identifier of an assertion: 'a' and a hash of document, neutral wording and occurrence.

    >>> identifier("a.txt", "Busse fehlen", 0) == identifier("a.txt", "Busse  fehlen", 0)
    True
    """
    content = "\x1f".join([document, neutral(wording), str(occurrence)])
    return "a" + blake2b(content.encode(), digest_size=_DIGEST).hexdigest()


def identifiers(document: str, wordings: Iterable[str]) -> list[str]:
    """Return the identifiers of a document's assertions in reading order; equal wordings are told apart."""
    seen: Counter[str] = Counter()
    found = []
    for wording in wordings:
        key = neutral(wording)
        found.append(identifier(document, wording, seen[key]))
        seen[key] += 1
    return found


def folded(text: str) -> str:
    """Return the letters and digits of a wording without case, accents and punctuation.

    >>> folded("Kita-Plätze fehlen!!!")
    'kita platze fehlen'
    """
    plain = unicodedata.normalize("NFKD", neutral(text).casefold())
    return " ".join(re.findall(r"\w+", "".join(sign for sign in plain if not unicodedata.combining(sign))))


def content(text: str) -> str:
    """Return the longer words of a wording, folded and in the order of the alphabet.

    >>> content("Es fehlen Kita-Plätze!") == content("Kita-Plätze fehlen")
    True
    """
    words = {word for word in folded(text).split() if len(word) > _SHORT_WORD or word.isdigit()}
    return " ".join(sorted(words))


def duplicate_groups(identifiers_: Sequence[str], wordings: Sequence[str]) -> list[str | None]:
    """Return for each assertion the identifier of its group of same wordings, or None if it stands alone.

    Wordings are compared by their longer words, without case, accents, order, punctuation and pseudonym numbers;
    one or two words are too little to be the same statement twice. The name of a group is 'd' and the rest of its
    smallest identifier.
    """
    members: dict[str, list[str]] = defaultdict(list)
    keys = [content(wording) for wording in wordings]
    for name, key in zip(identifiers_, keys, strict=True):
        if len(key.split()) >= _LEAST_WORDS:
            members[key].append(name)
    return [f"d{min(members[key])[1:]}" if len(members.get(key, ())) > 1 else None for key in keys]

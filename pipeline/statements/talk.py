"""Talk: sentences of a conversation or mail about itself, which name nothing of the matter.

"Ich schicke Ihnen das morgen", "Da muss ich nachgucken", "Kaffee ist da hinten": they speak to the other person, or
about recording, telling, looking up and going home. A sentence is talk only where all its nouns are of that kind and
nothing in it complains, wishes or demands.
"""

import re
from typing import Final

from pipeline.statements import wording

_ACT: Final = wording.pattern("talk.acts")
_NOUN_OF_TALK: Final = wording.pattern("talk.nouns")
_STAKE: Final = wording.pattern("talk.stakes")
_LETTER_ACT: Final = wording.pattern("talk.letter_acts")
_NOUN_OF_EVENT: Final = wording.pattern("talk.events")
_LETTER_STAKE: Final = wording.pattern("talk.letter_stakes")
_PERSONAL: Final = wording.pattern("talk.personal")
_PERSONAL_STAKE: Final = wording.pattern("talk.personal_stakes")
_WHY: Final = re.compile(r"\b(?:warum|wieso|weshalb)\b", re.IGNORECASE)
_WORD: Final = re.compile(r"\[\w+\]|[\wäöüß:*’'-]+")
_POLITE: Final = frozenset({"Sie", "Ihnen", "Ihr", "Ihre", "Ihren", "Ihrem", "Ihrer", "Ihres", "S"})
_OPENING: Final = re.compile(r"(?:^|[.!?…:]\s+|[„“(\[]\s*)([A-ZÄÖÜ][\wäöüß’'-]*)")
_ADDRESSED: Final = re.compile(r"\b(?:Sie|Ihnen|Ihre\w*|du|dir|dich|ihr|euch)\b")
_QUOTED: Final = re.compile(r"[„“»«]")
_MOST_WORDS, _FEW_WORDS = 24, 8


def nouns(sentence: str) -> list[str]:
    """Return the capitalised words of a sentence that do not open it and are no forms of address.

    >>> nouns("Den Fragebogen schicke ich Ihnen morgen.")
    ['Fragebogen']
    """
    opening = {found.start(1) for found in _OPENING.finditer(sentence)}
    return [
        found[0]
        for found in _WORD.finditer(sentence)
        if found.start() not in opening and found[0][0].isupper() and found[0] not in _POLITE
    ]


def is_talk(sentence: str) -> bool:
    """Tell whether a sentence speaks of the conversation or the mail itself and of nothing else.

    >>> is_talk("Den Fragebogen schicke ich Ihnen morgen zurück."), is_talk("Schicken Sie die Kinder in die Kita?")
    (True, False)
    """
    if _unfit(sentence) or _STAKE.search(sentence):
        return False
    return bool(_ACT.search(sentence)) and _names_nothing(sentence)


def asks_back(sentence: str) -> bool:
    """Tell whether a sentence of an answer is a question to the one who asks, and about nothing in particular.

    >>> asks_back("Wie meinen Sie das jetzt?"), asks_back("Wissen Sie, was ein Kitaplatz kostet?")
    (True, False)
    """
    return sentence.rstrip().endswith("?") and bool(_ADDRESSED.search(sentence)) and _names_nothing(sentence)


def is_covering(sentence: str) -> bool:
    """Tell whether a sentence of a letter only says why, when and how it was written, or that one took part.

    >>> is_covering("Am Abend bin ich leider nicht zu Wort gekommen."), is_covering("Ich war seit Mai in keinem Kurs.")
    (True, False)
    """
    if _unfit(sentence) or _LETTER_STAKE.search(sentence):
        return False
    known = (_NOUN_OF_TALK, _NOUN_OF_EVENT)
    named = all(any(kind.fullmatch(noun) for kind in known) for noun in nouns(sentence))
    return named and bool(_LETTER_ACT.search(sentence))


def is_personal(sentence: str) -> bool:
    """Tell whether a sentence of a letter speaks of writer and reader, or asks.

    >>> is_personal("Meiner hat sich gestern gebogen."), is_personal("Die Busse fahren zu selten.")
    (True, False)
    """
    return sentence.rstrip().endswith("?") or bool(_PERSONAL.search(sentence))


def is_staked(sentence: str) -> bool:
    """Tell whether a sentence of a letter complains, wishes, proposes or refuses.

    >>> is_staked("Wir bräuchten einen Raum."), is_staked("Da müsste ich nachsehen.")
    (True, False)
    """
    return bool(_PERSONAL_STAKE.search(sentence))


def is_banter(postscript: str) -> bool:
    """Tell whether a postscript asks or jokes between writer and reader and complains and demands nothing.

    >>> is_banter("PS: Wer hat den Kuchen gebacken? Ich hätte gern das Rezept.")
    True
    >>> is_banter("PS: Wer hilft eigentlich den Alten? Meine Oma ist ganz allein.")
    False
    """
    asks = "?" in postscript and not _WHY.search(postscript)
    return asks and bool(_PERSONAL.search(postscript)) and not _PERSONAL_STAKE.search(postscript)


def _unfit(sentence: str) -> bool:
    """Tell whether nouns cannot be read off a sentence: it is long, quotes somebody, or is all in small letters."""
    words = len(sentence.split())
    small = words > _FEW_WORDS and sentence == sentence.lower()
    return words > _MOST_WORDS or small or bool(_QUOTED.search(sentence))


def _names_nothing(sentence: str) -> bool:
    return all(_NOUN_OF_TALK.fullmatch(noun) for noun in nouns(sentence))

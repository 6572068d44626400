"""Transcripts: whose turns are questions, and which sentences of an answer form one assertion.

In spoken German one assertion often takes two or three sentences. The cut is the best of all cuts, found by dynamic
programming: a unit is about as long as spoken assertions in the training material are (15 to 25 words), short and
referring sentences lean on the one before, and sentences that turn to a wish or a consequence begin anew.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Final

from pipeline.shared.german.segments import flowing_sentences
from pipeline.statements import wording
from pipeline.statements.structure import Block
from pipeline.statements.units import Piece

_ASKING_LABEL: Final = wording.pattern("transcripts.asking_label")
_ANSWERING_LABEL: Final = re.compile(r"^(?:B\d?|Befragte\w*|A|Antwort|E\d?|P\d?|R\d?|TN\d?|IP\d?)\W*$", re.IGNORECASE)
_QUESTION_SHARE: Final = 0.4
_MOSTLY_ASKS, _FEW_TURNS, _PAIR, _AFTERWORD = 0.6, 3, 2, 8
"""In a round of several people it is who asks in most of her turns, however much she says."""

_REFERS: Final = wording.pattern("transcripts.refers")
_TURNS: Final = wording.pattern("transcripts.turns")
_NO_TOPIC_WORDS: Final = (
    "wenn weil wer was wie wo wohin warum man ich wir du ihr sie es er und oder aber doch dass da dann so als bei "
    "beim für mit ohne in im an am auf aus von zu zum zur nach vor seit bis um wegen manche manchmal oft immer nie "
    "auch nur noch schon jetzt heute früher hier dort dabei dafür damit danach darum deshalb deswegen trotzdem "
    "leider natürlich vielleicht eigentlich also naja gut ja nein ist sind war haben hat hab kann soll muss will "
    "wird gibt jemand niemand einer keiner alles nichts etwas entweder weder lieber bitte "
)
_NO_TOPIC: Final = frozenset(_NO_TOPIC_WORDS.split())
_DETERMINERS_WORDS: Final = (
    "der die das den ein eine einen diese dieser dieses unser unsere viele alle mein meine kein keine "
)
_DETERMINERS: Final = frozenset(_DETERMINERS_WORDS.split())
_WISH: Final = wording.pattern("transcripts.wish")
_GOOD: Final = wording.pattern("transcripts.good")
_BAD: Final = wording.pattern("transcripts.bad")
_VERBLESS: Final = re.compile(r"\b(?:\w+(?:t|te|ten|en|st)|ist|sind|war|hab|geh|komm)\b")
_CONTENT: Final = re.compile(r"\b[A-ZÄÖÜ][\wäöüß-]{3,}")
WEIGHTS: Final = {
    "typical words": 17.0,
    "spread short": 0.75,
    "spread long": 0.5,
    "after topic": 1.1,
    "after question": 0.9,
    "same noun": 0.4,
    "other mood": -0.8,
    "names topic": -0.8,
    "pair": 1.5,
    "turns": -1.15,
    "short turn": 0.9,
    "refers": 1.0,
    "brief reference": 1.0,
    "short": 1.3,
    "noun first": -0.5,
    "two full": -0.2,
}
"""How much each sign counts for or against a sentence belonging to the one before; set on invented interviews.

"two full" was set so that as many assertions hold two full sentences as in the training material (6 of 100).
"""
_SHORT, _ANNOUNCING, _FULL, _BRIEF = 4, 6, 6, 7
_PAIR_OPENS: Final = wording.pattern("transcripts.pair_opens")
_PAIR_CLOSES: Final = wording.pattern("transcripts.pair_closes")
_ELABORATES: Final = wording.pattern("transcripts.elaborates")
_STEM: Final = 5
_MOST_SENTENCES: Final = 5
_MOST_WORDS: Final = 60


def askers(turns: Sequence[tuple[str, str]]) -> set[str]:
    """Return the labels of those who ask, from pairs of label and words.

    Known labels decide; among others it is who asks in at least two of five turns and says less than the rest.

    >>> sorted(askers([("I", "Wie geht es?"), ("B", "Es fehlt an Personal.")]))
    ['I']
    """
    labels = sorted({label for label, _ in turns if label})
    named = {label for label in labels if _ASKING_LABEL.match(label)}
    if named and len(named) < len(labels):
        return named
    said = {label: [words for speaker, words in turns if speaker == label] for label in labels}
    shares = {label: sum(map(_asks, said[label])) / len(said[label]) for label in labels}
    lengths = {label: sum(len(words.split()) for words in said[label]) for label in labels}
    most = sum(lengths.values()) / len(labels) if labels else 0
    asking = {
        label
        for label in labels
        if (shares[label] >= _QUESTION_SHARE and lengths[label] < most)
        or (shares[label] >= _MOSTLY_ASKS and len(said[label]) >= _FEW_TURNS and len(labels) > _PAIR)
    }
    return {label for label in asking if not _ANSWERING_LABEL.match(label)}


def _asks(turn: str) -> bool:
    """Tell whether a turn is a question: little is said after its last question mark, at most as much as before.

    >>> _asks("Wie sehen Sie das? Also hier."), _asks("Darf ich? Bei uns wartet die Hälfte auf einen Kurs im Ort.")
    (True, False)
    """
    before, mark, after = turn.rpartition("?")
    return bool(mark) and len(after.split()) <= max(_AFTERWORD, len(before.split()))


def is_transcript(blocks: Sequence[Block]) -> bool:
    """Tell whether turns of speech make up most of a document."""
    turns = sum(block.end - block.start for block in blocks if block.kind == "turn")
    return 2 * turns > sum(block.end - block.start for block in blocks if block.kind not in ("furniture", "metadata"))


def _bare(sentence: str) -> str:
    """Return a sentence without the marks of transcription and the interjections it begins with."""
    return re.sub(
        r"^(?:\W|\([^)]*\)|//[^/]*//|(?:ja|naja|na ja|äh|ähm|also|nee|ne|gut)\b,?\s)+",
        "",
        sentence,
        flags=re.IGNORECASE,
    )


def _starts_topic(bare: str) -> bool:
    """Tell whether a sentence begins with a noun phrase: 'Die Liste', 'Und diese Zettel', 'Vormünder'."""
    words = re.findall(r"[\wäöüß-]+", bare)
    first = words[1] if len(words) > 1 and words[0].lower() == "und" else words[0] if words else ""
    return bool(first) and first.lower() not in _NO_TOPIC and (first[0].isupper() or first.lower() in _DETERMINERS)


def _names_topic(sentence: str) -> bool:
    """Tell whether a short sentence only names what comes next, like 'Und der Ton.' or 'Einen Raum.'."""
    bare = _bare(sentence)
    short = len(bare.split()) <= _SHORT and not sentence.rstrip().endswith("?")
    return short and _starts_topic(bare) and not _REFERS.match(bare) and not _VERBLESS.search(bare.lower())


def _stems(sentence: str) -> set[str]:
    """Return the beginnings of the nouns of a sentence, its first word left out."""
    return {word[:_STEM] for word in _CONTENT.findall(sentence.split(" ", 1)[-1])}


def _mood(sentence: str) -> str:
    """Return whether a sentence wishes, praises or complains: 'wish', 'good', 'bad' or ''."""
    if _WISH.search(sentence):
        return "wish"
    bad = bool(_BAD.search(sentence))
    return "bad" if bad else "good" if _GOOD.search(sentence) else ""


def _lean(before: str, sentence: str) -> float:
    """Return how strongly a sentence leans on the one before; negative if it begins something new."""
    bare, words = _bare(sentence), len(sentence.split())
    moods = _mood(before), _mood(sentence)
    announced = _names_topic(before) or (len(before.split()) <= _ANNOUNCING and bool(_TURNS.match(_bare(before))))
    weight = WEIGHTS["after topic"] * announced
    weight += WEIGHTS["after question"] * before.rstrip().endswith(("?", ":"))
    weight += WEIGHTS["same noun"] * bool(_stems(before) & _stems(sentence))
    weight += WEIGHTS["other mood"] * (moods[0] != moods[1] and all(moods))
    if _PAIR_OPENS.search(before) and _PAIR_CLOSES.match(bare):
        return weight + WEIGHTS["pair"]
    if _names_topic(sentence):
        return weight + WEIGHTS["names topic"]
    if _TURNS.match(bare):
        return weight + WEIGHTS["turns"] + WEIGHTS["short turn"] * (words <= _SHORT)
    if _REFERS.match(bare):
        return weight + WEIGHTS["refers"] + WEIGHTS["brief reference"] * (words <= _BRIEF)
    if words <= _SHORT:
        return weight + WEIGHTS["short"]
    full = min(words, len(before.split())) >= _FULL and not _ELABORATES.match(bare)
    return weight + WEIGHTS["noun first"] * _starts_topic(bare) + WEIGHTS["two full"] * full


def _fit(words: int) -> float:
    """Return how well a number of words fits one spoken assertion (log-normal, wider to the short side)."""
    ratio = math.log(max(words, 1) / WEIGHTS["typical words"])
    return -((ratio / WEIGHTS["spread long" if ratio > 0 else "spread short"]) ** 2) / 2


def grouped(sentences: Sequence[str]) -> list[tuple[int, int]]:
    """Return the runs of sentences (first, last + 1) that form one assertion each.

    >>> grouped(["Wir haben zwei Betreuerinnen auf eigene Kosten für alle Leute hier im Betrieb.", "Neun!"])
    [(0, 2)]
    """
    count = len(sentences)
    lengths = [len(sentence.split()) for sentence in sentences]
    leans = [0.0, *(_lean(before, after) for before, after in pairwise(sentences))]
    best: list[tuple[float, int]] = [(0.0, 0)] + [(-math.inf, 0)] * count
    for stop in range(1, count + 1):
        for start in range(max(0, stop - _MOST_SENTENCES), stop):
            words = sum(lengths[start:stop])
            if words > _MOST_WORDS and stop - start > 1:
                continue
            score = best[start][0] + _fit(words) + math.fsum(leans[start + 1 : stop]) - (leans[start] if start else 0.0)
            if score > best[stop][0]:
                best[stop] = (score, start)
    found: list[tuple[int, int]] = []
    stop = count
    while stop:
        found.append((best[stop][1], stop))
        stop = best[stop][1]
    return found[::-1]


def runs(categories: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the runs (first, last + 1) of neighbouring sentences with the same category.

    >>> list(runs(["statement", "statement", "other"]))
    [(0, 2), (2, 3)]
    """
    first = 0
    for place in range(1, len(categories) + 1):
        if place == len(categories) or categories[place] != categories[first]:
            yield first, place
            first = place


def spoken_units(text: str, start: int, end: int) -> list[Piece]:
    """Return the sentences of a turn, mail or survey answer as spans of the text.

    >>> words = "Da muss ich überlegen. (lacht) Erstens fehlt Platz."
    >>> [words[begin:stop] for begin, stop in spoken_units(words, 0, len(words))]
    ['Da muss ich überlegen.', '(lacht) Erstens fehlt Platz.']
    """
    found: list[Piece] = []
    for begin, stop in flowing_sentences(text[start:end]):
        first = start + begin
        for sign in _SIGN_BETWEEN.finditer(text, start + begin, start + stop):
            found.append((first, sign.start()))
            first = sign.end()
        found.append((first, start + stop))
    return found


_SIGN_BETWEEN: Final = re.compile(r"(?<=[.!?])\s+(?=\([a-zäöüß .…]{1,30}\)\s+[A-ZÄÖÜ])")
"""Before a sign of transcription that stands between two sentences: '(lacht)', '(...)'."""

_AGREES: Final = wording.pattern("transcripts.agrees")
_PUT_IN_MOUTH: Final = re.compile(
    r"\b(?:also|demnach|sozusagen|schlicht|oder|mit anderen worten|das heißt|sie meinen|dann)\b", re.IGNORECASE
)
_OPEN: Final = wording.pattern("transcripts.open")
_LEAST_WORDS: Final = 4


def agrees(answer: str) -> bool:
    """Tell whether an answer only says yes.

    >>> agrees("Ja, genau."), agrees("Ja, und zwar überall.")
    (True, False)
    """
    return bool(_AGREES.match(re.sub(r"\([^)]*\)|//[^/]*//", " ", answer)))


def suggests(question: str) -> bool:
    """Tell whether a question puts an assertion into the other's mouth.

    >>> suggests("Es fehlen also Kita-Plätze?"), suggests("Was fehlt also?")
    (True, False)
    """
    return bool(_PUT_IN_MOUTH.search(question)) and not _OPEN.match(question) and len(question.split()) >= _LEAST_WORDS


_ABOUT_SELF: Final = wording.pattern("transcripts.about_self")
_CASE: Final = wording.pattern("transcripts.case")
_EARLY: Final = 40
"""Characters at the beginning of a sentence that say whom it is about; later ones may be a mere aside."""

_ONLY_SINCE: Final = wording.pattern("transcripts.only_since")
_ASKS_HOW_LONG: Final = wording.pattern("transcripts.asks_how_long")
_HESITATION: Final = re.compile(r"\W*\b(?:äh+m?|öh+m?|h+m+|mhm)\b\W*", re.IGNORECASE)
_STORY: Final = wording.pattern("transcripts.story")
_ASKS_SELF: Final = wording.pattern("transcripts.asks_self")


def biography(sentence: str, question: str) -> bool:
    """Tell whether a sentence tells who is speaking, or a case that would be recognised.

    >>> biography("Mein Name ist [Person_1], ich bin 47 Jahre.", "")
    True
    >>> biography("Die Kurse sind voll.", "")
    False
    >>> biography("Seit zwei Jahren.", "Seit wann sind Sie hier?")
    True
    >>> biography("Seit zwei Jahren.", "Wie lange warten Sie?")
    False
    """
    if _CASE.search(sentence) or (_ONLY_SINCE.search(sentence) and not _ASKS_HOW_LONG.search(question)):
        return True
    sentence = _HESITATION.sub(" ", sentence)
    told = _ABOUT_SELF.search(sentence)
    about = (told and told.start() <= _EARLY) or _ASKS_SELF.search(question) or _STORY.search(sentence)
    return bool(about) and not _MATTER.search(sentence)


_GOES_ON: Final = wording.pattern("transcripts.story_goes_on")


def goes_on(sentence: str) -> bool:
    """Tell whether a sentence only tells on what happened to the person of the sentence before it.

    >>> goes_on("Dann ist er zu seinem Onkel nach Kassel gegangen."), goes_on("Da fehlt einfach jemand.")
    (True, False)
    """
    return bool(_GOES_ON.search(sentence)) and not _MATTER.search(sentence) and not _mood(sentence)


_MATTER: Final = wording.pattern("transcripts.matter")


def by_label(blocks: Sequence[Block], text: str) -> Mapping[int, bool]:
    """Return for every turn (by block number) whether the asking side speaks."""
    turns = [block for block in blocks if block.kind == "turn"]
    asking = askers([(block.speaker, text[block.start : block.end]) for block in turns])
    return {block.number: block.speaker in asking for block in turns}

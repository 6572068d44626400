"""Answers: turns of speech; a question becomes context, an answer assertions."""

from collections.abc import Sequence
from typing import Final

from pipeline.statements import categories, details, talk, transcripts
from pipeline.statements.categories import STATEMENT, Place, Verdict
from pipeline.statements.groups import Voice
from pipeline.statements.reading import Reading, Unit, verdict_on
from pipeline.statements.structure import Block

_FRAGMENT: Final = 40
"""Characters up to which a turn may be a mere reaction: there the tagger's doubt counts more."""

_FRAGMENT_DOUBT, _TURN_DOUBT = 2.0, 0.5
"""How far the tagger's doubt counts for fragments and longer turns, which the rules have been through before it: in the
invented interviews of the tests 1 of 60 longer ones was none then, and at 1.0 two statements were lost for it."""

_BESIDE: Final = frozenset({"greeting", "furniture", "metadata"})
_SPOKEN_REASONS: Final = frozenset({categories.REASON_FILLER, categories.REASON_RECORDING})


def _turn_verdict(reading: Reading, sentence: str) -> Verdict:
    """Return the verdict on one sentence of an answer."""
    plain = details.display(sentence)
    if not any(sign.isalpha() for sign in plain) or (plain[0] in "([" and plain.rstrip(".!")[-1] in ")]"):
        return Verdict("other", "Geräusch, Pause oder Anmerkung der Transkription")
    spoken = verdict_on(reading, plain, Place("turn"))
    if spoken.category in _BESIDE or spoken.reason in _SPOKEN_REASONS:
        return spoken
    if talk.asks_back(plain):
        return Verdict("question", "Rückfrage an die Interviewerin oder den Interviewer")
    if talk.is_talk(plain):
        return Verdict("other", categories.REASON_RECORDING)
    if transcripts.biography(plain, reading.question):
        return Verdict("biography", "Angaben zur befragten Person oder ein erkennbarer Fall")
    return Verdict(STATEMENT, "Aussage im Gespräch", categories.flags(plain))


def _read_answer(reading: Reading, block: Block, asked: Block | None) -> None:
    """Read the turn of somebody who is interviewed."""
    text = reading.text
    words = text[block.start : block.end]
    if asked and transcripts.agrees(words) and transcripts.suggests(text[asked.start : asked.end]):
        reading.spans = [span for span in reading.spans if span.start < asked.start]
        voice = Voice(block.speaker, reading.setting.group)
        unit = Unit(asked.start, asked.end, asked.number, question=reading.question, voice=voice, flags=("suggestiv",))
        reading.add(unit, "In der Frage formuliert, in der Antwort bestätigt")
        reading.book((block.start, block.end), Verdict("other", "Bestätigung, bei der Frage davor gezählt"))
        return
    sentences = transcripts.spoken_units(text, block.start, block.end)
    verdicts = _told_on(
        [text[start:end] for start, end in sentences],
        [_turn_verdict(reading, text[start:end]) for start, end in sentences],
    )
    for first, last in transcripts.runs([verdict.category for verdict in verdicts]):
        if verdicts[first].category != STATEMENT:
            reading.book((sentences[first][0], sentences[last - 1][1]), verdicts[first])
            continue
        for begin, stop in transcripts.grouped([text[start:end] for start, end in sentences[first:last]]):
            piece = sentences[first + begin][0], sentences[first + stop - 1][1]
            marks = tuple(
                dict.fromkeys(flag for verdict in verdicts[first + begin : first + stop] for flag in verdict.flags)
            )
            voice = Voice(block.speaker, reading.setting.group)
            loose = _FRAGMENT_DOUBT if piece[1] - piece[0] <= _FRAGMENT else _TURN_DOUBT
            unit = Unit(
                *piece, block.number, block.heading_path, "", reading.question, voice=voice, flags=marks, loose=loose
            )
            reading.add(unit, verdicts[first].reason)


def _told_on(sentences: Sequence[str], verdicts: Sequence[Verdict]) -> list[Verdict]:
    """Return the verdicts with those sentences that tell on somebody's life or case belonging to its beginning."""
    done: list[Verdict] = []
    for sentence, verdict in zip(sentences, verdicts, strict=True):
        carried = bool(done) and done[-1].category == "biography" and verdict.category == STATEMENT
        done.append(done[-1] if carried and transcripts.goes_on(details.display(sentence)) else verdict)
    return done


def read_turn(reading: Reading, block: Block, asking: bool, asked: Block | None) -> None:
    """Read one turn: a question becomes context, an answer assertions."""
    if not asking:
        _read_answer(reading, block, asked)
        return
    words = details.display(reading.text[block.start : block.end])
    reading.book((block.start, block.end), Verdict("question", "Beitrag der Interviewerin oder des Interviewers"))
    if not transcripts.agrees(words):
        reading.question = words

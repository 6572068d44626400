"""Subtitles (WebVTT, SubRip): cues of one voice become one turn, and its sentences whole again."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace

from pipeline.sources.encodings import decode
from pipeline.sources.labels import LABEL, WORDS, clock
from pipeline.sources.options import Options
from pipeline.sources.pieces import Draft, Piece, clean
from pipeline.sources.text import join

TIMES = re.compile(r"^\s*((?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3})\s*-->\s*(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}")
VOICE = re.compile(r"<v(?:\.[^\s>]*)*\s+([^>]*)>")
TAG = re.compile(r"</?[a-zA-Z][^>]*>|<\d[\d:.]*>|\{\\[^}]*\}")
SILENT = ("WEBVTT", "STYLE", "REGION")
FEW = 2
DASH = re.compile(r"\s*[-–—]\s+")
SENTENCE_END = re.compile(r"[.!?…]$")


@dataclass(frozen=True)
class Cue:
    """One subtitle: when, who (as written), and what."""

    time: str
    speaker: str
    text: str


def read(data: bytes, options: Options) -> Draft:
    """Return the turns of a subtitle file of any encoding."""
    del options
    text, encoding = decode(data)
    draft = Draft(reader="vtt" if text.lstrip().startswith("WEBVTT") else "srt")
    if not encoding.startswith("utf-8"):
        draft.note(f"Zeichensatz {encoding} erkannt")
    notes, cues = parse(text)
    draft.pieces = [Piece("metadata", note) for note in notes] + merged(cues)
    return draft


def parse(text: str) -> tuple[list[str], list[Cue]]:
    """Return the remarks (NOTE) and the cues of a subtitle file; styles, regions and identifiers are no words."""
    notes: list[str] = []
    cues: list[Cue] = []
    for chunk in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        lines = chunk.strip("\n").split("\n")
        place = next((i for i, line in enumerate(lines[:3]) if TIMES.match(line)), None)
        if place is not None:
            found = TIMES.match(lines[place])
            cues += _voices(clock(found[1]) if found else "", "\n".join(lines[place + 1 :]))
        elif lines[0].startswith("NOTE"):
            notes.append("\n".join(lines).removeprefix("NOTE").strip())
        elif cues and not lines[0].startswith(SILENT) and chunk.strip() and not chunk.strip().isdigit():
            cues.append(replace(cues[-1], text=_words(chunk)))
    return [note for note in notes if note], _labelled(cues)


def _voices(time: str, body: str) -> list[Cue]:
    """Return a cue per voice: a subtitle may hold several."""
    parts = VOICE.split(body)
    lines = parts[0].split("\n")
    dashed = sum(bool(DASH.match(line)) for line in lines) > 1  # two people in one subtitle
    cues = (
        [Cue(time, "", _words(DASH.sub("", line))) for line in lines] if dashed else [Cue(time, "", _words(parts[0]))]
    )
    for name, words in zip(parts[1::2], parts[2::2], strict=True):
        cues.append(Cue(time, clean(html.unescape(name)), _words(words)))
    return [cue for cue in cues if cue.text]


def _words(text: str) -> str:
    lines = [clean(html.unescape(TAG.sub("", line))) for line in text.split("\n")]
    return join([line for line in lines if line])


def _labelled(cues: list[Cue]) -> list[Cue]:
    """Read speakers off the words ("Meyer: Das heißt ...") where a file without voices comes back to a label."""
    if any(cue.speaker for cue in cues):
        return cues
    found = [LABEL.match(cue.text.removeprefix("- ")) for cue in cues]
    labels = [match["label"] for match in found if match and not WORDS.match(match["label"])]
    names = {label for label in labels if labels.count(label) >= FEW}
    done: list[Cue] = []
    speaker = ""
    for cue, match in zip(cues, found, strict=True):
        if match and match["label"] in names:
            speaker = match["label"]
            cue = replace(cue, text=cue.text.removeprefix("- ")[match.end() :])  # noqa: PLW2901
        done.append(replace(cue, speaker=speaker))
    return done


def merged(cues: list[Cue]) -> list[Piece]:
    """Return one turn per stretch of one speaker; without any speaker, one per stretch that ends a sentence."""
    known = any(cue.speaker for cue in cues)
    stretches: list[list[Cue]] = []
    for cue in cues:
        last = stretches[-1][-1] if stretches else None
        ended = not known and last is not None and SENTENCE_END.search(last.text)
        if last is not None and last.speaker == cue.speaker and not ended:
            stretches[-1].append(cue)
        else:
            stretches.append([cue])
    kind = "turn" if known else "cue"
    return [
        Piece(
            kind,
            join([cue.text for cue in stretch]),
            before=f"[{stretch[0].time}] {stretch[0].speaker}:" if stretch[0].speaker else f"[{stretch[0].time}]",
            speaker=stretch[0].speaker,
            time=stretch[0].time,
        )
        for stretch in stretches
    ]

"""From letters to lines: words, baselines and gaps, in the order the page was written."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from statistics import median

from pipeline.sources.pdf_page import Letter, Sheet
from pipeline.sources.pieces import clean

GAP = 0.7  # wider than this many letter sizes, a gap parts two stretches of a line
SAME_LINE = 0.5
MARK = re.compile(r"^([•▪◦‣■□●○▸►➢➤✓–—*·-]|\(?\d{1,2}[.)]|[a-z]\))$")
FEWEST = 4
RAISED = 0.22  # letter sizes above the base from which on a number is raised
LEVEL = 3  # points between the tops of stretches on one level
LONG = 20  # letters of a usual stretch of running text


@dataclass(frozen=True)
class Line:
    """One line of text on a page; ``breaks`` where its last word goes on in the next line."""

    text: str
    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    bold: bool
    breaks: bool = False
    first_word: float = 0.0
    lead: str = ""
    base: float = 0.0
    note: bool = False
    words: tuple[tuple[float, str], ...] = field(default=(), compare=False, repr=False)


def lines(sheet: Sheet) -> list[Line]:
    """Return the lines of a page in reading order."""
    return joined(ordered(stretches(sheet)))


def stretches(sheet: Sheet) -> list[Line]:
    """Return runs of letters on one baseline without a wide gap."""
    runs: list[list[Letter]] = []
    run: list[Letter] = []
    for letter in sheet.letters:
        if letter.sign in "\r\n" or (letter.sign.isspace() and not run):
            continue
        if run and _parted(run, letter):
            runs.append(run)
            run = []
            if letter.sign.isspace():
                continue
        run.append(letter)
    runs += [run] if run else []
    found = [_line(run, sheet.number) for run in runs]
    return [line for line in found if line.text]


def _parted(run: Sequence[Letter], letter: Letter) -> bool:
    """Tell whether ``letter`` begins a new stretch after ``run``."""
    last = next((one for one in reversed(run) if not one.sign.isspace()), run[-1])
    if letter.sign.isspace():
        return False
    height = max(1.0, min(last.bottom - last.top, letter.bottom - letter.top, last.size))
    overlap = min(last.bottom, letter.bottom) - max(last.top, letter.top)
    middle = abs((last.top + last.bottom) - (letter.top + letter.bottom)) / 2
    if overlap < SAME_LINE * height and middle > 0.6 * max(last.size, letter.size, 1.0):
        return True
    gap = letter.x0 - last.x1
    return gap > GAP * max(last.size, 4.0) or gap < -2.0 * max(last.size, 4.0)


def _raised(run: Sequence[Letter], size: float, base: float) -> list[bool]:
    """Tell for every letter whether it is the raised number of a footnote."""
    return [one.sign.isdigit() and base - one.bottom > RAISED * size for one in run]


def _line(letters: Sequence[Letter], page: int) -> Line:
    full = [letter for letter in letters if not letter.sign.isspace()] or list(letters)
    sizes = sorted(letter.size for letter in full)
    size = sizes[len(sizes) // 2]
    base = max(letter.base for letter in full if letter.size >= size)
    raised = _raised(letters, size, base)
    run = [letter for letter, up in zip(letters, raised, strict=True) if not up] or list(letters)
    seen = [letter for letter in run if not letter.sign.isspace()] or list(run)
    text = clean("".join(letter.sign for letter in run)).replace("\n", " ")
    end = next((i for i, letter in enumerate(run) if letter.sign.isspace()), len(run))
    lead = "".join(
        letter.sign
        for letter in run[: next((i for i, one in enumerate(run) if not one.bold and not one.sign.isspace()), len(run))]
    )
    return Line(
        text=text,
        page=page,
        x0=min(letter.x0 for letter in seen),
        x1=max(letter.x1 for letter in seen),
        top=min(letter.top for letter in seen),
        bottom=max(letter.bottom for letter in seen),
        size=size,
        bold=all(letter.bold for letter in seen if letter.sign.isalnum()) and any(letter.bold for letter in seen),
        breaks=seen[-1].breaks,
        first_word=max(0.0, run[max(0, end - 1)].x1 - run[0].x0),
        lead=clean(lead),
        base=base,
        note=raised[0] and len(run) < len(letters),
        words=tuple(_words(run)),
    )


def _words(run: Sequence[Letter]) -> Iterator[tuple[float, str]]:
    """Yield the words of a run with their left edges."""
    word: list[Letter] = []
    for letter in [*run, None]:
        if letter is None or letter.sign.isspace():
            if word:
                yield word[0].x0, "".join(one.sign for one in word)
            word = []
        else:
            word.append(letter)


def ordered(found: Sequence[Line]) -> list[Line]:
    """Return stretches column by column where the program wrote across the columns; else as written."""
    gutter = _gutter(found)
    if gutter is None:
        return list(found)
    left, right = [line for line in found if line.x1 <= gutter], [line for line in found if line.x0 >= gutter]
    across = [line for line in found if line.x0 < gutter < line.x1]
    done: list[Line] = []
    edges = [*sorted([line.top for line in across]), float("inf")]
    start = float("-inf")
    for edge in edges:
        done += sorted((line for line in left if start <= line.top < edge), key=lambda line: (round(line.top), line.x0))
        done += sorted(
            (line for line in right if start <= line.top < edge), key=lambda line: (round(line.top), line.x0)
        )
        done += [line for line in across if line.top == edge]
        start = edge
    return list(dict.fromkeys(done))


def _gutter(found: Sequence[Line]) -> float | None:
    """Return the middle of the white stripe between two columns that were written line by line across both."""
    pairs = [
        (a, b)
        for a, b in itertools.pairwise(found)
        if abs(a.top - b.top) < LEVEL and b.x0 > a.x1 and not MARK.match(a.text)
    ]
    if len(pairs) < FEWEST or len(pairs) * 3 < len(found):
        return None
    start = max(a.x1 for a, _ in pairs)
    end = min(b.x0 for _, b in pairs)
    long = [len(line.text) for pair in pairs for line in pair]
    return (start + end) / 2 if start < end and median(long) > LONG else None


def joined(found: Iterable[Line]) -> list[Line]:
    """Return lines with stretches of the same baseline put together: a bullet and its words, parts of a header."""
    done: list[Line] = []
    for line in found:
        last = done[-1] if done else None
        if last is not None and not line.note and _same_baseline(last, line):
            done[-1] = replace(
                last,
                text=f"{last.text} {line.text}",
                x1=max(last.x1, line.x1),
                top=min(last.top, line.top),
                bottom=max(last.bottom, line.bottom),
                bold=line.bold and (last.bold or bool(MARK.match(last.text))),
                size=max(last.size, line.size) if MARK.match(last.text) else last.size,
                breaks=line.breaks,
                lead=last.lead if last.lead != last.text else f"{last.lead} {line.lead}".strip(),
            )
        else:
            done.append(line)
    return done


def _same_baseline(last: Line, line: Line) -> bool:
    overlap = min(last.bottom, line.bottom) - max(last.top, line.top)
    level = overlap > SAME_LINE * min(last.bottom - last.top, line.bottom - line.top) or (
        MARK.match(last.text) and overlap > 0
    )
    return bool(level) and line.x0 >= last.x1 - 1 and last.page == line.page

"""Plain text and Markdown: lines that a typist broke become paragraphs again."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from statistics import quantiles

from pipeline.sources.cards import lay
from pipeline.sources.encodings import decode
from pipeline.sources.grids import Cell, Grid, cell, role_of
from pipeline.sources.labels import CODE, POSTED, parsed
from pipeline.sources.options import Options
from pipeline.sources.pieces import Draft, Piece, clean
from pipeline.sources.structure import SECTION, following, mark

UNDERLINE = re.compile(r"^\s*([=\-~*_#^])\1{2,}\s*$")
ATX = re.compile(r"^\s{0,3}(#{1,6})\s+(.*?)\s*#*$")
FENCE = re.compile(r"^\s*(```|~~~)")
RULE = re.compile(r"^\s*([-*_=])(\s*\1){2,}\s*$")
TABLE_ROW = re.compile(r"^\s*\|.*\|\s*$")
TABLE_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")
COMMENT = re.compile(
    r"<!--(?s:.*?)-->|^[ \t]*(?:[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)?~~(?=\S)[^~\n]{1,1000}~~[ \t]*\n"
    r"|~~(?=\S)[^~]{1,1000}~~",
    re.MULTILINE,
)
"""What a page does not show, or shows as struck out; a point that is struck out goes with its mark."""
RANKS = {"=": 1, "#": 1, "*": 2, "-": 2, "~": 3, "_": 3, "^": 3}
BROKEN_WORD = re.compile(r"\w-$")
BROKEN_PAIR = re.compile(r"\w–$")  # a range broken behind its sign
TAB = 4
NO_TITLE = re.compile(r"[.,;!]$|^\(|^(hallo|moin|hi|guten \w+|liebe\w*|sehr geehrte\w*)\b", re.IGNORECASE)
NARROWEST = 40
FEW_ROWS = 3
FEW_WORDS, LEAST_TITLES = 5, 2
TENTHS = 10
NUMBERED_LINE = re.compile(r"^\s*(?P<value>\d{1,5})(?:[ \t]{1,8}|$)(?P<rest>.*)$")
LEAST_NUMBERED = 10
LEAST_POINTS, DEEP = 5, 2  # of an outline by tabs
ALL_SMALL = 0.85
NEARLY = 0.8  # of the width: a line so long was broken, even if a word more would have fitted
OPEN_END = re.compile(
    r"(?:[/&+–]|\b(?:und|oder|sowie|mit|ohne|für|von|vom|im|in|am|an|auf|bei|beim|zu|zum|zur|der|die|das|den|dem|des|eine?[nmrs]?"
    r"|keine?[nmrs]?|nach|über|unter|durch|als|statt|pro|je|bis))$",
    re.IGNORECASE,
)
"""What no point of a list ends with."""
FINISHED = re.compile(r"[.!?:;][)\"“]?$")
WIDEST = 110
MARKUP = (
    (re.compile(r"!\[([^\]\[\n]{0,300})\]\([^)\n]{0,500}\)"), r"\1"),
    (re.compile(r"\[([^\]\[\n]{1,300})\]\([^)\s]{0,500}\)"), r"\1"),
    (re.compile(r"(\*\*|__)(?=[^\s*_])([^\n*_]{1,1000})(?<=\S)\1"), r"\2"),
    (re.compile(r"(?<![\w*])([*_])(?=[^\s*_])([^*_\n]{1,1000})(?<=\S)\1(?![\w*])"), r"\2"),
    (re.compile(r"`([^`\n]{1,300})`"), r"\1"),
    (re.compile(r"\\([*_#>\[\]`|-])"), r"\1"),
)


def read(data: bytes, options: Options) -> Draft:
    """Return the pieces of a plain text of any encoding."""
    del options
    return _drafted(data, "txt", markdown=False)


def read_markdown(data: bytes, options: Options) -> Draft:
    """Return the pieces of a Markdown text; its signs are taken off, its words are not."""
    del options
    return _drafted(data, "md", markdown=True)


def _drafted(data: bytes, reader: str, *, markdown: bool) -> Draft:
    text, encoding = decode(data)
    draft = Draft(reader=reader)
    text, numbers = unnumbered(text)
    if numbers:
        draft.note(f"{numbers} Zeilennummern am Rand nicht übernommen")
    rows = [line.split("\t") for line in text.splitlines() if line.strip()]
    if not encoding.startswith("utf-8"):
        draft.note(f"Zeichensatz {encoding} erkannt")
    table = tabbed(rows)
    drawn = [] if markdown or table else outlined(text.splitlines())
    draft.pieces = lay(Grid(rows=table, number=0, cards=True)) if table else drawn or pieces(text, markdown=markdown)
    return draft


def outlined(lines: list[str]) -> list[Piece]:
    r"""Return the points of a text that is an outline by tabs, as programs for mind maps write it; [] for any other.

    Each point stands at most one tab deeper than the one above it, and none bears a mark.

    >>> [piece.level for piece in outlined(["Kreis", "\tKurse", "\t\tzu voll", "\t\tzu teuer", "\tBusse"])]
    [0, 1, 2, 2, 1]
    >>> outlined(["Kreis", "\tKurse", "\tBusse", "\tÄrzte", "\tPflege"])
    []
    """
    points = [(len(line) - len(line.lstrip("\t")), line.strip()) for line in lines if line.strip()]
    depths = [depth for depth, _ in points]
    steps = all(after <= before + 1 for before, after in pairwise(depths))
    plain = all("\t" not in words and not mark(words) for _, words in points)
    if len(points) < LEAST_POINTS or depths[0] or max(depths) < DEEP or not steps or not plain:
        return []
    return [Piece("item", words, depth) for depth, words in points]


def tabbed(rows: list[list[str]]) -> list[list[Cell]]:
    """Return the cells of a text that is a table with tabs between its columns; [] where it is none."""
    width = len(rows[0]) if rows else 0
    regular = width > 1 and len(rows) >= FEW_ROWS and all(len(row) == width for row in rows)
    known = sum(bool(role_of(title)) for title in rows[0]) if regular else 0
    return [[cell(value) for value in row] for row in rows] if known * 2 > width else []


def pieces(text: str, *, markdown: bool = False) -> list[Piece]:
    """Return headings, items, tables and paragraphs of ``text``; hard line breaks inside a paragraph are undone."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x1a", "").expandtabs(TAB)
    lines = (COMMENT.sub("", text) if markdown else text).split("\n")
    facts = next((i for i, line in enumerate(lines[1:], 1) if line.strip() == "---"), 0) if markdown else 0
    if facts and lines[0].strip() == "---" and all(":" in line for line in lines[1:facts] if line.strip()):
        head = [Piece("metadata", line) for line in lines[1:facts] if line.strip()]
        return head + Lines(lines[facts + 1 :], markdown=markdown).pieces()
    return Lines(lines, markdown=markdown).pieces()


class Lines:
    """One pass over the lines of a text; state is the open paragraph."""

    def __init__(self, lines: list[str], *, markdown: bool) -> None:
        """Measure the lines: where they are wrapped, and how far."""
        self.lines = lines
        self.markdown = markdown
        self.width = wrap_width(lines)
        self.done: list[Piece] = []
        self.open: list[str] = []
        self.indent = 0
        self.reply = self.below = False
        self.colon: int | None = None
        self.under: int | None = None
        self.expected = 0
        self.tables = 0
        self.block = 0
        self.alone: list[int] = []
        self.blocks: list[range] = []

    def pieces(self) -> list[Piece]:
        """Return the pieces in order."""
        index = 0
        while index < len(self.lines):
            index += self._step(index)
        self._close()
        self._alone()
        return self._over_blocks()

    def _step(self, index: int) -> int:
        """Take the line at ``index``; return how many lines were used."""
        line = self.lines[index]
        following = self.lines[index + 1] if index + 1 < len(self.lines) else ""
        heading = ATX.match(line) if self.markdown else None
        if not line.strip() or FENCE.match(line):
            self._close()
            self._alone()
        elif heading:
            self._heading(heading[2], len(heading[1]))
        elif TABLE_ROW.match(line) and (TABLE_RULE.match(following) or TABLE_ROW.match(following)):
            return self._table(index)
        elif UNDERLINE.match(following) and not self.open and not RULE.match(line) and _titular(mark(line.strip())):
            self._heading(line, RANKS[following.strip()[0]])
            return 2
        elif RULE.match(line) or UNDERLINE.match(line):
            self._close()
        else:
            self._line(line)
        return 1

    def _alone(self) -> None:
        """Remember the lines between two empty ones, and a line that stands there alone."""
        self.blocks.append(range(self.block, len(self.done)))
        if (
            len(self.done) == self.block + 1
            and self.done[-1].kind == "paragraph"
            and len(self.done[-1].text) <= NARROWEST
        ):
            self.alone.append(len(self.done) - 1)
        self.block = len(self.done)

    def _over_blocks(self) -> list[Piece]:
        """Return the pieces; short lines that stand alone over blocks of lines look like headings, as bold ones do.

        A numbered one may stand over another: '4.1 Sprache', 'Ausgangslage'.
        """
        last = len(self.done) - 1
        titles = [
            index
            for index in self.alone
            if index < last
            and (index + 1 not in self.alone or SECTION.match(self.done[index].text))
            and not NO_TITLE.search(self.done[index].text)
        ]
        if len(titles) * 2 <= len(self.done):
            for index in (*titles, *self._over_prose()):
                self.done[index] = replace(self.done[index], bold=True)
        return self.done

    def _over_prose(self) -> list[int]:
        """Return the short first lines of blocks that stand directly above sentences, as in a newsletter.

        One may be chance; where there are several, a short line above anything longer is a title as well.
        """
        opening = [
            (self.done[block[0]].text, self.done[block[1]].text, block[0])
            for block in self.blocks
            if len(block) > 1 and all(self.done[index].kind == "paragraph" for index in block[:2])
        ]
        short = [one for one in opening if len(one[0].split()) <= FEW_WORDS and not NO_TITLE.search(one[0])]
        short = [one for one in short if one[0][:1].isupper() and ":" not in one[0][-1:]]
        sure = [one for one in short if len(one[1].split()) > len(one[0].split()) + 1 and FINISHED.search(one[1])]
        if self.markdown or len(sure) < LEAST_TITLES:
            return []
        return [index for title, below, index in short if len(below.split()) > len(title.split())]

    def _heading(self, text: str, level: int) -> None:
        self._close()
        self.expected = 0
        self.done.append(Piece("heading", _unmarked(text) if self.markdown else text, level))

    def _line(self, line: str) -> None:
        """Add a line to the open paragraph, or begin a new one."""
        words = line.strip()
        indent = len(line) - len(line.lstrip())
        reply = self.markdown and words.startswith(">")
        if reply:
            words = words.lstrip("> ")
        below = reply and bool(self.open) and (self.below or not self.reply)  # who answers below a point
        if below or reply != self.reply or self._begins(words, indent):
            self._close()
        if not self.open:
            self.indent, self.reply, self.below = indent, reply, below
        self.open.append(words)

    def _begins(self, words: str, indent: int) -> bool:
        """Tell whether a line opens a paragraph: a mark, a speaker, or a line before it that was not full."""
        if not self.open:
            return True
        last = self.open[-1]
        full = bool(self.width) and len(last) + self.indent + 1 + len(words.split(maxsplit=1)[0]) > self.width
        label = parsed(Piece("paragraph", words)).label
        if mark(words, self._next()) or (label and (not full or CODE.match(label) or POSTED.match(words))):
            return True
        sign = mark(self.open[0], self.expected)
        if sign and sign[0].isdigit() and len(self.open) == 1 and not full and _names_who(last[len(sign) :], words):
            return True
        listed = bool(sign)
        goes_on = full or self._flows(words, indent) or (listed and (indent > self.indent or _unfinished(last, words)))
        return not (self.markdown or goes_on)

    def _flows(self, words: str, indent: int) -> bool:
        """Tell whether a line of a wrapped text goes on with an unfinished one that a loose hand broke early."""
        last = self.open[-1]
        if not self.width or indent != self.indent or FINISHED.search(last):
            return False
        return words[:1].islower() or len(last) + self.indent >= NEARLY * self.width

    def _next(self) -> int:
        """Return the number that the next item would bear."""
        return following(mark(self.open[0], self.expected), self.expected) if self.open else self.expected

    def _close(self) -> None:
        if not self.open:
            return
        text = join(self.open)
        sign = mark(text, self.expected)
        depth = self.indent // 2 if sign else 0
        self.expected = self._next()
        self.open = []
        words = text[len(sign) :].strip()
        bold = self.markdown and bool(re.fullmatch(r"(\*\*|__)[^*_]+\1:?", words))
        lead = re.match(r"(\*\*|__)([^*_]+)\1(:?)", words) if self.markdown and not bold else None
        words = _unmarked(words) if self.markdown else words
        self._indented(words, sign)
        kind = "comment" if self.below else "item" if sign or self.under is not None else "paragraph"
        self.done.append(Piece(kind, words, depth, before=sign, bold=bold, lead=(lead[2] + lead[3]) if lead else ""))

    def _indented(self, words: str, sign: str) -> None:
        """Remember whether the lines that follow stand indented under a line with a colon: they are a list."""
        if self.under is not None and (self.indent <= self.under or sign):
            self.under = None
        if words.endswith(":") and not sign:
            self.colon = self.indent
        elif self.under is None and self.colon is not None and self.indent > self.colon and not sign:
            self.under, self.colon = self.colon, None
        else:
            self.colon = None

    def _table(self, start: int) -> int:
        """Lay a table of lines with bars; return how many lines it has."""
        self._close()
        end = start
        rows = []
        while end < len(self.lines) and TABLE_ROW.match(self.lines[end]):
            if not TABLE_RULE.match(self.lines[end]):
                parts = re.split(r"(?<!\\)\|", self.lines[end].strip().strip("|"))
                rows.append([cell(re.sub(r"<br\s*/?>", "\n", _unmarked(part.strip()))) for part in parts])
            end += 1
        if len(rows) > 1 and TABLE_RULE.match(self.lines[start + 1]):
            rows[0] = [replace(part, title=True) for part in rows[0]]
        self.done += lay(Grid(rows, self.tables))
        self.tables += 1
        return end - start


def unnumbered(text: str) -> tuple[str, int]:
    r"""Return a transcript without the numbers that a program printed before its lines, and how many these were.

    They run on from line to line, and some line goes on in small letters: a numbered list of points stays as it is.

    >>> unnumbered("\n".join(["1  B: Wir haben", "2  viel vor.", *(f"{n}  Und dann" for n in range(3, 12))]))[1]
    11
    >>> unnumbered("1 Kita\n2 Bus\n3 Arzt")[1]
    0
    """
    lines = text.splitlines()
    found = [NUMBERED_LINE.match(line) for line in lines]
    values = [int(one["value"]) for one in found if one]
    bare = all(one or not line.strip() for one, line in zip(found, lines, strict=True))
    runs = bare and all(after == before + 1 for before, after in pairwise(values))
    goes_on = any(one and one["rest"][:1].islower() for one in found)
    if len(values) < LEAST_NUMBERED or not runs or not goes_on:
        return text, 0
    return "\n".join(one["rest"] if one else "" for one in found), len(values)


def _unfinished(line: str, words: str) -> bool:
    """Tell whether a line of a point goes on in the next: on a narrow sheet a word or a bracket stays open, or 'mit'.

    >>> _unfinished("Führer-", "schein"), _unfinished("Kita mit langen", "Zeiten"), _unfinished("zu wenig", "kurse!")
    (True, False, True)
    """
    broken = BROKEN_WORD.search(line) and words[:1].islower()
    small = words[:1].islower() and not FINISHED.search(line)
    return bool(broken or small or OPEN_END.search(line)) or line.count("(") > line.count(")")


def _names_who(point: str, words: str) -> bool:
    """Tell whether a numbered point only names whose words stand below it, as '3) Seniorenrat' does.

    >>> _names_who("Seniorenrat", "Der Besuchsdienst braucht noch Leute."), _names_who("Kurse für", "Frauen.")
    (True, False)
    """
    short = len(point.split()) <= FEW_WORDS and not FINISHED.search(point) and not OPEN_END.search(point.strip())
    return short and len(words.split()) >= FEW_WORDS and not words[:1].islower() and bool(FINISHED.search(words))


def _titular(sign: str) -> bool:
    """Tell whether an underlined line with this list mark may be a title: a point of a list is none, a number may be.

    >>> _titular(""), _titular("1)"), _titular("-")
    (True, True, False)
    """
    return not sign or any(part.isdigit() for part in sign)


def wrap_width(lines: list[str]) -> int:
    """Return the width at which a typist's program wrapped the lines, 0 where every line is its own paragraph.

    Lines count as wrapped where many of them end near one width and go on in small letters below.
    """
    inner = [
        (line.rstrip(), lines[i + 1]) for i, line in enumerate(lines[:-1]) if line.strip() and lines[i + 1].strip()
    ]
    going_on = [
        len(line) for line, after in inner if re.match(r"\s*[a-zäöüß(„\"0-9]", after) and len(line) >= NARROWEST
    ]
    if len(going_on) <= 1 or _all_small(lines):
        return _even_width([len(line) for line, _ in inner if len(line) >= NARROWEST]) if going_on else 0
    width = round(quantiles(going_on, n=TENTHS)[-1]) if len(going_on) >= TENTHS else max(going_on)
    return width if width <= WIDEST else 0


def _all_small(lines: list[str]) -> bool:
    """Tell whether somebody writes without capitals, so that small letters at the beginning of a line say nothing."""
    begins = [line.strip()[0] for line in lines if line.strip()]
    return len(begins) >= FEW_ROWS and sum(sign.islower() for sign in begins) >= ALL_SMALL * len(begins)


def _even_width(lengths: list[int]) -> int:
    """Return the width of a short text whose lines that go on are nearly all equally long, 0 where they are not.

    >>> _even_width([86, 84, 92]), _even_width([86, 41, 60])
    (92, 0)
    """
    width = max(lengths)
    near = sum(length >= NEARLY * width for length in lengths)
    return width if NARROWEST <= width <= WIDEST and len(lengths) > 1 and near >= NEARLY * len(lengths) else 0


def join(lines: list[str]) -> str:
    """Return the lines of a paragraph as one, words broken with a hyphen made whole.

    >>> join(["Die Teil-", "habe aller", "Sprach-", "und Integrationskurse der EU-", "Länder"])
    'Die Teilhabe aller Sprach- und Integrationskurse der EU-Länder'
    """
    parts: list[str] = []
    for line in lines:
        words = line.strip()
        last = parts[-1] if parts else ""
        if last.endswith("\u00ad"):
            parts[-1] = last[:-1] + words
        elif BROKEN_WORD.search(last) and words[:1].isalnum():
            parts[-1] = _hyphen(last, words)
        elif BROKEN_PAIR.search(last) and words[:1].isalnum():
            parts[-1] = last + words
        elif words:
            parts.append(words)
    return " ".join(parts)


def _hyphen(text: str, words: str) -> str:
    """Join a word broken after a hyphen: a truncated compound keeps hyphen and space, a name its hyphen."""
    if re.match(r"(und|oder|bzw|sowie|als|wie|noch|statt|bis|aber|samt)\b", words):
        return f"{text} {words}"
    if not words[0].islower() or re.search(r"(\d|\b[A-ZÄÖÜ]{2,})-$", text):
        return text + words
    return text[:-1] + words


def _unmarked(text: str) -> str:
    """Return Markdown without its signs."""
    for pattern, replacement in MARKUP:
        text = pattern.sub(replacement, text)
    return clean(text)


def paged(piece: Piece, page: int) -> Piece:
    """Return ``piece`` with the page that it was read from."""
    return replace(piece, page=page)

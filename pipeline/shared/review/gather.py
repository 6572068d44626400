"""Gather: all decisions of a corpus from every file that people handed back, every fault at once."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pandas as pd

from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable
from pipeline.shared.naming import spoken
from pipeline.shared.review import cells, files, forms, kinds, projects
from pipeline.shared.review.kinds import KINDS, Column, Kind, fold

Words = Mapping[str, Mapping[str, str]]
DTYPES = {"yes_no": "boolean", "whole": "Int64", "year": "Int64"}
ORIGIN = ("file", "line")


@dataclass
class Found:
    """What one file holds: decisions by kind, and what is wrong with it; ``words`` are the allowed ones."""

    words: Words
    rows: dict[str, list[dict[str, object]]] = field(default_factory=lambda: {name: [] for name in KINDS})
    faults: list[str] = field(default_factory=list)


def header(sheet: files.Sheet) -> tuple[int, Kind] | None:
    """Return the position of the header row and the kind of a plain sheet; None where no kind fits.

    The kind that needs the most of the columns found wins, so that `statement_id;field;accepted` is not a type.
    """
    for position, row in enumerate(sheet.rows[: files.HEADER_DEPTH]):
        named = {fold(cell) for cell in row.cells if cell}
        fitting = [kind for kind in KINDS.values() if fits(kind, named)]
        if fitting:
            return position, max(fitting, key=lambda kind: sum(known(column, named) for column in kind.columns))
    return None


def known(column: Column, named: set[str]) -> bool:
    """Return whether ``column`` stands among the folded headings ``named``."""
    return bool(named & {column.name, *column.called})


def fits(kind: Kind, named: set[str]) -> bool:
    """Return whether the headings have all that ``kind`` requires, and at least one column that decides."""
    required = all(known(column, named) for column in kind.columns if column.required)
    return required and any(known(column, named) for column in kind.columns if column.name in kind.content)


def columns(kind: Kind, row: files.Row) -> tuple[dict[int, Column], list[int]]:
    """Return position -> column of a header row, and the positions of headings that nobody knows."""
    called = {name: column for column in (*kind.common, *kind.columns) for name in (*column.called, column.name)}
    places = {place: called.get(fold(cell)) for place, cell in enumerate(row.cells) if cell}
    return {place: column for place, column in places.items() if column}, [p for p, c in places.items() if not c]


def plain(sheet: files.Sheet, found: Found) -> bool:
    """Read a sheet that has the columns of one kind; returns False where it has not."""
    at = header(sheet)
    if at is None:
        return False
    position, kind = at
    head = sheet.rows[position]
    places, unknown = columns(kind, head)
    found.faults += [forms.strange_heading(sheet, head.line, place) for place in unknown]
    for row in sheet.rows[position + 1 :]:
        raw = {column: row.cells[place] for place, column in places.items() if place < len(row.cells)}
        decide_row(kind, raw, sheet, row.line, found)
    return True


def wholly_plain(sheet: files.Sheet) -> bool:
    """Return whether ``sheet`` has the columns of one kind and no others, some of which a form has as well."""
    at = header(sheet)
    return at is not None and not columns(at[1], sheet.rows[at[0]])[1]


def decide_row(kind: Kind, raw: Mapping[Column, str], sheet: files.Sheet, line: int, found: Found) -> None:
    """Add one row of decisions to ``found``, or its faults; a row that decides nothing is passed over."""
    if not any(word for column, word in raw.items() if column.name in kind.content):
        return
    row: dict[str, object] = {}
    faults = []
    for column, word in {**raw, **by_default(kind, raw, sheet)}.items():
        if column.required and not word:
            faults.append(f"{sheet.label}Zeile {line}: {column.name} ist leer")
        try:
            row[column.name] = cells.read(word, column.rule, found.words)
        except cells.CellError as fault:
            faults.append(f"{sheet.label}Zeile {line}: {column.name} ist {fault}")
    if faults:
        found.faults += faults
        return
    found.rows[kind.name].append({**row, "file": sheet.file, "line": line})


def by_default(kind: Kind, raw: Mapping[Column, str], sheet: files.Sheet) -> dict[Column, str]:
    """Return who decided and when, from the file's properties, where the row does not say it."""
    said = {column.name for column, word in raw.items() if word}
    known_to_file = {"reviewer": sheet.reviewer, "date": sheet.date}
    return {column: known_to_file[column.name] for column in kind.common if column.name in set(known_to_file) - said}


def filled_form(sheet: files.Sheet, found: Found) -> bool:
    """Read a sheet of the review workbook; returns False where it is none."""
    form = forms.recognise(sheet)
    if form is None or (form.faults and wholly_plain(sheet)):
        return False
    found.faults += form.faults
    for entry in form.entries():
        kind = KINDS[entry.kind]
        by_name = {column.name: column for column in (*kind.common, *kind.columns)}
        raw = {by_name[name]: word for name, word in entry.cells.items()}
        if "blind_coder" in by_name:
            raw[by_name["blind_coder"]] = form.sheet.reviewer or Path(form.sheet.file).stem
        decide_row(kind, raw, form.sheet, entry.line, found)
    return True


def read_file(file: str, path: Path, words: Words) -> Found:
    """Return what ``path`` holds; nothing is raised, all that is wrong stands in the faults."""
    found = Found(words)
    try:
        sheets = forms.signed(files.sheets(file, path))
    except files.UnreadableError as fault:
        found.faults.append(str(fault))
        return found
    for sheet in sheets:
        if not sheet.rows or forms.is_cover(sheet):
            continue
        if not filled_form(sheet, found) and not plain(sheet, found):
            found.faults.append(f"{sheet.label}die Überschriften passen zu keiner Art von Entscheidungen")
    return found


def read_projects(paths: Mapping[str, Path], words: Words) -> dict[str, Found]:
    """Return what the returned projects hold: every change that decides something, by the kinds of decisions."""
    found = {}
    for file, result in projects.returned(paths).items():
        found[file] = Found(words, faults=list(result.faults))
        sheet = files.Sheet(file, "", ())
        for number, change in enumerate(result.changes, 1):
            for name, told in change.decisions:
                kind = KINDS[name]
                by_name = {column.name: column for column in (*kind.common, *kind.columns)}
                raw = {by_name[column]: word for column, word in told.items()}
                raw |= {by_name["reviewer"]: change.reviewer, by_name["date"]: change.date}
                decide_row(kind, raw, sheet, number, found[file])
    return found


def frame(kind: Kind, rows: Iterable[Mapping[str, object]]) -> pd.DataFrame:
    """Return decisions of ``kind`` as a typed frame with their origin (file, line)."""
    names = [*kind.names, *ORIGIN]
    dtypes = {column.name: DTYPES.get(column.rule, "string") for column in (*kind.columns, *kind.common)}
    table = pd.DataFrame([[row.get(name) for name in names] for row in rows], columns=names, dtype=object)
    return table.astype({**dtypes, "file": "string", "line": "Int64"})


def in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Return decisions from the earliest to the latest: by date, then by file name and line."""
    return table.sort_values(["date", "file", "line"], na_position="first", kind="stable").reset_index(drop=True)


def signature(corpus: Corpus) -> tuple[tuple[str, int, int], ...]:
    """Return name, size and time of every file that bears on the decisions, to know when to read again."""
    paths = [*files.handed_back(corpus.review), corpus.codebook]
    return tuple((corpus.relative(p), p.stat().st_size, p.stat().st_mtime_ns) for p in paths if p.is_file())


@lru_cache(maxsize=4)
def _everything(corpus: Corpus, _: tuple[tuple[str, int, int], ...]) -> dict[str, pd.DataFrame]:
    words = kinds.words(corpus)
    paths = {corpus.relative(path): path for path in files.handed_back(corpus.review)}
    tables = {file: path for file, path in paths.items() if path.suffix.lower() not in files.PROJECTS}
    found = {file: read_file(file, path, words) for file, path in tables.items()}
    found |= read_projects({file: path for file, path in paths.items() if file not in tables}, words)
    broken = {file: result.faults for file, result in found.items() if result.faults}
    if broken:
        raise fault({file: list(dict.fromkeys(faults)) for file, faults in broken.items()})
    return {
        name: in_order(frame(kind, itertools.chain.from_iterable(result.rows[name] for result in found.values())))
        for name, kind in KINDS.items()
    }


def everything(corpus: Corpus) -> dict[str, pd.DataFrame]:
    """Return kind -> all decisions ever handed back, the earliest first; raises Repairable with all faults."""
    if not corpus.review.is_dir() or not any(True for _ in files.handed_back(corpus.review)):
        return {name: frame(kind, []) for name, kind in KINDS.items()}
    return {name: table.copy() for name, table in _everything(corpus, signature(corpus)).items()}


def fault(broken: Mapping[str, list[str]]) -> Repairable:
    """Return one fault for all files, each line with its file where there are several."""
    folder = Path(next(iter(broken))).parent.as_posix()
    names = {file: spoken(Path(file).name, [Path(one).name for one in broken]) for file in broken}
    if len(broken) == 1:
        (file, faults) = next(iter(broken.items()))
        return Repairable(f"{folder}/{names[file]}", faults)
    return Repairable(folder, [f"{names[file]}: {line}" for file, faults in broken.items() for line in faults])

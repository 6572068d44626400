"""Adopt: what can be taken over from elsewhere?

Not a stage: a command for the person who starts a corpus. It prints, and she saves what she wants to keep:

    python -m pipeline.adopt codebook FILE > data/raw/<corpus>/codebook.yaml
    python -m pipeline.adopt gold FILE > data/raw/<corpus>/gold/statements.jsonl

A codebook is taken from .qdc, .qdpx, .xlsx, .ods or .csv, gold from a .qdpx coded by hand. A table for a codebook has
the columns Name and, if wanted, Schlüssel, Art (Arbeitsbereich or Typ), Definition, Stichwörter. In a project the
folder named Aussagetypen (or similar) holds the types; all other codes are fields of work.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pipeline.shared import codebook, params, yamls
from pipeline.shared.corpus import Corpus, project_root
from pipeline.shared.errors import Repairable
from pipeline.shared.refi import reader
from pipeline.shared.refi.match import stem
from pipeline.shared.refi.model import Code, Project, canonical, fold, walk
from pipeline.shared.refi.places import resolve
from pipeline.shared.review import files

FAULT = 2
TYPE_FOLDERS = ("aussagetyp", "typ", "art der aussage")
HEADINGS = {
    "name": ("name", "bezeichnung", "code", "kategorie"),
    "key": ("schlüssel", "key", "kürzel"),
    "kind": ("art", "gruppe"),
    "definition": ("definition", "beschreibung", "memo"),
    "cues": ("stichwörter", "stichworte", "cues"),
}
PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


@dataclass(frozen=True)
class Entry:
    """One code of somebody else's codebook."""

    name: str
    is_type: bool
    definition: str = ""
    key: str = ""
    cues: tuple[str, ...] = ()


def key_of(name: str, taken: set[str]) -> str:
    """Return a key for ``name`` that is not ``taken``.

    >>> key_of("Übergänge & Wege", set()), key_of("Wege", {"wege"})
    ('uebergaenge_wege', 'wege_2')
    """
    plain = unicodedata.normalize("NFKD", name.casefold().translate(PLAIN)).encode("ascii", "ignore").decode("ascii")
    key = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
    key = key if key[:1].isalpha() else f"f_{key}".rstrip("_")
    variants = (key, *(f"{key}_{number}" for number in range(2, len(taken) + 3)))
    return next(variant for variant in variants if variant not in taken)


def is_type_folder(name: str) -> bool:
    """Return whether a folder of this name holds statement types."""
    return fold(name).startswith(TYPE_FOLDERS)


def from_codes(codes: Iterable[Code], *, types: bool = False) -> Iterator[Entry]:
    """Yield the entries of a tree: folders are passed through, codes below a codable code are themes and left out."""
    for code in codes:
        inside = types or is_type_folder(code.name)
        if code.children and (not code.codable or is_type_folder(code.name)):
            yield from from_codes(code.children, types=inside)
        elif code.codable:
            yield Entry(code.name, inside, code.description)


def from_table(sheets: Iterable[files.Sheet], place: str) -> list[Entry]:
    """Return the entries of a table; raises Repairable where it has no column with names."""
    for sheet in sheets:
        for position, row in enumerate(sheet.rows[: files.HEADER_DEPTH]):
            named = {fold(cell): at for at, cell in enumerate(row.cells) if cell}
            columns = {what: next((named[n] for n in names if n in named), None) for what, names in HEADINGS.items()}
            if columns["name"] is not None:
                return [entry for later in sheet.rows[position + 1 :] if (entry := from_row(later, columns)).name]
    raise Repairable(place, ["keine Spalte Name gefunden"], "Eine Kopfzeile mit der Spalte Name ergänzen.")


def from_row(row: files.Row, columns: dict[str, int | None]) -> Entry:
    """Return the entry of one row."""

    def cell(what: str) -> str:
        at = columns[what]
        return row.cells[at] if at is not None and at < len(row.cells) else ""

    cues = tuple(cue.strip() for cue in re.split(r"[,;|]", cell("cues")) if cue.strip())
    return Entry(cell("name"), is_type_folder(cell("kind")), cell("definition"), cell("key"), cues)


def entries(path: Path) -> list[Entry]:
    """Return the codes in ``path``; raises Repairable where it cannot be read."""
    try:
        if path.suffix.lower() == ".qdc":
            return list(from_codes(reader.qdc(path.read_bytes())))
        if path.suffix.lower() == ".qdpx":
            return list(from_codes(reader.qdpx(path.read_bytes()).codes))
        return from_table(files.sheets(path.name, path), path.name)
    except (reader.UnreadableError, files.UnreadableError) as fault:
        raise Repairable(path.name, [str(fault)], "Datei neu ausgeben.") from None


def as_codebook(found: Iterable[Entry], shipped: dict[str, Any]) -> dict[str, Any]:
    """Return a codebook; what the source does not have (types, publication rules) is taken from the ``shipped`` one."""
    lists: dict[bool, list[dict[str, Any]]] = {False: [], True: []}
    taken: dict[bool, set[str]] = {False: set(), True: set()}
    for entry in found:
        key = entry.key or key_of(entry.name, taken[entry.is_type])
        taken[entry.is_type].add(key)
        row: dict[str, Any] = {"key": key, "name": entry.name}
        row |= {"definition": entry.definition} if entry.definition else {}
        row |= {"cues": list(entry.cues)} if entry.cues else {}
        lists[entry.is_type].append(row)
    roles = [
        field
        for field in shipped["fields"]
        if field.get("role", "field") != "field" and field["key"] not in taken[False]
    ]
    kept = {
        name: shipped[name] for name in ("groups", "target_groups", "cross_cutting", "publication") if name in shipped
    }
    own: dict[str, Any] = {"fields": [*lists[False], *roles], "types": lists[True] or shipped["types"]}
    return {"version": "1"} | own | kept


def as_gold(project: Project, book: codebook.Codebook, documents: Iterable[str]) -> Iterator[dict[str, Any]]:
    """Yield the coded places of a project as gold statements: id, file, text, type, fields.

    ``documents`` are the file names of the corpus, to which sources are matched by name. Codes are recognised by the
    names and keys of the codebook; a place without a type, or one that cannot be verified, is left out.
    """
    names = {code.key: fold(code.name) for _, code in walk(project.codes)}
    types = {fold(word): kind.key for kind in book.types for word in (kind.key, kind.name)}
    fields = {fold(word): field.key for field in book.fields for word in (field.key, field.name)}
    papers = {stem(document): document for document in documents}
    for source in project.sources:
        file = papers.get(stem(source.name), source.name)
        text = canonical(source.text)
        places: dict[tuple[int, int], list[str]] = {}
        _, found = resolve(source.text, source.selections, text)
        for selection, place in zip(source.selections, found, strict=True):
            if place is not None and place.sure:
                codes = [names.get(coding.code, "") for coding in selection.codings]
                places.setdefault((place.start, place.end), []).extend(codes)
        for number, ((start, end), codes) in enumerate(sorted(places.items()), 1):
            kinds = [types[code] for code in codes if code in types]
            chosen = list(dict.fromkeys(fields[code] for code in codes if code in fields))
            if kinds:
                name = f"{key_of(source.name, set())}-{number:03}"
                yield {"id": name, "file": file, "text": text[start:end], "type": kinds[0], "fields": chosen}


def adopted(what: str, path: Path, root: Path) -> str:
    """Return the codebook as YAML or the gold statements as lines of JSON."""
    shipped = Corpus("sample", root).codebook
    if what == "codebook":
        content = as_codebook(entries(path), yamls.content(shipped))
        codebook.parse(content, path.name)
        written: str = yaml.safe_dump(content, allow_unicode=True, sort_keys=False, width=110)
        return written
    try:
        project = reader.qdpx(path.read_bytes())
    except reader.UnreadableError as fault:
        raise Repairable(path.name, [str(fault)], "Projekt neu ausgeben.") from None
    corpus = params.corpus()
    documents = sorted(paper.name for paper in corpus.documents.glob("*"))
    rows = as_gold(project, codebook.read(corpus), documents)
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    return "".join(f"{line}\n" for line in lines)


def main(arguments: list[str]) -> int:
    """Print what was taken over; the exit status is 0, or 2 for a fault that a person can repair."""
    if len(arguments) != 2 or arguments[0] not in ("codebook", "gold") or not Path(arguments[1]).is_file():  # noqa: PLR2004
        print(__doc__, file=sys.stderr)
        return FAULT
    try:
        sys.stdout.buffer.write(adopted(arguments[0], Path(arguments[1]), project_root()).encode("utf-8"))
    except Repairable as fault:
        print(f"\n{fault}\n", file=sys.stderr)
        return FAULT
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Snapshot: the state of an export, carried inside the project itself, so that a returned copy can be compared with it.

It must not be compared with today's tables: those may already know what came back. The snapshot is a note of the
project (compressed, as letters), because every tool keeps notes; where one does not, the exported file is put beside
the returned one.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from dataclasses import dataclass
from typing import Any

from pipeline.shared.refi.model import Code, Coding, Note, Project, Selection, Source

NAME = "Stand der Ausgabe (bitte nicht ändern)"
MARK = "LEITLINIEN-STAND-1:"
LINE = 120
LARGEST = 1 << 28
BEGIN = re.compile(re.escape(MARK) + r"(\w+):([A-Za-z0-9+/=\s]+)")


@dataclass(frozen=True)
class Snapshot:
    """A project as it was exported; ``mode`` is ``coded`` or ``blind``. Keys are ours, not GUIDs."""

    project: Project
    mode: str


def note(project: Project, mode: str) -> Note:
    """Return the note that carries ``project`` as it is exported."""
    packed = zlib.compress(json.dumps(plain(project), ensure_ascii=False, separators=(",", ":")).encode("utf-8"), 9)
    letters = base64.b64encode(packed).decode("ascii")
    lines = [letters[at : at + LINE] for at in range(0, len(letters), LINE)]
    explained = (
        "Diese Notiz braucht der Rückweg in die Auswertung. Sie enthält nur, was auch sonst in diesem Projekt steht."
    )
    return Note(NAME, "\n".join([explained, f"{MARK}{mode}:", *lines]) + "\n")


def read(project: Project) -> Snapshot | None:
    """Return the snapshot that ``project`` carries; None where there is none or it was damaged."""
    for candidate in project.notes:
        found = BEGIN.search(candidate.text)
        if found:
            try:
                packed = base64.b64decode("".join(found[2].split()), validate=True)
                unpacked = zlib.decompressobj().decompress(packed, LARGEST)
                return Snapshot(rebuilt(json.loads(unpacked)), found[1])
            except (ValueError, zlib.error, KeyError, TypeError):
                continue
    return None


def plain(project: Project) -> dict[str, Any]:
    """Return what a comparison needs of ``project``, as lists and words."""
    return {
        "name": project.name,
        "origin": project.origin,
        "users": list(project.users),
        "codes": [plain_code(code) for code in project.codes],
        "sources": [
            [
                source.key,
                source.name,
                source.text,
                dict(source.variables),
                [
                    [found.key, found.start, found.end, found.memo, [[c.code, c.user] for c in found.codings]]
                    for found in source.selections
                ],
            ]
            for source in project.sources
        ],
    }


def plain_code(code: Code) -> list[Any]:
    """Return a code and all below it as lists."""
    return [code.key, code.name, code.codable, [plain_code(child) for child in code.children]]


def rebuilt(content: dict[str, Any]) -> Project:
    """Return the project in ``content``."""
    return Project(
        content["name"],
        content["origin"],
        tuple(content["users"]),
        tuple(rebuilt_code(code) for code in content["codes"]),
        tuple(
            Source(key, name, text, tuple(rebuilt_selection(found) for found in selections), variables=variables)
            for key, name, text, variables, selections in content["sources"]
        ),
    )


def rebuilt_code(content: list[Any]) -> Code:
    """Return the code in ``content``."""
    key, name, codable, children = content
    return Code(key, name, codable, children=tuple(rebuilt_code(child) for child in children))


def rebuilt_selection(content: list[Any]) -> Selection:
    """Return the selection in ``content``."""
    key, start, end, memo, codings = content
    return Selection(key, start, end, tuple(Coding(code, user) for code, user in codings), memo=memo)

"""Writer: a project as ``.qdpx``, a codebook as ``.qdc``; the same project gives the same bytes.

The rules, each there because a client breaks without it: one file ``project.qde`` and a flat folder ``sources``; texts
UTF-8 without BOM, LF only, characters of the BMP only; half-open offsets; no richTextPath; a date on everything; an
origin that does not name another tool; code names and source names unique; one selection per coder; memos as
Description, because a NoteRef makes one client drop its code.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.sax.saxutils import escape, quoteattr

from pipeline.shared.refi.model import ILLEGAL, Code, Note, Project, Selection, Source, exportable, guid

WHEN = "2000-01-01T00:00:00Z"  # fixed: a clock would make every run different
ZIP_WHEN = (2000, 1, 1, 0, 0, 0)
QUOTE = 100  # characters of the quote that a selection's name holds
PROJECT_SPACE = "urn:QDA-XML:project:1.0"
CODEBOOK_SPACE = "urn:QDA-XML:codebook:1.0"
LOCATION = f"{PROJECT_SPACE} http://schema.qdasoftware.org/versions/Project/v1.0/Project.xsd"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def words(text: str) -> str:
    """Return ``text`` as element content."""
    return escape(ILLEGAL.sub(" ", text))


def value(text: str) -> str:
    """Return ``text`` as a quoted attribute."""
    return quoteattr(ILLEGAL.sub(" ", text))


def description(text: str) -> str:
    """Return a Description element, or nothing for no text."""
    return f"<Description>{words(text)}</Description>" if text else ""


def code_xml(codes: Iterable[Code]) -> Iterator[str]:
    """Yield the Code elements of ``codes`` and all below them."""
    for code in codes:
        color = f' color="{code.color}"' if code.color else ""
        codable = "true" if code.codable else "false"
        yield f'<Code guid="{guid("code", code.key)}" name={value(code.name)} isCodable="{codable}"{color}>'
        yield description(code.description)
        yield from code_xml(code.children)
        yield "</Code>"


def by_coder(selection: Selection) -> Iterator[tuple[str, list[str]]]:
    """Yield (user, keys of codes) of a selection: one client reads the coder from the selection."""
    ordered = sorted(selection.codings, key=lambda coding: (coding.user, coding.code))
    for user, codings in groupby(ordered, key=lambda coding: coding.user):
        yield user, [coding.code for coding in codings]


def selection_xml(source: Source, text: str, selection: Selection) -> Iterator[str]:
    """Yield the PlainTextSelection elements of one selection; ``text`` is the exported text."""
    name = value(" ".join(text[selection.start : selection.end].split())[:QUOTE])
    for user, codes in by_coder(selection):
        stamp = f'creatingUser="{guid("user", user)}" creationDateTime="{WHEN}"'
        key = (source.key, selection.key, user)
        yield (
            f'<PlainTextSelection guid="{guid("selection", *key)}" name={name} startPosition="{selection.start}" '
            f'endPosition="{selection.end}" {stamp}>{description(selection.memo)}'
        )
        for code in codes:
            target = f'<CodeRef targetGUID="{guid("code", code)}"/>'
            yield f'<Coding guid="{guid("coding", *key, code)}" {stamp}>{target}</Coding>'
        yield "</PlainTextSelection>"


def source_xml(source: Source, owner: str) -> Iterator[str]:
    """Yield the TextSource element of ``source``."""
    text = exportable(source.text)
    yield (
        f'<TextSource guid="{guid("source", source.key)}" name={value(source.name)} '
        f'plainTextPath="internal://{guid("file", source.key)}.txt" creatingUser="{owner}" creationDateTime="{WHEN}">'
    )
    yield description(source.memo)
    for selection in sorted(source.selections, key=lambda found: (found.start, found.end, found.key)):
        yield from selection_xml(source, text, selection)
    for name, said in sorted(source.variables.items()):
        variable = f'<VariableRef targetGUID="{guid("variable", name)}"/>'
        yield f"<VariableValue>{variable}<TextValue>{words(said)}</TextValue></VariableValue>"
    yield "</TextSource>"


def note_xml(note: Note, owner: str) -> str:
    """Return the Note element of ``note``."""
    path = f"internal://{guid('notefile', note.name)}.txt"
    stamp = f'creatingUser="{owner}" creationDateTime="{WHEN}"'
    return f'<Note guid="{guid("note", note.name)}" name={value(note.name)} plainTextPath="{path}" {stamp}/>'


def project_parts(project: Project) -> Iterator[str]:
    """Yield the parts of project.qde in the order that the schema binds."""
    owner = guid("user", project.users[0])
    yield (
        f'{HEAD}<Project xmlns="{PROJECT_SPACE}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        f'xsi:schemaLocation="{LOCATION}" name={value(project.name)} origin={value(project.origin)} '
        f'creatingUserGUID="{owner}" creationDateTime="{WHEN}" modifyingUserGUID="{owner}" modifiedDateTime="{WHEN}">'
    )
    yield "<Users>"
    yield from (f'<User guid="{guid("user", user)}" name={value(user)}/>' for user in project.users)
    yield "</Users><CodeBook><Codes>"
    yield from code_xml(project.codes)
    yield "</Codes></CodeBook>"
    variables = sorted({name for source in project.sources for name in source.variables})
    if variables:
        yield "<Variables>"
        for name in variables:
            yield f'<Variable guid="{guid("variable", name)}" name={value(name)} typeOfVariable="Text"/>'
        yield "</Variables>"
    if project.sources:
        yield "<Sources>"
        for source in project.sources:
            yield from source_xml(source, owner)
        yield "</Sources>"
    if project.notes:
        yield "<Notes>"
        yield from (note_xml(note, owner) for note in project.notes)
        yield "</Notes>"
    yield f"{description(project.memo)}</Project>\n"


def qde(project: Project) -> bytes:
    """Return ``project`` as project.qde."""
    return "".join(project_parts(project)).encode("utf-8")


def qdpx(project: Project) -> bytes:
    """Return ``project`` as a .qdpx archive, made in memory."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        put(archive, "project.qde", qde(project))
        for source in project.sources:
            put(archive, f"sources/{guid('file', source.key)}.txt", exportable(source.text).encode("utf-8"))
        for note in project.notes:
            put(archive, f"sources/{guid('notefile', note.name)}.txt", exportable(note.text).encode("utf-8"))
    return buffer.getvalue()


def put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    """Add a file with a fixed date and fixed rights."""
    entry = zipfile.ZipInfo(name, ZIP_WHEN)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    entry.create_system = 3  # the same on every machine
    archive.writestr(entry, content)


def qdc(codes: tuple[Code, ...], origin: str) -> bytes:
    """Return ``codes`` as a codebook file."""
    body = "".join(code_xml(codes))
    return (
        f'{HEAD}<CodeBook xmlns="{CODEBOOK_SPACE}" origin={value(origin)}><Codes>{body}</Codes></CodeBook>\n'.encode()
    )

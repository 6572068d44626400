"""Reader: any tool's ``.qdpx`` or ``.qdc``, read in memory and never unpacked to disk.

Elements are found by their local name, because namespaces differ between tools. GUIDs are compared without case and
braces. Texts come back as stored, less a byte order mark; their newlines are somebody else's convention, see places.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from pipeline.shared.errors import UNPACK_FAULTS
from pipeline.shared.refi.model import Code, Coding, Note, Project, Selection, Source, walk

BOM = b"\xef\xbb\xbf"
LARGEST = 1 << 30  # bytes of all files of a project together
INTERNAL = "internal://"
ANNOTATION = re.compile(rb"(<PlainTextContent>)(.*?)(</PlainTextContent>)", re.DOTALL)
VALUES = ("TextValue", "BooleanValue", "IntegerValue", "FloatValue", "DateValue", "DateTimeValue")


class UnreadableError(ValueError):
    """The file is no project; the message is a German half sentence."""


def local(element: etree._Element) -> str:
    """Return the name of ``element`` without its namespace."""
    return str(etree.QName(element).localname) if isinstance(element.tag, str) else ""


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the children of ``element`` named ``name``."""
    return (child for child in element if local(child) == name)


def descendants(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield everything below ``element`` that has one of ``names``."""
    found: Iterator[etree._Element] = element.iter(*(f"{{*}}{name}" for name in names))
    return found


def text_of(element: etree._Element, name: str) -> str:
    """Return the words of the first child named ``name``; nothing where there is none."""
    return next((child.text or "" for child in children(element, name)), "")


def same(guid: str | None) -> str:
    """Return ``guid`` as GUIDs are compared."""
    return guid.strip().strip("{}").lower() if guid else ""


def parse(data: bytes) -> etree._Element:
    """Return the root of ``data``; text that a client forgot to escape inside a note is repaired."""
    while data.startswith(BOM):
        data = data[len(BOM) :]
    if b"<!DOCTYPE" in data[:2000]:
        raise UnreadableError("eine Dokumenttyp-Angabe ist nicht erlaubt")
    for attempt in (data, ANNOTATION.sub(escaped, data)):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        try:
            return etree.fromstring(attempt, parser)
        except etree.XMLSyntaxError:
            continue
    raise UnreadableError("die Projektbeschreibung ist kein gültiges XML")


def escaped(found: re.Match[bytes]) -> bytes:
    """Return a note's content with its loose & and < escaped."""
    content = re.sub(rb"&(?!#?\w+;)", b"&amp;", found[2]).replace(b"<", b"&lt;")
    return found[1] + content + found[3]


class Archive:
    """The files of a .qdpx by folded name."""

    def __init__(self, data: bytes) -> None:
        """Open ``data``; raises UnreadableError."""
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(data))
        except UNPACK_FAULTS:
            raise UnreadableError("die Datei ist kein Projektarchiv") from None
        if sum(entry.file_size for entry in self.zip.infolist()) > LARGEST:
            raise UnreadableError("das Projekt ist ausgepackt zu groß")
        self.names = {name.lower(): name for name in self.zip.namelist()}

    def read(self, name: str) -> bytes:
        """Return the content of ``name``; raises UnreadableError."""
        try:
            return self.zip.read(name)
        except UNPACK_FAULTS:
            raise UnreadableError("das Projektarchiv ist beschädigt") from None

    def description(self) -> bytes:
        """Return the .qde, whatever it is called."""
        found = sorted(name for name in self.zip.namelist() if name.lower().endswith(".qde") and "/" not in name)
        if not found:
            raise UnreadableError("im Archiv fehlt die Projektbeschreibung (.qde)")
        return self.read(found[0])

    def text(self, path: str | None) -> str | None:
        """Return the text at an ``internal://`` path, None where there is none."""
        if not path or not path.startswith(INTERNAL):
            return None
        name = path.removeprefix(INTERNAL).lstrip("/").lower()
        found = next((self.names[place] for place in (f"sources/{name}", name) if place in self.names), None)
        return self.read(found).decode("utf-8-sig", errors="replace") if found else None


def codes(element: etree._Element) -> tuple[Code, ...]:
    """Return the Code children of ``element`` with all below them; keys are GUIDs."""
    return tuple(
        Code(
            same(child.get("guid")),
            child.get("name") or "",
            (child.get("isCodable") or "true").lower() not in ("false", "0"),
            child.get("color") or "",
            text_of(child, "Description"),
            codes(child),
        )
        for child in children(element, "Code")
    )


def codebook(root: etree._Element) -> tuple[Code, ...]:
    """Return all codes of a project or codebook file."""
    return tuple(code for book in descendants(root, "Codes") for code in codes(book))


def qdc(data: bytes) -> tuple[Code, ...]:
    """Return the codes of a ``.qdc``; raises UnreadableError."""
    return codebook(parse(data))


def selection(element: etree._Element, users: dict[str, str]) -> Selection | None:
    """Return one PlainTextSelection; None where its positions are no numbers."""
    try:
        start, end = int(element.get("startPosition", "")), int(element.get("endPosition", ""))
    except ValueError:
        return None
    owner = same(element.get("creatingUser"))
    codings = []
    for coding in children(element, "Coding"):
        target = next((same(ref.get("targetGUID")) for ref in children(coding, "CodeRef")), "")
        user = users.get(same(coding.get("creatingUser")) or owner, "")
        codings.append(Coding(target, user, coding.get("creationDateTime") or element.get("creationDateTime") or ""))
    key, name = same(element.get("guid")), element.get("name") or ""
    return Selection(key, start, end, tuple(codings), name, text_of(element, "Description"))


def variables(element: etree._Element, names: dict[str, str]) -> dict[str, str]:
    """Return name -> value of the VariableValue children of ``element``."""
    found = {}
    for child in children(element, "VariableValue"):
        target = next((same(ref.get("targetGUID")) for ref in children(child, "VariableRef")), "")
        said = next((part.text or "" for part in child if local(part) in VALUES), "")
        if target in names:
            found[names[target]] = said
    return found


def cases(root: etree._Element, names: dict[str, str]) -> dict[str, dict[str, str]]:
    """Return source GUID -> variables, for tools that keep document variables in a case with one source."""
    found: dict[str, dict[str, str]] = {}
    for case in descendants(root, "Case"):
        sources = [same(ref.get("targetGUID")) for ref in children(case, "SourceRef")]
        if len(sources) == 1:
            found.setdefault(sources[0], {}).update(variables(case, names))
    return found


def qdpx(data: bytes) -> Project:
    """Return the project in ``data``; raises UnreadableError."""
    archive = Archive(data)
    root = parse(archive.description())
    users = {same(user.get("guid")): user.get("name") or "" for user in descendants(root, "User")}
    names = {same(variable.get("guid")): variable.get("name") or "" for variable in descendants(root, "Variable")}
    by_case = cases(root, names)
    sources = []
    for element in descendants(root, "TextSource", "Representation"):
        stored = archive.text(element.get("plainTextPath"))
        key = same(element.get("guid"))
        found = (selection(child, users) for child in children(element, "PlainTextSelection"))
        sources.append(
            Source(
                key,
                element.get("name") or "",
                stored if stored is not None else text_of(element, "PlainTextContent"),
                tuple(selected for selected in found if selected is not None),
                text_of(element, "Description"),
                {**by_case.get(key, {}), **variables(element, names)},
            )
        )
    return Project(
        root.get("name") or "",
        root.get("origin") or "",
        tuple(users.values()),
        codebook(root),
        tuple(sources),
        tuple(notes(root, archive)),
        text_of(root, "Description"),
        root.get("modifiedDateTime") or root.get("creationDateTime") or "",
    )


def notes(root: etree._Element, archive: Archive) -> Iterator[Note]:
    """Yield the notes with their texts."""
    for element in descendants(root, "Note"):
        stored = archive.text(element.get("plainTextPath"))
        yield Note(element.get("name") or "", stored if stored is not None else text_of(element, "PlainTextContent"))


def paths(project_codes: tuple[Code, ...]) -> dict[str, tuple[str, ...]]:
    """Return key of a code -> its path of names."""
    return {code.key: path for path, code in walk(project_codes)}

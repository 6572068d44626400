"""Packed office files: parts read with a bound, XML parsed without entities, network or giant trees."""

from __future__ import annotations

import io
import zipfile

from lxml import etree

from pipeline.shared.errors import UNPACK_FAULTS
from pipeline.sources.pieces import Refused

MOST_PART = 60_000_000  # bytes of one part after unpacking; a thousand pages of Word are about a tenth of it
MOST_RATIO = 400  # unpacked to packed; honest XML stays below 60
MANY = 20_000
OOXML = b"http://schemas.openxmlformats.org/"
STRICT = {  # Word can save with other names for the same things ("Strict Open XML")
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": OOXML + b"wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/drawingml/main": OOXML + b"drawingml/2006/main",
    b"http://purl.oclc.org/ooxml/presentationml/main": OOXML + b"presentationml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": OOXML + b"officeDocument/2006/relationships",
}
LOCKED = "die Datei ist mit einem Kennwort geschützt; bitte ohne Kennwort speichern"
BROKEN = "die Datei ist beschädigt oder unvollständig; bitte noch einmal speichern oder kopieren"
BOMB = "die Datei ist entpackt ungewöhnlich groß und wurde nicht geöffnet; bitte neu speichern"


def parse(data: bytes) -> etree._Element:
    """Return the root of an XML part; raises Refused for broken XML. Entities stay unresolved."""
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Refused(BROKEN) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("die Datei enthält eine verbotene XML-Vereinbarung (DTD); bitte neu speichern")
    return root


class Archive:
    """A ZIP container whose parts are read with a bound."""

    def __init__(self, data: bytes) -> None:
        """Open the container; raises Refused where it is broken, locked or a bomb."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except UNPACK_FAULTS:
            raise Refused(BROKEN) from None
        if any(entry.flag_bits & 1 for entry in entries):
            raise Refused(LOCKED)
        if len(entries) > MANY:
            raise Refused(BOMB)
        self.names = frozenset(entry.filename for entry in entries)

    def read(self, name: str) -> bytes:
        """Return the bytes of part ``name``; raises Refused where it is missing, broken or too large."""
        try:
            entry = self._zip.getinfo(name)
            if entry.file_size > MOST_PART or entry.file_size > MOST_RATIO * max(entry.compress_size, 1000):
                raise Refused(BOMB)
            with self._zip.open(entry) as part:
                data = part.read(MOST_PART + 1)
        except UNPACK_FAULTS:
            raise Refused(BROKEN) from None
        if len(data) > MOST_PART:
            raise Refused(BOMB)
        return data

    def xml(self, name: str) -> etree._Element:
        """Return the parsed part ``name``; raises Refused as ``read`` and ``parse`` do."""
        data = self.read(name)
        for strict, usual in STRICT.items():
            data = data.replace(strict, usual)
        return parse(data)

    def xml_if_there(self, name: str) -> etree._Element | None:
        """Return the parsed part ``name``, or None where the container has none."""
        return self.xml(name) if name in self.names else None

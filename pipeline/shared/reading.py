"""What a reader hands on: a document's text and its blocks, before anybody's name is replaced."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from pipeline.shared.corpus import Corpus
from pipeline.shared.vault import Vault


@dataclass(frozen=True)
class Block:
    """A heading, paragraph, list item, cell, card or turn; ``start`` and ``end`` count code points of the text."""

    kind: str
    start: int
    end: int
    heading_path: str = ""
    column: str = ""
    row: int | None = None
    page: int | None = None
    speaker: str = ""
    time: str = ""
    level: int = 0
    table: int | None = None
    votes: int | None = None


@dataclass(frozen=True)
class Reading:
    """One document as read: NFC text with LF line ends, blocks in reading order, hints in German for its owner.

    ``version`` names the code and knobs that read it; a reading of another version is made anew.
    """

    document: str
    sha256: str
    reader: str
    text: str
    blocks: tuple[Block, ...] = ()
    notes: tuple[str, ...] = field(default=())
    version: str = ""

    def slice(self, block: Block) -> str:
        """Return the words of ``block``."""
        return self.text[block.start : block.end]

    def to_bytes(self) -> bytes:
        """Return the reading as UTF-8 JSON with sorted keys; the same reading gives the same bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Reading:
        """Return the reading that ``to_bytes`` wrote."""
        content: Mapping[str, Any] = json.loads(data)
        blocks = tuple(Block(**block) for block in content["blocks"])
        return cls(**{**content, "blocks": blocks, "notes": tuple(content["notes"])})


def readings_of(corpus: Corpus) -> Vault:
    """Return the vault that holds the sealed readings of ``corpus``, one per paper."""
    return Vault(corpus.confidential / "readings", "reading")


def paper_of(corpus: Corpus, document: str) -> Path | None:
    """Return the file of ``document``; a file name that is spelled with decomposed letters is found as well."""
    path = corpus.documents / document
    if path.is_file():
        return path
    same = (one for one in sorted(corpus.documents.iterdir()) if unicodedata.normalize("NFC", one.name) == document)
    return next((one for one in same if one.is_file()), None)


def opened(corpus: Corpus, document: str) -> Reading | None:
    """Return the sealed reading of ``document``; None where the stage sources has none of this very paper."""
    path = paper_of(corpus, document)
    sealed = readings_of(corpus).open(path.read_bytes()) if path else None
    return replace(Reading.from_bytes(sealed), document=document) if sealed else None

"""What a reader hands on: a document's text and its blocks, before anybody's name is replaced."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


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
    """One document as read: NFC text with LF line ends, blocks in reading order, hints in German for its owner."""

    document: str
    sha256: str
    reader: str
    text: str
    blocks: tuple[Block, ...] = ()
    notes: tuple[str, ...] = field(default=())

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

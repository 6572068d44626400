"""What a reader may do: the few knobs that reach down to it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Options:
    """``comments``: are comments in the margin read as well? ``max_pages``: pages of a PDF or images of a scan."""

    comments: bool = False
    max_pages: int = 2000
    ocr_language: str = "deu"
    tool_seconds: int = 60

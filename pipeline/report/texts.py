"""What the report says about itself: how to read it, how it was made. Plain German, the same in every format."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.report.source import Source
from pipeline.shared import yamls
from pipeline.shared.publication import CONFIDENTIAL as CONFIDENTIAL  # noqa: PLC0414 - said under this name in every format
from pipeline.shared.wording import number

PUBLIC_NOTE = "Öffentliche Fassung"
TEMPLATES = Path(__file__).parent / "templates"


@lru_cache(maxsize=1)
def written() -> dict[str, Any]:
    """Return the texts as they are written down."""
    return dict(yamls.content(TEMPLATES / "texts.yaml"))


def filled(source: Source, pairs: list[list[str]]) -> list[tuple[str, str]]:
    """Return titles and texts with the codebook's numbers in them."""
    book = source.codebook
    limits = book.publication
    numbers = {
        "version": book.version,
        "fields": number(sum(1 for field in book.fields if field.role == "field")),
        "types": number(len(book.types)),
        "shares": number(limits.minimum_for_percentages),
        "minimum": number(limits.minimum_sources),
        "pooled": number(limits.minimum_sources_interview),
    }
    named = {"encoder": source.encoder.get("name", ""), "sha256": source.encoder.get("sha256", "")}
    return [(title, text.format(**numbers, **named)) for title, text in pairs]


def how_to_read(source: Source) -> list[tuple[str, str]]:
    """Return the terms a reader needs, with their meaning."""
    hidden = [written()["hidden"]] if source.public else []
    return filled(source, [*written()["terms"], *hidden])


def method(source: Source) -> list[tuple[str, str]]:
    """Return how the report was made, in headed paragraphs."""
    helped = [written()["encoder"]] if source.encoder else []
    return filled(source, [*written()["method"], *helped])


def limits() -> list[str]:
    """Return what the figures do not say."""
    return list(written()["limits"])


def caveats() -> list[str]:
    """Return what a reader of the summary has to bear in mind."""
    return list(written()["caveats"])

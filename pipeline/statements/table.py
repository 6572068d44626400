"""Rows of the tables: from the records of `documents` and `blocks` to those of `statements` and `ledger`."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import Any, Final

import pandas as pd

from pipeline.shared.codebook import Codebook
from pipeline.statements import details, identity
from pipeline.statements.document import Unit
from pipeline.statements.ledger import Span
from pipeline.statements.structure import Block

Record = Mapping[Hashable, Any]
_RULE_SURE: Final = 0.9
_RULE_UNSURE: Final = 0.5


def word(cell: object) -> str:
    """Return a cell as text; an empty one as ''."""
    return "" if cell is None or pd.isna(cell) else str(cell)  # type: ignore[call-overload]


def words(cell: object) -> list[str]:
    """Return the entries of a cell that parts them with |.

    >>> words("Politik|Ehrenamt")
    ['Politik', 'Ehrenamt']
    """
    return [part.strip() for part in word(cell).split("|") if part.strip()]


def _whole(cell: object) -> int | None:
    """Return a cell as a whole number, or None."""
    return None if cell is None or pd.isna(cell) else int(cell)  # type: ignore[call-overload]


def blocks(frame: pd.DataFrame | None) -> list[Block]:
    """Return the blocks of one document in reading order."""
    if frame is None:
        return []
    return [
        Block(
            number=int(row["block"]),
            kind=str(row["kind"]),
            start=int(row["start"]),
            end=int(row["end"]),
            heading_path=word(row["heading_path"]),
            column=word(row["column"]),
            row=_whole(row["row"]),
            table=_whole(row["table"]),
            level=_whole(row["level"]) or 0,
            speaker=word(row["speaker"]),
            votes=_whole(row["votes"]),
        )
        for row in frame.sort_values("block").to_dict("records")
    ]


def context(unit: Unit) -> str:
    """Return what may be read to decide: headings, column and question, the widest first."""
    question = f"Frage davor: {unit.question}" if unit.question else ""
    return " > ".join(part for part in (unit.heading, unit.column, question) if part)


def rows(record: Record, text: str, units: Sequence[Unit]) -> list[dict[str, object]]:
    """Return the rows of `statements` for one document; the type is what its place announces, else empty."""
    document = str(record["document"])
    wordings = [text[unit.start : unit.end] for unit in units]
    names = identity.identifiers(document, wordings)
    return [
        {
            "statement_id": name,
            "document": document,
            "start": unit.start,
            "end": unit.end,
            "text": wording,
            "display_text": details.display(wording) or wording,
            "context": context(unit),
            "heading": unit.heading,
            "column": unit.column,
            "question": unit.question,
            "block": unit.block,
            "position": position,
            "event": record.get("event"),
            "date": record.get("date"),
            "kind": record.get("kind"),
            "publish": record.get("publish"),
            "document_fields": record.get("fields"),
            "stakeholder_group": unit.voice.group,
            "speaker": unit.voice.speaker,
            "votes": unit.votes,
            "responsible": unit.responsible,
            "due": unit.due,
            "flags": "|".join(unit.flags),
            "type": unit.expected,
            "type_score": _RULE_SURE if unit.expected else _RULE_UNSURE,
            "type_suggested": unit.expected,
            "type_accepted": None,
            "duplicate_group": None,
        }
        for position, (name, unit, wording) in enumerate(zip(names, units, wordings, strict=True))
    ]


def spans(document: str, ledger: Iterable[Span]) -> list[dict[str, object]]:
    """Return the rows of `ledger` for one document."""
    return [
        {"document": document, "start": span.start, "end": span.end, "category": span.category, "reason": span.reason}
        for span in ledger
    ]


def finished(statements: pd.DataFrame, book: Codebook) -> pd.DataFrame:
    """Return the rows with a type that the codebook knows, empty cells as such and groups of equal wordings."""
    known = statements["type_suggested"].isin(book.type_keys)
    suggested = statements["type_suggested"].where(known, book.type_keys[0])
    groups = identity.duplicate_groups(list(statements["statement_id"]), list(statements["display_text"]))
    optional = ["context", "heading", "column", "question", "speaker", "responsible", "due", "flags"]
    blank = {name: statements[name].replace("", None) for name in optional}
    return statements.assign(
        **blank, type_suggested=suggested, type=suggested, duplicate_group=groups, statement_score=None
    )

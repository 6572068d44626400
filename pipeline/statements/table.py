"""Rows of the tables: from the records of `documents` and `blocks` to those of `statements` and `ledger`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

import pandas as pd

from pipeline.shared import review
from pipeline.shared.codebook import Codebook
from pipeline.shared.german.announced import type_of
from pipeline.shared.german.tagger import Tagger
from pipeline.shared.tables import LEDGER, OVERTAKEN, STATEMENTS
from pipeline.statements import details, identity
from pipeline.statements.categories import STATEMENT
from pipeline.statements.groups import UNKNOWN
from pipeline.statements.reading import Unit
from pipeline.statements.structure import Block, levels

if TYPE_CHECKING:
    from pipeline.statements.corpus import Found, Papers

Record = Mapping[Hashable, Any]
AGAINST: Final = "ueberschrift_widerspricht"
_SURE_AGAINST: Final = 0.8
_AKIN: Final = frozenset({"ziel", "grundsatz"})
_OPTIONAL: Final = ("context", "heading", "column", "question", "speaker", "responsible", "due")


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
    question = f"Frage davor: {unit.question}" if unit.question and unit.question != unit.column else ""
    return " > ".join(part for part in (unit.heading, unit.column, question) if part)


def announced(unit: Unit) -> str:
    """Return the type that the column of an assertion announces, else the nearest heading, else ''."""
    return type_of(unit.column) or type_of(next(iter(levels(unit.heading)), ""))


def contradicts(told: str, said: str) -> bool:
    """Tell whether the type by wording contradicts the one that was announced; goal and principle are akin.

    >>> contradicts("massnahme", "problem"), contradicts("ziel", "grundsatz"), contradicts("", "ziel")
    (True, False, False)
    """
    return told not in ("", said) and {told, said} != _AKIN


def _rows(record: Record, text: str, one: Found) -> Iterator[dict[str, object]]:
    """Yield the rows of `statements` for one document; type columns come later."""
    for position, item in enumerate(one.items):
        unit = item.unit
        wording = text[unit.start : unit.end]
        yield {
            "statement_id": item.name,
            "document": one.document,
            "start": unit.start,
            "end": unit.end,
            "text": wording,
            "display_text": details.display(wording) or wording,
            "context": context(unit),
            "heading": unit.heading,
            "column": unit.column,
            "question": unit.question,
            "block": None if unit.block < 0 else unit.block,
            "position": position,
            "event": record.get("event"),
            "date": record.get("date"),
            "kind": record.get("kind"),
            "publish": record.get("publish"),
            "document_fields": record.get("fields"),
            "stakeholder_group": unit.voice.group or UNKNOWN,
            "speaker": unit.voice.speaker,
            "votes": unit.votes,
            "responsible": unit.responsible,
            "due": unit.due,
            "flags": "|".join(unit.flags),
            "announced": announced(unit),
            "type_accepted": unit.said or None,
            "statement_score": one.scores.get(item.name),
        }


def statements(found: Iterable[Found], papers: Papers, tagger: Tagger, book: Codebook) -> pd.DataFrame:
    """Return the table `statements` with the tagger's types and the groups of equal wordings."""
    records = {str(record["document"]): record for record in papers.documents.to_dict("records")}
    rows = [row for one in found for row in _rows(records[one.document], papers.texts[one.document], one)]
    frame = pd.DataFrame(rows, columns=[*STATEMENTS.names, "announced"])
    shares = tagger.type_scores(frame, book)
    suggested = shares.idxmax(axis=1) if len(frame) else pd.Series(dtype="string")
    score = shares.max(axis=1).clip(0, 1).round(4)
    pairs = zip(frame["announced"], suggested, score >= _SURE_AGAINST, strict=True)
    against = pd.Series([contradicts(told, said) and sure for told, said, sure in pairs], index=frame.index, dtype=bool)
    flags = frame["flags"].where(~against, frame["flags"].map(lambda marks: f"{marks}|{AGAINST}".strip("|")))
    groups = identity.duplicate_groups(list(frame["statement_id"]), list(frame["display_text"]))
    blank = {name: frame[name].replace("", None) for name in _OPTIONAL}
    return frame.assign(
        **{**blank, "flags": flags.replace("", None)},
        type=suggested, type_suggested=suggested, type_score=score,
        duplicate_group=pd.array(groups, dtype="string"),
    ).drop(columns="announced")  # fmt: skip


def decided(table: pd.DataFrame, types: pd.DataFrame) -> pd.DataFrame:
    """Return `statements` with the types that people decided; they hold, the suggestion stays beside them."""
    said = dict(zip(types["statement_id"], types["type"], strict=True))
    accepted = table["statement_id"].map(said).astype("string").fillna(table["type_accepted"].astype("string"))
    return table.assign(type_accepted=accepted, type=accepted.fillna(table["type_suggested"].astype("string")))


def overtaken(lost: Sequence[Mapping[Hashable, Any]], statements: pd.DataFrame) -> pd.DataFrame:
    """Return the table `overtaken`: decisions whose text is gone, each with the most similar assertion of today."""
    frame = pd.DataFrame(lost, columns=[*OVERTAKEN.names, "text", "quote"])
    words = frame["quote"].fillna(frame["text"]).fillna("").astype(str)
    near = review.nearest(list(words), list(statements["statement_id"].astype(str)), list(statements["text"]))
    names = pd.array([name or None for name, _ in near], dtype="string")
    shares = pd.array([round(share, 4) for _, share in near], dtype="Float64")
    return OVERTAKEN.typed(frame.assign(number=range(1, len(frame) + 1), nearest=names, nearness=shares))


def ledger(found: Iterable[Found]) -> pd.DataFrame:
    """Return the table `ledger`."""
    rows = [(one.document, span.start, span.end, span.category, span.reason) for one in found for span in one.spans]
    return pd.DataFrame(rows, columns=LEDGER.names)


def left_out(found: Iterable[Found]) -> str:
    """Return how many spans of each other category there are, for the console."""
    counts = Counter(span.category for one in found for span in one.spans if span.category != STATEMENT)
    return ", ".join(f"{count} {name}" for name, count in sorted(counts.items()))

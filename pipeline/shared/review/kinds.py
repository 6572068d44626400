"""The kinds of decisions that people hand back, each declared once: its columns, rules and key."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.shared import codebook
from pipeline.shared.corpus import Corpus


@dataclass(frozen=True)
class Column:
    """A column of a decision file: its name, the rule its cells keep to, and what else people call it."""

    name: str
    rule: str = "text"
    required: bool = False
    called: tuple[str, ...] = ()


@dataclass(frozen=True)
class Kind:
    """One kind of decision. Rows with the same ``key`` speak about the same thing; the latest holds.

    ``content`` are the columns that decide something: a row that leaves them all empty is no decision.
    With ``by_column`` a later row replaces only the cells that it fills. ``private`` columns hold names or quotes.
    """

    name: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    content: tuple[str, ...]
    by_column: bool = False
    private: tuple[str, ...] = ()

    @property
    def unsaid(self) -> tuple[str, ...]:
        """Return the columns that a log of decisions does not repeat beside the subject."""
        return (*self.key, *self.private)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all columns, the common ones last."""
        return tuple(column.name for column in (*self.columns, *self.common))

    @property
    def common(self) -> tuple[Column, ...]:
        """The columns that every kind may carry, less those that mean something else here."""
        own = {column.name for column in self.columns}
        return tuple(column for column in COMMON if column.name not in own)


COMMON = (
    Column("text", called=("wortlaut", "aussage")),
    Column("reviewer", called=("wer", "person", "who")),
    Column("date", "date", called=("datum", "wann", "when")),
    Column("why", called=("warum", "begründung", "notiz", "memo")),
)
STATEMENT = Column("statement_id", "id", required=True, called=("kennung",))
ACCEPTED = Column("accepted", "yes_no", called=("gilt", "stimmt", "angenommen", "decision", "entscheidung"))
KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            "types",
            (STATEMENT, Column("type", "type", called=("typ",))),
            ("statement_id",),
            ("type",),
        ),
        Kind(
            "fields",
            (
                STATEMENT,
                Column("field", "field", required=True, called=("feld",)),
                ACCEPTED,
                Column("rank", "whole", called=("rang",)),
                Column("complete", "yes_no", called=("abschließend",)),
            ),
            ("statement_id", "field"),
            ("accepted",),
        ),
        Kind(
            "marks",
            (
                STATEMENT,
                Column("kind", required=True, called=("art",)),
                Column("value", required=True, called=("wert",)),
                ACCEPTED,
            ),
            ("statement_id", "kind", "value"),
            ("accepted",),
        ),
        Kind(
            "themes",
            (
                Column("theme_id", "id", required=True, called=("thema",)),
                Column("action", "theme_action", required=True, called=("aktion",)),
                Column("value", called=("wert",)),
                Column("members", called=("mitglieder",)),
            ),
            ("theme_id", "action"),
            ("value",),
        ),
        Kind(
            "theme_members",
            (STATEMENT, Column("theme_id", "id", called=("thema",))),
            ("statement_id",),
            ("theme_id",),
        ),
        Kind(
            "guidelines",
            (
                Column("guideline_id", "id", required=True, called=("leitlinie",)),
                Column("text", called=("fassung",)),
                Column("status", "status"),
                Column("responsible", called=("zuständig",)),
                Column("year", "year", called=("jahr",)),
            ),
            ("guideline_id",),
            ("text", "status", "responsible", "year"),
            by_column=True,
        ),
        Kind(
            "proposals",
            (
                Column("guideline_id", "id", required=True, called=("leitlinie",)),
                Column("before", required=True, called=("bisher",)),
                Column("proposal", required=True, called=("formulierung",)),
                Column("model", called=("modell",)),
            ),
            ("guideline_id",),
            ("proposal",),
            private=("before", "proposal"),
        ),
        Kind(
            "statements",
            (
                Column("action", "statement_action", required=True, called=("aktion",)),
                Column("statement_id", "id", called=("kennung",)),
                Column("document", called=("dokument", "datei")),
                Column("quote", called=("zitat",)),
                Column("value", called=("wert",)),
                Column("type", "type", called=("typ",)),
                Column("field", "field", called=("feld",)),
            ),
            ("action", "statement_id", "document", "quote"),
            ("statement_id", "quote"),
            private=("quote", "value"),
        ),
        Kind(
            "names",
            (
                Column("name", required=True),
                ACCEPTED,
                Column("kind", called=("art",)),
                Column("replacement", called=("ersatz",)),
            ),
            ("name",),
            ("accepted", "replacement"),
            private=("name", "replacement"),
        ),
        Kind(
            "blind",
            (
                STATEMENT,
                Column("type", "type"),
                Column("field", "field"),
                Column("second", "field"),
                Column("blind_coder", required=True),
            ),
            ("statement_id", "blind_coder"),
            ("type", "field"),
        ),
        Kind(
            "answers",
            (
                Column("kind", "answer", required=True, called=("art", "vermutung")),
                Column("earlier_statement", "id", required=True, called=("damals", "kennung damals")),
                Column("statement_id", "id", required=True, called=("kennung", "kennung heute")),
                ACCEPTED,
            ),
            ("kind", "earlier_statement", "statement_id"),
            ("accepted",),
        ),
        Kind(
            "documents",
            (
                Column("document", required=True, called=("dokument", "datei")),
                Column("checked", "yes_no", called=("geprüft", "geprueft")),
            ),
            ("document",),
            ("checked",),
        ),
    )
}

WORDS: dict[str, dict[str, str]] = {
    "yes_no": {
        **dict.fromkeys(("ja", "j", "wahr", "true", "yes", "x", "1", "✓", "geprüft", "geprueft"), "ja"),
        **dict.fromkeys(("nein", "n", "falsch", "false", "no", "0", "-", "–"), "nein"),
    },
    "theme_action": {
        "umbenennen": "umbenennen",
        "zusammenlegen": "zusammenlegen",
        "teilen": "teilen",
    },
    "statement_action": {
        **dict.fromkeys(("hinzufuegen", "hinzufügen", "neu"), "hinzufuegen"),
        "teilen": "teilen",
        "zusammenlegen": "zusammenlegen",
        **dict.fromkeys(("verwerfen", "keine aussage"), "verwerfen"),
    },
    "answer": {
        "beantwortet": "beantwortet",
        "wieder ein problem": "wieder ein Problem",
    },
    "status": {
        "offen": "offen",
        "angenommen": "angenommen",
        **dict.fromkeys(("ueberarbeitet", "überarbeitet"), "ueberarbeitet"),
        "verworfen": "verworfen",
    },
}


def fold(word: str) -> str:
    """Return ``word`` as it is compared: NFC, one blank between parts, no case.

    >>> fold("  Ja ") == fold("JA")
    True
    """
    return " ".join(unicodedata.normalize("NFC", word).casefold().split())


def vocabulary(entries: Any) -> dict[str, str]:  # noqa: ANN401 - any sequence of codebook entries
    """Return what people may write for each entry of the codebook (key or name, folded) -> its key."""
    words: dict[str, str] = {}
    for entry in entries:
        words.setdefault(fold(str(getattr(entry, "name", entry.key))), entry.key)
    for entry in entries:
        words[fold(entry.key)] = entry.key
    return words


def words(corpus: Corpus) -> Mapping[str, Mapping[str, str]]:
    """Return rule -> allowed words -> what is meant, the codebook's fields and types included."""
    book = codebook.read(corpus)
    return {**WORDS, "field": vocabulary(book.fields), "type": vocabulary(book.types)}

"""The earlier round, as it was handed over: its tables lie in the folder of the round that follows it.

They are a copy (`python -m pipeline.handover <earlier>`), so that what was decided then stays as it was decided, bit
for bit, whatever becomes of the earlier folder. What changed in the codebook since then stands in
codebook_changes.yaml beside them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pipeline.shared import yamls
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import CodebookFault
from pipeline.shared.params import explain
from pipeline.shared.tables import (
    DOCUMENTS,
    FIELDS,
    GUIDELINE_EVIDENCE,
    GUIDELINES,
    ROUND_SHEETS,
    STATEMENTS,
    THEME_MEMBERS,
    THEMES,
)

FOLDER = "earlier"
CHANGES_FILE = "codebook_changes.yaml"
TABLES = (DOCUMENTS, FIELDS, GUIDELINE_EVIDENCE, GUIDELINES, STATEMENTS, THEME_MEMBERS, THEMES)
REST = "rest"  # status of a field's list of single statements, which is no theme


@dataclass(frozen=True)
class HandedOver(Corpus):
    """The earlier round of the corpus of this name."""

    @property
    def earlier(self) -> bool:
        """Tell that the tables come from an earlier round."""
        return True

    @property
    def processed(self) -> Path:
        """The tables of the earlier round."""
        return self.raw / FOLDER


def of(corpus: Corpus) -> HandedOver | None:
    """Return the earlier round of ``corpus``; None where none was handed over."""
    found = HandedOver(corpus.name, corpus.root)
    return found if STATEMENTS.path(found).is_file() else None


class FieldChanges(BaseModel):
    """What became of the keys of the fields of work."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    renamed: dict[str, str] = Field(default_factory=dict)
    split: dict[str, list[str]] = Field(default_factory=dict)
    merged: dict[str, list[str]] = Field(default_factory=dict)
    new: list[str] = Field(default_factory=list)

    def now(self, earlier: str) -> str:
        """Return today's key of a field of then; a split field keeps its own, because no part is the whole.

        >>> FieldChanges(renamed={"a": "b"}, merged={"m": ["x", "y"]}).now("y")
        'm'
        """
        joined = {old: key for key, olds in self.merged.items() for old in olds}
        return self.renamed.get(earlier, joined.get(earlier, earlier))

    def comparable(self, today: str) -> str:
        """Return the key under which a field of today can be compared: the parts of a split field as one.

        >>> FieldChanges(split={"a": ["a1", "a2"]}).comparable("a2")
        'a'
        """
        whole = {part: old for old, parts in self.split.items() for part in parts}
        return whole.get(today, today)

    def named(self) -> list[str]:
        """Return every key of today that is named."""
        parts = [part for parts in self.split.values() for part in parts]
        return sorted({*self.renamed.values(), *self.merged, *parts, *self.new})

    def twice(self) -> list[str]:
        """Return the keys of then with more than one fate."""
        olds = [*self.renamed, *self.split, *(old for olds in self.merged.values() for old in olds)]
        return sorted({old for old in olds if olds.count(old) > 1})


class CodebookChanges(BaseModel):
    """The changes between two versions of the codebook."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    earlier: str = ""
    now: str = ""
    fields: FieldChanges = Field(default_factory=FieldChanges)


def codebook_changes(corpus: Corpus, keys: Iterable[str]) -> CodebookChanges:
    """Return what codebook_changes.yaml declares; nothing where there is no such file.

    ``keys`` are the fields of today's codebook. Raises CodebookFault with every fault at once.
    """
    path = corpus.raw / CHANGES_FILE
    if not path.is_file():
        return CodebookChanges()
    place = corpus.relative(path)
    try:
        found = CodebookChanges.model_validate(yamls.content(path) or {})
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise CodebookFault(place, [f"Zeile {line}: kein gültiges YAML (Einrückung, Doppelpunkt?)"]) from None
    except ValidationError as error:
        raise CodebookFault(place, explain(error, "")) from None
    unknown = sorted(set(found.fields.named()) - set(keys))
    faults = [f"{key}: steht nicht im Codebuch von heute" for key in unknown]
    faults += [
        f"{key}: kommt mehrmals vor; ein Bereich von damals hat nur ein Schicksal" for key in found.fields.twice()
    ]
    if faults:
        raise CodebookFault(place, faults)
    return found


def compared(corpus: Corpus) -> pd.DataFrame:
    """Return what readers see of the comparison with the earlier round; nothing where there was none."""
    return ROUND_SHEETS.read(corpus) if ROUND_SHEETS.path(corpus).is_file() else ROUND_SHEETS.empty()

"""The consultant's codebook: fields of work, types, groups, cross-cutting themes and publication rules.

It is data. No field of work, district or event is spelled in Python.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pipeline.shared import yamls
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import CodebookFault
from pipeline.shared.params import explain

REMEDY = "Codebuch berichtigen (Muster: data/raw/sample/codebook.yaml), dann `dvc repro`."


class Part(BaseModel):
    """A part of the codebook; unknown keys are refused, because they are nearly always misspelt ones."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Anchor(Part):
    """An anchor example: a statement and its type."""

    type: str
    text: str


class FieldOfWork(Part):
    """A field of work: what belongs to it, what does not, and the words that speak for it.

    In ``cues`` a trailing ``*`` marks the beginning of a word and ``°`` a weak cue that needs a second one.
    ``learned_from`` names labels of the training material that teach this field; empty means its own key.
    ``role`` says that the code is no field of work: ``cross`` (for all fields) or ``unclear`` (not assignable).
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str = Field(min_length=1)
    short: str = ""
    definition: str = ""
    inside: str = ""
    outside: str = ""
    rules: tuple[str, ...] = ()
    anchors: tuple[Anchor, ...] = ()
    cues: tuple[str, ...] = ()
    learned_from: tuple[str, ...] = ()
    role: str = Field(default="field", pattern="^(field|cross|unclear)$")

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the training labels that teach this field."""
        return self.learned_from or (self.key,)

    @property
    def title(self) -> str:
        """Return the name for narrow places."""
        return self.short or self.name


class Kind(Part):
    """A named code with the words that speak for it: statement type, group, target group, cross-cutting theme."""

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    name: str = Field(min_length=1)
    plural: str = ""
    definition: str = ""
    test: str = ""
    cues: tuple[str, ...] = ()
    counted: bool = True


class Publication(Part):
    """What may leave the house: cells with fewer sources are suppressed."""

    minimum_sources: int = Field(default=3, ge=1)
    minimum_sources_interview: int = Field(default=5, ge=1)
    minimum_for_percentages: int = Field(default=20, ge=1)
    default: str = Field(default="quote", pattern="^(quote|count|internal)$")
    default_interview: str = Field(default="count", pattern="^(quote|count|internal)$")


class Codebook(Part):
    """Everything a coder has to know; has a version, because codings are made under one."""

    version: str
    title: str = ""
    fields: tuple[FieldOfWork, ...] = Field(min_length=1)
    types: tuple[Kind, ...] = Field(min_length=1)
    groups: tuple[Kind, ...] = ()
    target_groups: tuple[Kind, ...] = ()
    cross_cutting: tuple[Kind, ...] = ()
    publication: Publication = Publication()

    @model_validator(mode="after")
    def keys_are_unique(self) -> Codebook:
        """Refuse a key that stands twice in one list."""
        for part in ("fields", "types", "groups", "target_groups", "cross_cutting"):
            keys = [item.key for item in getattr(self, part)]
            if len(keys) != len(set(keys)):
                raise ValueError(part)
        return self

    @property
    def field_keys(self) -> list[str]:
        """Return the keys of all fields, in the consultant's order."""
        return [field.key for field in self.fields]

    @property
    def type_keys(self) -> list[str]:
        """Return the keys of all statement types, in the consultant's order."""
        return [kind.key for kind in self.types]

    @property
    def cross(self) -> str | None:
        """Return the key of the code for statements that concern every field."""
        return next((field.key for field in self.fields if field.role == "cross"), None)

    @property
    def unclear(self) -> str | None:
        """Return the key of the code for statements that cannot be assigned."""
        return next((field.key for field in self.fields if field.role == "unclear"), None)

    def field_name(self, key: str) -> str:
        """Return the name of field ``key``; an unknown key names itself."""
        return next((field.name for field in self.fields if field.key == key), key)

    def type_name(self, key: str) -> str:
        """Return the name of type ``key``; an unknown key names itself."""
        return next((kind.name for kind in self.types if kind.key == key), key)


WORDS = sorted({name for model in (Anchor, Codebook, FieldOfWork, Kind, Publication) for name in model.model_fields})


def parse(content: Any, place: str) -> Codebook:  # noqa: ANN401 - whatever YAML holds
    """Return the codebook in ``content``; raises CodebookFault with every fault at once."""
    if not isinstance(content, dict):
        raise CodebookFault(place, ["die Datei ist leer oder kein Codebuch"], REMEDY)
    try:
        return Codebook.model_validate(content)
    except ValidationError as error:
        lines = []
        for line, fault in zip(explain(error, ""), error.errors(), strict=True):
            double, last = fault["type"] == "value_error", str(fault["loc"][-1]) if fault["loc"] else ""
            if fault["type"] == "extra_forbidden" and not get_close_matches(last.lower(), WORDS):
                line = line.replace(f"{last} ist", "… ist", 1)  # noqa: PLW2901 - no misspelt key: anybody's words
            lines.append("ein Schlüssel kommt in einer Liste doppelt vor" if double else line)
        raise CodebookFault(place, lines, REMEDY) from None


def read(corpus: Corpus) -> Codebook:
    """Return the codebook of ``corpus``; raises CodebookFault where it is missing or wrong."""
    place = corpus.relative(corpus.codebook)
    if not corpus.codebook.is_file():
        raise CodebookFault(place, ["die Datei fehlt"], REMEDY)
    try:
        content = yamls.parsed(corpus.codebook.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        raise CodebookFault(place, ["die Datei ist nicht in UTF-8 gespeichert"], REMEDY) from None
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise CodebookFault(place, [f"Zeile {line}: kein gültiges YAML (Einrückung, Doppelpunkt?)"], REMEDY) from None
    return parse(content, place)

"""The tagger: is it a statement, of which type, for which field of work, how sure, and why."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
import pandas as pd

from pipeline.shared.codebook import Codebook
from pipeline.shared.german.tagger import context, storage
from pipeline.shared.german.tagger.judges import Panel, Reader, with_constants
from pipeline.shared.german.tagger.pooling import Pool

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUND: Final = 4
FIELD_OPINIONS: Final = (
    "text", "heading", "column", "question", "named", "only field", "one of its fields",
    "around", "section", "document", "cross beside fields", "cross without fields",
)  # fmt: skip
TYPE_OPINIONS: Final = ("text", "column", "heading", "question", "around", "section", "document")


@dataclass(frozen=True, eq=False)
class Texts:
    """What the panels say about the texts of a frame alone, and the frame itself, completed."""

    frame: pd.DataFrame
    topics: NDArray[np.float64]
    types: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Tagger:
    """Reader, panels for the three questions, and the pools that join text and context."""

    reader: Reader
    labels: Panel
    types: Panel
    statements: Panel
    field_pool: Pool
    type_pool: Pool
    second: NDArray[np.float64]
    patterns: Mapping[str, Sequence[re.Pattern[str]]]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Return the tagger that the stage of that name wrote into the folder ``path``."""
        return cls(**storage.load(path))

    def save(self, path: Path) -> None:
        """Write the tagger into the folder ``path``."""
        storage.save(self, path)

    # ---- text alone

    def label_log_shares(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return (n, labels) log probabilities from the text alone; an empty text has even shares."""
        return self._alone(texts, self.labels, self.reader.topic)

    def type_log_shares(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return (n, types) log probabilities from the text alone."""
        return self._alone(texts, self.types, self.reader.form)

    def statement_scores(self, frame: pd.DataFrame) -> NDArray[np.float64]:
        """Return the (n,) probability that each text is a statement."""
        logs = self._alone(list(frame["text"].fillna("").astype(str)), self.statements, self.reader.form)
        return np.asarray(np.exp(logs[:, 1]))

    @staticmethod
    def _alone(texts: Sequence[str], panel: Panel, read: Any) -> NDArray[np.float64]:  # noqa: ANN401 (a bound method)
        different = list(dict.fromkeys(texts))
        if not different:
            return np.zeros((0, len(panel.classes)))
        logs = panel.log_shares(read(different))
        logs[[not text.strip() for text in different]] = -np.log(len(panel.classes))
        place = {text: at for at, text in enumerate(different)}
        return np.asarray(logs[[place[text] for text in texts]])

    def read(self, frame: pd.DataFrame) -> Texts:
        """Return what the panels say about every text, so that several questions need one reading."""
        complete = context.complete(frame)
        texts = list(complete["text"])
        return Texts(complete, self.label_log_shares(texts), self.type_log_shares(texts))

    # ---- fields

    def field_scores(self, frame: pd.DataFrame | Texts, codebook: Codebook) -> pd.DataFrame:
        """Return the probability of each field as the primary one: n rows, the codebook's keys, sums of 1."""
        texts = frame if isinstance(frame, Texts) else self.read(frame)
        shares = np.exp(self.field_pool.scores(self.field_opinions(texts, codebook)))
        return pd.DataFrame(shares, index=texts.frame.index, columns=codebook.field_keys)

    def to_fields(self, logs: NDArray[np.float64], codebook: Codebook) -> NDArray[np.float64]:
        """Return (n, fields) log shares for (n, labels) ones: a field is what its labels are together."""
        shares = np.exp(logs)
        known = {label: at for at, label in enumerate(self.labels.classes)}
        found = np.full((len(logs), len(codebook.fields)), 0.01)
        for at, field in enumerate(codebook.fields):
            columns = [known[label] for label in field.labels if label in known]
            if columns:
                found[:, at] = shares[:, columns].sum(axis=1)
        return np.asarray(np.log(found / found.sum(axis=1, keepdims=True)))

    def field_opinions(self, texts: Texts, codebook: Codebook) -> NDArray[np.float64]:
        """Return (n, fields, opinions + label constants) for the pool."""
        frame = texts.frame
        said = self.to_fields(texts.topics, codebook)
        shares = np.exp(said)
        spoken = [
            centred(self.to_fields(self.label_log_shares([_last(text) for text in frame[name]]), codebook))
            * (frame[name] != "").to_numpy()[:, None]
            for name in ("heading", "column", "question")
        ]
        names = context.name_words({field.key: (field.name, field.short) for field in codebook.fields})
        prior = context.document_prior(list(frame["document_fields"]), codebook.field_keys)
        cross = np.array([float(field.role == "cross") for field in codebook.fields])
        marked = prior.any(axis=(1, 2)).astype(float)
        order, documents, sections = order_of(frame), _documents(frame), _sections(frame)
        titles = [" > ".join(row) for row in zip(frame["heading"], frame["column"], strict=True)]
        opinions = [
            centred(said), *spoken, context.naming(titles, names), prior[..., 0], prior[..., 1],
            context.around(shares, documents, order), context.among(shares, sections, order),
            context.among(shares, documents, order), np.outer(marked, cross), np.outer(1 - marked, cross),
        ]  # fmt: skip
        return np.stack(opinions, axis=2)

    # ---- types

    def type_scores(self, frame: pd.DataFrame | Texts, codebook: Codebook) -> pd.DataFrame:
        """Return the probability of each type: n rows, the codebook's keys, sums of 1."""
        texts = frame if isinstance(frame, Texts) else self.read(frame)
        shares = np.exp(self.type_pool.scores(self.type_opinions(texts)))
        found = pd.DataFrame(shares, index=texts.frame.index, columns=list(self.types.classes))
        known = found.reindex(columns=codebook.type_keys, fill_value=0.0)
        return known.div(known.sum(axis=1).where(lambda total: total > 0, 1), axis=0)

    def type_opinions(self, texts: Texts) -> NDArray[np.float64]:
        """Return (n, types, opinions + constants) for the pool."""
        frame = texts.frame
        shares = np.exp(texts.types)
        told = [self.announced(list(frame[name])) for name in ("column", "heading", "question")]
        order, documents, sections = order_of(frame), _documents(frame), _sections(frame)
        opinions = [
            centred(texts.types), *told, context.around(shares, sections, order),
            context.among(shares, sections, order), context.among(shares, documents, order),
        ]  # fmt: skip
        return with_constants(np.stack(opinions, axis=2))

    def announced(self, titles: Sequence[str]) -> NDArray[np.float64]:
        """Return (n, types): 1 where a title announces the type."""
        found = {title: context.announced(title, self.patterns) for title in dict.fromkeys(titles)}
        return np.array([[float(found[title] == name) for name in self.types.classes] for title in titles]).reshape(
            len(titles), len(self.types.classes)
        )

    def with_pools(self, field_pool: Pool, type_pool: Pool) -> Self:
        """Return the tagger with other pools."""
        return replace(self, field_pool=field_pool, type_pool=type_pool)


def centred(logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log shares minus their mean per row."""
    return np.asarray(logs - logs.mean(axis=1, keepdims=True))


def order_of(frame: pd.DataFrame) -> NDArray[Any]:
    """Return the reading order of the rows."""
    return frame["position"].to_numpy()


def _last(title: str) -> str:
    return title.rsplit(" > ", 1)[-1]


def _documents(frame: pd.DataFrame) -> list[Any]:
    return [name or None for name in frame["document"]]


def _sections(frame: pd.DataFrame) -> list[Any]:
    """Return a key per row for rows under one heading, column and question; None where there is none."""
    return [
        f"{document}\n{heading}\n{column}\n{question}" if document and (heading or column or question) else None
        for document, heading, column, question in zip(
            frame["document"], frame["heading"], frame["column"], frame["question"], strict=True
        )
    ]

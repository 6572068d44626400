"""The tagger: is it a statement, of which type, for which field of work, how sure, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np
import pandas as pd

from pipeline.shared.codebook import Codebook
from pipeline.shared.engine import LOCAL, Engine
from pipeline.shared.errors import Repairable
from pipeline.shared.german import announced, words
from pipeline.shared.german.encoder import Encoder, chosen
from pipeline.shared.german.tagger import context, elsewhere, learning, reasons, storage, unlearned
from pipeline.shared.german.tagger.elsewhere import Wording
from pipeline.shared.german.tagger.judges import Panel, Reader, with_constants
from pipeline.shared.german.tagger.learning import Question
from pipeline.shared.german.tagger.marking import Marker
from pipeline.shared.german.tagger.pooling import Pool

if TYPE_CHECKING:
    from numpy.typing import NDArray

BLOCK: Final = 2048  # texts read at once
FRAGMENT: Final = 2  # words
FRAGMENT_TRUST: Final = 0.5
FIRST_OPINIONS: Final = (
    "text", "cues", "heading", "column", "question", "named", "cues around", "only field", "one of its fields",
    "around", "section", "document", "cross beside fields", "cross without fields", "only field alone",
    "text in talk", "around in talk", "section in talk",
    "text if vague", "only field if vague", "section if vague", "cross if vague",
)  # fmt: skip
FIELD_OPINIONS: Final = (*FIRST_OPINIONS, "around again", "section again", "document again", "elsewhere")
TYPE_OPINIONS: Final = ("text", "column", "heading", "question", "around", "section", "document")


@dataclass(frozen=True, eq=False)
class Texts:
    """What the panel says about the topics of a frame's texts, how they are worded, and the frame itself, completed.

    ``heard`` keeps what was made of them for one codebook: scores, reasons and decisions ask for the same opinions.
    """

    frame: pd.DataFrame
    topics: NDArray[np.float64]
    wording: Wording
    marks: NDArray[np.float64]
    heard: list[tuple[Pool, Codebook, NDArray[np.float64]]] = field(default_factory=list, repr=False)

    def some(self, rows: NDArray[np.intp]) -> Self:
        """Return some rows."""
        return type(self)(self.frame.iloc[rows], self.topics[rows], self.wording.some(rows), self.marks[rows])


@dataclass(frozen=True, eq=False)
class Tagger:
    """Reader, panels for the three questions, and the pools that join text and context."""

    reader: Reader
    labels: Panel
    types: Panel
    statements: Panel
    first_pool: Pool
    field_pool: Pool
    type_pool: Pool
    second: NDArray[np.float64]
    marker: Marker

    @classmethod
    def load(cls, path: Path, encoder: Encoder | None = None) -> Self:
        """Return the tagger that the stage of that name wrote into the folder ``path``; it knows one encoder or none.

        Raises:
            Repairable: where it was taught with another encoder.
        """
        return cls(**storage.load(path, encoder))

    @classmethod
    def at_hand(cls, root: Path) -> Self:
        """Return the tagger of the project: the shipped one, or that of the encoder which params.yaml names.

        Raises:
            Repairable: where the encoder cannot be read, or nothing was taught with it yet.
        """
        encoder = chosen()
        folder = storage.home(root, encoder)
        if encoder and not (folder / storage.WORDS).is_file():
            raise Repairable(storage.PLACE, ["mit diesem Sprachmodell noch nichts gelernt"], storage.AGAIN)
        return cls.load(folder, encoder)

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
        different, rows = distinct(texts)
        return _judged(panel, different, read(different))[rows] if different else np.zeros((0, len(panel.classes)))

    def read(self, frame: pd.DataFrame, engine: Engine = LOCAL) -> Texts:
        """Return what every text speaks about, so that several questions about fields need one reading.

        Texts are read in blocks of ``BLOCK``, wherever the blocks are read: products of matrices round by their shape,
        so the same bytes need the same blocks; and only one block at a time is there with all its features.
        """
        complete = context.complete(frame)
        different, rows = distinct(list(complete["text"]))
        if not different:
            return Texts(complete, self.label_log_shares(()), Wording.none(), np.zeros((0, len(self.marker.marks))))
        blocks = [different[start : start + BLOCK] for start in range(0, len(different), BLOCK)]
        work = partial(read_block, self.reader, self.labels, self.marker)
        topics, wordings, marks = zip(*engine.mapped(work, blocks, "Aussagen lesen"), strict=True)
        wording = Wording.joined(wordings).some(rows)
        return Texts(complete, np.concatenate(topics)[rows], wording, np.concatenate(marks)[rows])

    # ---- fields

    def field_scores(self, frame: pd.DataFrame | Texts, codebook: Codebook) -> pd.DataFrame:
        """Return the probability of each field as the primary one: n rows, the codebook's keys, sums of 1."""
        texts = frame if isinstance(frame, Texts) else self.read(frame)
        shares = np.exp(self.field_pool.scores(self.field_opinions(texts, codebook)))
        return pd.DataFrame(shares, index=texts.frame.index, columns=codebook.field_keys)

    def second_scores(self, texts: Texts, codebook: Codebook, scores: pd.DataFrame) -> pd.DataFrame:
        """Return the probability that each field is a second one beside the primary of ``scores`` (which has 0)."""
        votes = self.votes(list(texts.frame["text"]), codebook)
        signs = second_signs(self.field_log_shares(texts, codebook), scores.to_numpy(), votes)
        shares = 1 / (1 + np.exp(-(signs @ self.second)))
        plain = [field.role != "unclear" for field in codebook.fields]
        shares *= np.array(plain, dtype=float)
        shares[np.arange(len(shares)), scores.to_numpy().argmax(axis=1)] = 0
        return pd.DataFrame(shares, index=scores.index, columns=scores.columns)

    def votes(self, texts: Sequence[str], codebook: Codebook) -> NDArray[np.float64]:
        """Return (n, fields) what lexicon and cues count for each field in the text."""
        lexicon = self.reader.lexicon
        points = np.array([lexicon.points(text) for text in texts]).reshape(len(texts), -1)
        teaches = np.array([[float(label in field.labels) for field in codebook.fields] for label in lexicon.fields])
        cues = context.Cues.of([field.cues for field in codebook.fields]).points(texts)
        return np.asarray(np.maximum(np.maximum(points, 0) @ teaches, cues))

    def evidence(self, texts: Texts, codebook: Codebook, fields: Sequence[str]) -> list[str]:
        """Return per row the words and the context that spoke for the given field, in one short line."""
        numbers = np.array([codebook.field_keys.index(field) for field in fields], dtype=np.intp)
        pool = self.field_pool
        places = reasons.felt(pool, self.field_opinions(texts, codebook), numbers)
        labels = {field.key: field.labels for field in codebook.fields}
        names = {field.key: field.title for field in codebook.fields}
        find = reasons.Words(self.reader, self.labels.classes, reasons.word_weights(self.labels))
        rows = zip(texts.frame["text"], fields, places, reasons.rows_as_words(texts.frame), strict=True)
        return [
            reasons.sentence(find.best(text, labels[field]), where, row, names[field])
            for text, field, where, row in rows
        ]

    # ---- cross-cutting themes and target groups

    def meant(self, texts: Texts, border: float) -> list[dict[tuple[str, str], list[str]]]:
        """Return per row the marks (kind, value) that score at least ``border``, with the words that spoke for each."""
        find = reasons.Words(self.reader, self.marker.marks, self.marker.coefficients)
        found: list[dict[tuple[str, str], list[str]]] = [{} for _ in range(len(texts.frame))]
        said = list(texts.frame["text"])
        for row, column in np.argwhere(texts.marks >= border):
            mark = self.marker.marks[column]
            found[row][mark] = find.best(said[row], [mark], reasons.LEAST_OF_MARK)
        return found

    # ---- what people decided

    def question(self, texts: Texts, codebook: Codebook) -> Question:
        """Return the fields as a question that decisions can teach; its answers are the codebook's fields."""
        frame, opinions = texts.frame, self.field_opinions(texts, codebook)
        places = learning.Places(
            wording=texts.wording,
            sections=names_of(_sections(frame)),
            papers=names_of(_documents(frame)),
            order=order_of(frame).astype(np.float64),
            told=np.exp(self.field_pool.scores(opinions)),
            said=np.exp(self.field_log_shares(texts, codebook)),
        )
        return Question(self.field_pool, opinions, places)

    def to_fields(self, logs: NDArray[np.float64], codebook: Codebook) -> NDArray[np.float64]:
        """Return (n, fields) log shares for (n, labels) ones: a field is what its labels are together."""
        shares = np.exp(logs)
        known = {label: at for at, label in enumerate(self.labels.classes)}
        found = np.full((len(logs), len(codebook.fields)), 0.01)
        for at, one in enumerate(codebook.fields):
            columns = [known[label] for label in one.labels if label in known]
            if columns:
                found[:, at] = shares[:, columns].sum(axis=1)
        return np.asarray(np.log(found / found.sum(axis=1, keepdims=True)))

    def field_log_shares(self, texts: Texts, codebook: Codebook) -> NDArray[np.float64]:
        """Return (n, fields) log shares from the text alone, fields without training material included."""
        said = self.to_fields(texts.topics, codebook)
        if unlearned.unknown(codebook, self.labels.classes):
            return unlearned.joined(said, texts.frame, codebook, self.reader.vectors, self.labels.classes)
        return said

    def field_opinions(self, texts: Texts, codebook: Codebook) -> NDArray[np.float64]:
        """Return (n, fields, ``FIELD_OPINIONS``): a first reading, and its answers about all around, read again.

        Source of reading twice: stacked sequential learning (Cohen, Carvalho 2005).
        """
        known = (opinions for pool, book, opinions in texts.heard if pool is self.first_pool and book is codebook)
        found = next(known, None)
        if found is None:
            found = self.read_again(self.first_opinions(texts, codebook), texts)
            found.flags.writeable = False
            texts.heard[:] = [(self.first_pool, codebook, found)]
        return found

    def read_again(self, first: NDArray[np.float64], texts: Texts) -> NDArray[np.float64]:
        """Return first opinions with what the first reading answered for the rows around, and for similar ones."""
        shares = np.exp(self.first_pool.scores(first))
        similar = elsewhere.said(shares, texts.wording, names_of(_documents(texts.frame)))
        return np.concatenate([first, surroundings(shares, texts.frame), similar[:, :, None]], axis=2)

    def first_opinions(self, texts: Texts, codebook: Codebook) -> NDArray[np.float64]:
        """Return (n, fields, ``FIRST_OPINIONS``): the text, its titles, its document, and the texts around it."""
        frame = texts.frame
        said = self.field_log_shares(texts, codebook)
        shares = np.exp(said)
        heard = centred(said) * trusted(list(frame["text"]))
        spoken = [self.spoken(list(frame[name]), codebook) for name in ("heading", "column", "question")]
        names = context.name_words({field.key: (field.name, field.short) for field in codebook.fields})
        prior = context.document_prior(list(frame["document_fields"]), codebook.field_keys)
        cross = np.array([float(field.role == "cross") for field in codebook.fields])
        marked = prior.any(axis=(1, 2)).astype(float)
        vague = shares @ np.array([[float(field.role == "unclear")] for field in codebook.fields])
        near = surroundings(shares, frame)
        talk = spoken_rows(frame)[:, None]
        titles = [" > ".join(row) for row in zip(frame["heading"], frame["column"], frame["question"], strict=True)]
        cues = context.Cues.of([field.cues for field in codebook.fields])
        opinions = [
            heard, np.log1p(cues.points(list(frame["text"]))), *spoken, context.naming(titles, names),
            np.log1p(cues.points(titles)), prior[..., 0], prior[..., 1], near[..., 0], near[..., 1], near[..., 2],
            np.outer(marked, cross), np.outer(1 - marked, cross), prior[..., 0] * alone(frame)[:, None],
            heard * talk, near[..., 0] * talk, near[..., 1] * talk,
            heard * vague, prior[..., 0] * vague, near[..., 1] * vague, np.outer((1 - marked) * vague[:, 0], cross),
        ]  # fmt: skip
        return np.stack(opinions, axis=2)

    def spoken(self, titles: Sequence[str], codebook: Codebook) -> NDArray[np.float64]:
        """Return (n, fields) what titles speak about; titles that only announce a type or say nothing are zero."""
        parts = {title: self._subject(title) for title in dict.fromkeys(titles)}
        subjects = [parts[title] for title in titles]
        said = centred(self.to_fields(self.label_log_shares(subjects), codebook))
        heard = np.array([[float(bool(subject))] for subject in subjects]).reshape(len(titles), 1)
        return np.asarray(said * heard, dtype=np.float64)

    def _subject(self, title: str) -> str:
        """Return the innermost part of a title in which the lexicon hears any field, or nothing.

        The outermost of several parts is the document's own title and no subject of a section.
        """
        steps = title.split(" > ")
        for part in announced.pieces(" > ".join(steps[1:] or steps)):
            if not announced.type_of(part) and any(self.reader.lexicon.points(part)):
                return part
        return ""

    # ---- types

    def type_scores(self, frame: pd.DataFrame | Texts, codebook: Codebook) -> pd.DataFrame:
        """Return the probability of each type: n rows, the codebook's keys, sums of 1."""
        complete = frame.frame if isinstance(frame, Texts) else context.complete(frame)
        said = self.type_log_shares(list(complete["text"]))
        shares = np.exp(self.type_pool.scores(self.type_opinions(complete, said)))
        found = pd.DataFrame(shares, index=complete.index, columns=list(self.types.classes))
        known = found.reindex(columns=codebook.type_keys, fill_value=0.0)
        return known.div(known.sum(axis=1).where(lambda total: total > 0, 1), axis=0)

    def type_opinions(self, frame: pd.DataFrame, said: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (n, types, opinions + constants) for the pool; ``said`` (n, types) is what the texts alone say."""
        shares = np.exp(said)
        told = [self.announced(list(frame[name])) for name in ("column", "heading", "question")]
        order, documents, sections = order_of(frame), _documents(frame), _sections(frame)
        opinions = [
            centred(said), *told, context.around(shares, sections, order),
            context.among(shares, sections, order), context.among(shares, documents, order),
        ]  # fmt: skip
        return with_constants(np.stack(opinions, axis=2))

    def announced(self, paths: Sequence[str]) -> NDArray[np.float64]:
        """Return (n, types): 1 where a title announces the type."""
        found = [announced.type_of(path) for path in paths]
        return np.array([[float(told == name) for name in self.types.classes] for told in found]).reshape(
            len(paths), len(self.types.classes)
        )


def read_block(
    reader: Reader, labels: Panel, marker: Marker, texts: Sequence[str]
) -> tuple[NDArray[np.float64], Wording, NDArray[np.float64]]:
    """Return what a block of texts speaks about, how it is worded, and how much speaks for each mark."""
    topic = reader.topic(texts)
    return _judged(labels, texts, topic), Wording.of(topic), marker.scores(topic)


def distinct(texts: Sequence[str]) -> tuple[list[str], NDArray[np.intp]]:
    """Return the different texts in order of appearance, and for each text its place among them."""
    places = {text: at for at, text in enumerate(dict.fromkeys(texts))}
    return list(places), np.array([places[text] for text in texts], dtype=np.intp)


def _judged(panel: Panel, texts: Sequence[str], matrices: Mapping[str, Any]) -> NDArray[np.float64]:
    """Return what a panel says of texts; an empty text has even shares."""
    logs = panel.log_shares(matrices)
    logs[[not text.strip() for text in texts]] = -np.log(len(panel.classes))
    return logs


def trusted(texts: Sequence[str]) -> NDArray[np.float64]:
    """Return (n, 1) how far the wording may speak for itself: of a fragment only half, there the context decides."""
    return np.array([[FRAGMENT_TRUST if len(words.tokens(text)) <= FRAGMENT else 1.0] for text in texts]).reshape(-1, 1)


def centred(logs: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the log shares minus their mean per row."""
    return np.asarray(logs - logs.mean(axis=1, keepdims=True))


def second_signs(
    said: NDArray[np.float64], scores: NDArray[np.float64], votes: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return (n, fields, 5) what speaks for a second field beside the first of ``scores``.

    The text alone, its share among all but the first, the votes of the lexicon, the sureness of the first, a constant.
    """
    first = np.zeros(scores.shape, dtype=bool)
    first[np.arange(len(scores)), scores.argmax(axis=1)] = True
    rest = np.where(first, 0, np.exp(said))
    rest = np.log(rest / np.maximum(rest.sum(axis=1, keepdims=True), 1e-9) + 1e-4)
    sure = np.broadcast_to(np.log(scores.max(axis=1, keepdims=True)), scores.shape)
    return np.stack([said, rest, np.log1p(votes), sure, np.ones(scores.shape)], axis=2)


def surroundings(shares: NDArray[np.float64], frame: pd.DataFrame) -> NDArray[np.float64]:
    """Return (n, answers, 3) what is said of the neighbours, of the section, of the rest of the document."""
    order, documents, sections = order_of(frame), _documents(frame), _sections(frame)
    near = context.around(shares, documents, order)
    return np.stack([near, context.among(shares, sections, order), context.among(shares, documents, order)], axis=2)


def alone(frame: pd.DataFrame) -> NDArray[np.float64]:
    """Return (n,) 1 where a document holds one row only, the half where it holds two, and so on."""
    size = frame.groupby("document")["position"].transform("size").where(frame["document"] != "", 1)
    return np.asarray(1 / size, dtype=np.float64)


def spoken_rows(frame: pd.DataFrame) -> NDArray[np.float64]:
    """Return (n,) 1 where people talk: interviews, and answers to a question. One thought runs over several rows."""
    return np.asarray((frame["kind"] == "interview") | (frame["question"] != ""), dtype=np.float64)


def order_of(frame: pd.DataFrame) -> NDArray[Any]:
    """Return the reading order of the rows."""
    return frame["position"].to_numpy()


def names_of(found: Sequence[Any]) -> NDArray[Any]:
    """Return names, some of them None, as an array of objects."""
    names = np.empty(len(found), dtype=object)
    names[:] = found
    return names


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

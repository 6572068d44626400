"""Judges: everything that can be said about a text alone (its field, its type, whether it is a statement)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

import joblib
import numpy as np
from scipy import sparse

from pipeline.shared.engine import cores, parts
from pipeline.shared.german import words
from pipeline.shared.german.associations import Associations
from pipeline.shared.german.concepts import Concepts
from pipeline.shared.german.encoder import Encoder
from pipeline.shared.german.lexicon import Lexicon
from pipeline.shared.german.tagger import experts, features, pooling
from pipeline.shared.german.vectors import Vectors, unit

if TYPE_CHECKING:
    from numpy.typing import NDArray

SVM_STRENGTH: Final = 0.3
SMOOTHING: Final = 0.08
REGRESSION_STRENGTH: Final = 5.0
VECTOR_SCALE: Final = 4.0
IDEA_SCALE: Final = 2.0
STATEMENT: Final = ("nein", "ja")
PARTS: Final = 4
READS: Final = {
    "svm": "told", "bayes": "counted", "dense": "dense", "network": "meaning", "memory": "vectors",
    "encoder": "encoded",
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Reader:
    """Turns texts into feature matrices: views of words and letters, lexicon votes, vectors, concepts, associations."""

    views: Mapping[str, features.View]
    lexicon: Lexicon
    vectors: Vectors
    concepts: Concepts
    associations: Associations
    encoder: Encoder | None = None
    said: dict[str, Any] = field(default_factory=dict, repr=False)
    place: dict[str, int] = field(default_factory=dict, repr=False)

    @classmethod
    def analysers(cls, folder: Path) -> dict[str, features.Analyser]:
        """Return the analyser of each view; ``folder`` holds the lexicon's list of compound members."""
        content = features.ContentWords(words.Compounds.read(folder / "compounds.txt"))
        return {
            "content": content,
            "letters": features.letters,
            "forms": features.forms,
            "plain": features.plain_words,
        }

    @classmethod
    def fit(cls, texts: Sequence[str], lexicon: Path, vectors: Path, encoder: Encoder | None = None) -> Self:
        """Return the reader whose vocabulary is that of ``texts``."""
        rarest = {"content": 2, "letters": 3, "forms": 3, "plain": 2}
        analysers = cls.analysers(lexicon)
        work = joblib.Parallel(n_jobs=min(cores(), len(rarest)))
        views = work(joblib.delayed(features.View.fit)(analysers[name], texts, rarest[name]) for name in rarest)
        return cls.of(dict(zip(rarest, views, strict=True)), lexicon, vectors, encoder)

    @classmethod
    def of(
        cls, views: Mapping[str, features.View], lexicon: Path, vectors: Path, encoder: Encoder | None = None
    ) -> Self:
        """Return the reader with these views; ``lexicon`` is the folder of lexicon and concepts."""
        known = Vectors.load(vectors)
        concepts = Concepts.load(lexicon / "concepts.yaml", known)
        associations = Associations.read(lexicon / "associations.txt", lexicon / "compounds.txt")
        return cls(views, Lexicon.read(lexicon), known, concepts, associations, encoder)

    def topic(self, texts: Sequence[str]) -> dict[str, Any]:
        """Return the matrices that tell what a text is about."""
        vectors = self.vectors.encode(texts)
        counted = experts.stacked([self.views["content"].matrix(texts), self.views["letters"].matrix(texts)])
        votes = np.array([self.lexicon.points(text) for text in texts]).reshape(len(texts), -1)
        squeezed = np.hstack([features.squeezed(votes), features.squeezed(self.associations.points(texts))])
        ideas = self.concepts.bags(texts).toarray()
        return {
            "counted": counted,
            "told": experts.stacked([counted, squeezed]),
            "meaning": np.hstack([vectors * VECTOR_SCALE, squeezed, unit(ideas) * IDEA_SCALE]),
            "vectors": vectors,
            **self.encoded(texts),
        }

    def encoded(self, texts: Sequence[str]) -> dict[str, Any]:
        """Return the rows of the encoder that the reader has; nothing without one."""
        return {"encoded": self.encoder.encode(texts) * VECTOR_SCALE} if self.encoder else {}

    def form(self, texts: Sequence[str]) -> dict[str, Any]:
        """Return the matrices that tell how a text is said; a row depends on its text only (up to rounding).

        Two questions are put about nearly the same texts one after the other, so the last reading is kept.
        """
        if not all(text in self.place for text in texts):
            self.said.clear()
            self.said.update(self._form(texts))
            self.place.clear()
            self.place.update((text, row) for row, text in enumerate(texts))
            return dict(self.said)
        return rows_of(self.said, np.array([self.place[text] for text in texts], dtype=np.intp))

    def _form(self, texts: Sequence[str]) -> dict[str, Any]:
        votes = np.array([list(self.lexicon.type_votes(text).values()) for text in texts]).reshape(len(texts), -1)
        squeezed = features.squeezed(votes)
        counted = experts.stacked([self.views[name].matrix(texts) for name in ("forms", "plain", "letters")])
        return {
            "counted": counted,
            "told": experts.stacked([counted, squeezed]),
            "dense": np.hstack([self.vectors.encode(texts) * VECTOR_SCALE, squeezed]),
            **self.encoded(texts),
        }


def in_parts(read: Callable[[Sequence[str]], dict[str, Any]], texts: Sequence[str]) -> dict[str, Any]:
    """Return the matrices that ``read`` gives for all texts, read on all cores; their number changes nothing."""
    work = joblib.Parallel(n_jobs=min(cores(), PARTS))
    found = work(joblib.delayed(read)(part) for part in parts(texts, PARTS))
    return {name: _below([part[name] for part in found]) for name in found[0]}


def _below(matrices: Sequence[Any]) -> Any:  # noqa: ANN401 - sparse or dense, as they are
    return sparse.vstack(matrices, format="csr") if sparse.issparse(matrices[0]) else np.vstack(matrices)


Expert = experts.Linear | experts.Network | experts.Memory


@dataclass(frozen=True, eq=False)
class Panel:
    """The experts on one question; ``classes`` are its answers. Each expert reads the matrix of its name."""

    classes: tuple[str, ...]
    experts: Mapping[str, Expert]
    pool: pooling.Pool | None = None

    @classmethod
    def trained(
        cls,
        matrices: Mapping[str, Any],
        labels: Sequence[str],
        classes: Sequence[str],
        weight: NDArray[np.float64] | None = None,
    ) -> Self:
        """Return the experts taught by these texts: one for each kind of matrix that is there.

        ``weight`` (n,) is what each text counts for the linear ones.
        """
        found: dict[str, Expert] = {
            "svm": experts.support_vectors(matrices["told"], labels, classes, SVM_STRENGTH, weight),
            "bayes": experts.naive_bayes(matrices["counted"], labels, classes, SMOOTHING, weight),
        }
        if "dense" in matrices:
            found["dense"] = experts.regression(matrices["dense"], labels, classes, REGRESSION_STRENGTH, weight)
        if "meaning" in matrices:
            found["network"] = experts.network(matrices["meaning"], labels, classes)
        if "vectors" in matrices:
            numbers = np.array([list(classes).index(label) for label in labels], dtype=np.int32)
            found["memory"] = experts.Memory(matrices["vectors"], numbers, len(classes))
        if "encoded" in matrices:
            found["encoder"] = experts.regression(matrices["encoded"], labels, classes, REGRESSION_STRENGTH, weight)
        return cls(tuple(classes), found)

    def opinions(self, matrices: Mapping[str, Any]) -> NDArray[np.float64]:
        """Return (n, answers, experts + answers): what each expert says, and a constant for each answer."""
        said = [expert.scores(matrices[READS[name]]) for name, expert in self.experts.items()]
        return with_constants(np.stack(said, axis=2))

    def log_shares(self, matrices: Mapping[str, Any]) -> NDArray[np.float64]:
        """Return the (n, answers) calibrated log probabilities of the pooled experts."""
        if self.pool is None:
            raise ValueError("the panel has no pool yet")
        return self.pool.scores(self.opinions(matrices))

    def pooled(
        self, opinions: NDArray[Any], truth: NDArray[np.integer[Any]], weight: NDArray[np.float64] | None = None
    ) -> Self:
        """Return the panel with a pool fitted on opinions about texts the experts had not seen; ``weight`` is (n,)."""
        names = (*self.experts, *(f"constant {answer}" for answer in self.classes))
        return type(self)(self.classes, self.experts, pooling.fitted(names, opinions, truth, weight=weight))


def with_constants(opinions: NDArray[Any]) -> NDArray[np.float64]:
    """Return (n, answers, k) opinions with one constant opinion per answer behind them."""
    rows, answers, _ = opinions.shape
    constants = np.broadcast_to(np.eye(answers), (rows, answers, answers))
    return np.concatenate([opinions, constants], axis=2)


def rows_of(matrices: Mapping[str, Any], rows: NDArray[Any]) -> dict[str, Any]:
    """Return the same matrices for some rows."""
    return {name: matrix[rows] for name, matrix in matrices.items()}


def learned(
    matrices: Mapping[str, Any],
    labels: NDArray[Any],
    classes: Sequence[str],
    folds: NDArray[Any],
    weight: NDArray[np.float64] | None = None,
) -> tuple[Panel, NDArray[np.float64]]:
    """Return the panel taught by all texts, and opinions about each text of experts that had learned without its fold.

    Texts of a negative fold only teach; nothing is said about them (zeros). All panels learn side by side.
    """
    kept = sorted(set(folds[folds >= 0].tolist()))
    asked = [folds == fold for fold in kept]
    width = sum(name in matrices for name in READS.values())
    found = np.zeros((len(labels), len(classes), width + len(classes)))
    work = joblib.Parallel(n_jobs=min(cores(), len(kept) + 1), max_nbytes=None)
    everyone, *others = work(
        joblib.delayed(_taught_by)(matrices, labels, classes, left_out, weight)
        for left_out in (np.zeros(len(labels), dtype=bool), *asked)
    )
    for rows, (_, opinions) in zip(asked, others, strict=True):
        found[rows] = opinions
    return everyone[0], found


def _taught_by(
    matrices: Mapping[str, Any],
    labels: NDArray[Any],
    classes: Sequence[str],
    left_out: NDArray[np.bool_],
    weight: NDArray[np.float64] | None,
) -> tuple[Panel | None, NDArray[np.float64]]:
    """Return the panel taught by all texts where none is ``left_out``, else what it says of these."""
    inside, outside = np.flatnonzero(left_out), np.flatnonzero(~left_out)
    counts = None if weight is None else weight[outside]
    panel = Panel.trained(rows_of(matrices, outside), list(labels[outside]), classes, counts)
    return (None, panel.opinions(rows_of(matrices, inside))) if len(inside) else (panel, np.zeros(0))

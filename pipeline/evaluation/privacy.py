"""Privacy: were the names found that people marked, and was nothing else replaced?

What was replaced is read from the papers and their pseudonymised texts side by side, so that no key is needed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from pipeline.evaluation import gold as labelled
from pipeline.shared.corpus import Corpus
from pipeline.shared.leaks import LABELS
from pipeline.shared.reading import opened
from pipeline.shared.tables import DOCUMENTS

DIGITS = 4
KINDS = {label: kind for kind, label in LABELS.items()}
LABEL = re.compile(rf"\[(?P<label>{'|'.join(LABELS.values())})_\d+\]")
AROUND = re.compile(r"(?i)\b(?:frau|herrn?|dr\.?|prof\.?|der|die|das|und|von|in|aus|im|am)\b|[^\w]")


def replaced(paper: str, masked: str) -> Iterator[tuple[str, str]]:
    """Yield (kind, words) for every pseudonym in ``masked``: what stood in its place in ``paper``.

    >>> list(replaced("Frau Abel fragt Herrn Babel.", "Frau [Person_1] fragt Herrn [Person_2]."))
    [('person', 'Abel'), ('person', 'Babel')]
    """
    position, end = 0, 0
    labels = list(LABEL.finditer(masked))
    for number, label in enumerate(labels):
        position += label.start() - end
        following = labels[number + 1].start() if number + 1 < len(labels) else len(masked)
        anchor = masked[label.end() : following]
        stop = paper.find(anchor, position + 1) if anchor else len(paper)
        if number + 1 == len(labels):
            stop = len(paper) - len(anchor)
        if stop < 0:  # persons stand there under names of their own: no place to find what was replaced by
            return
        yield KINDS[label["label"]], paper[position:stop]
        position, end = stop, label.end()


def normal(text: str) -> str:
    """Return ``text`` in small letters with single spaces."""
    return re.sub(r"\s+", " ", text).strip().casefold()


def covered(text: str, originals: list[str]) -> bool:
    """Tell whether ``originals`` (normal, longest first) hold every word of ``text``, titles and small words aside."""
    rest = normal(text)
    for original in originals:
        if rest in original:
            return True
        rest = rest.replace(original, " ")
    return not AROUND.sub("", rest)


def stands(text: str, masked: str) -> bool:
    """Tell whether ``text`` stands in ``masked`` as words of its own."""
    return re.search(rf"(?<!\w){re.escape(normal(text))}(?!\w)", normal(masked)) is not None


def privacy(gold: pd.DataFrame, found: pd.DataFrame, texts: Mapping[str, str] | None = None) -> dict[str, float]:
    """Return recall and precision in all and by kind, flat keys.

    ``gold``: file, text, kind. ``found``: document, kind, text. A marked text is found where it stands no more in the
    masked text of its file; without ``texts``, where everything in it was replaced. A replacement is right where it
    overlaps with a marked text of its file. Kinds that nobody marked have no recall.

    >>> gold = pd.DataFrame({"file": ["a", "a"], "text": ["Frau Abel", "Babel"], "kind": ["person", "person"]})
    >>> found = pd.DataFrame({"document": ["a", "a"], "kind": ["person", "person"], "text": ["Abel", "Bus"]})
    >>> privacy(gold, found)["privacy.recall"], privacy(gold, found)["privacy.precision"]
    (0.5, 0.5)
    """
    per_file = {
        name: sorted({normal(text) for text in rows["text"]}, key=len, reverse=True)
        for name, rows in found.groupby("document")
    }
    marked = {name: {normal(text) for text in rows["text"]} for name, rows in gold.groupby("file")}
    masked = texts or {}
    hit = [
        not stands(row["text"], masked[row["file"]])
        if row["file"] in masked
        else covered(row["text"], per_file.get(row["file"], []))
        for row in gold.to_dict("records")
    ]
    unique = found.assign(text=found["text"].map(normal)).drop_duplicates(["document", "kind", "text"])
    right = [
        any(row["text"] in text or text in row["text"] for text in marked.get(row["document"], ()))
        for row in unique.to_dict("records")
    ]
    return {**_shares("recall", gold["kind"], hit), **_shares("precision", unique["kind"], right)}


def _shares(name: str, kinds: pd.Series, good: list[bool]) -> dict[str, float]:
    values = pd.Series(good, index=kinds.index, dtype=float)
    shares = {
        f"privacy.{name}": values.mean(),
        **{f"privacy.{kind}.{name}": part.mean() for kind, part in values.groupby(kinds)},
    }
    return {key: round(float(share), DIGITS) for key, share in sorted(shares.items()) if pd.notna(share)}


def figures(corpus: Corpus) -> dict[str, float]:
    """Return the figures of ``corpus``; none where nobody marked personal data."""
    marked = labelled.read(corpus, "personal_data")
    if marked.empty:
        return {}
    documents = DOCUMENTS.read(corpus)
    texts, rows = {}, []
    for name in sorted(documents.loc[documents["status"].eq("ok"), "document"]):
        reading = opened(corpus, name)
        if reading is None:
            continue
        texts[name] = corpus.text(name)
        rows += [{"document": name, "kind": kind, "text": words} for kind, words in replaced(reading.text, texts[name])]
    found = pd.DataFrame(rows, columns=["document", "kind", "text"])
    standing = sum(stands(row["text"], texts.get(row["file"], "")) for row in marked.to_dict("records"))
    return {
        **privacy(marked, found, texts),
        "privacy.marked": float(len(marked)),
        "privacy.still_standing": float(standing),
    }

"""Detection: were the statements of the gold material found, and is what was found a statement?

Two pairs of figures. *Detection* asks whether the words of a gold statement stand inside found statements, however
these were cut. *Units* asks for the same cut: one found statement to one gold statement with four fifths of the words
in common. Names in the gold material are replaced in the processed texts; words that occur nowhere in the processed
text of a document are therefore left out of the comparison, and so are the replacements.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import PurePath
from typing import Final

import pandas as pd

from pipeline.evaluation.scores import DIGITS
from pipeline.shared.wording import OUTSIDE

OVERLAP: Final = 0.8
_PSEUDONYM: Final = re.compile(r"\[\w+\]")
_TOKEN: Final = re.compile(r"\w+")
_EDGE: Final = ""
STATEMENT, UNREAD = "statement", "unread"

Words = tuple[str, ...]


def tokens(text: str, known: frozenset[str] | None = None) -> Words:
    """Return the words of a text without case and replacements; with `known` only those.

    >>> tokens("[Person_3]: Busse fehlen!")
    ('busse', 'fehlen')
    """
    found = _TOKEN.findall(_PSEUDONYM.sub(" ", text).casefold())
    return tuple(word for word in found if known is None or word in known)


def overlap(first: Words, second: Words) -> float:
    """Return the share of words in common (Dice, with repetitions), between 0 and 1.

    >>> overlap(("busse", "fehlen"), ("busse", "fehlen", "hier"))
    0.8
    """
    if not first or not second:
        return 0.0
    shared = (Counter(first) & Counter(second)).total()
    return 2 * shared / (len(first) + len(second))


def _links(words: Words) -> set[tuple[str, str]]:
    """Return the neighbouring words of a text; a text of one word is a neighbour of the edge."""
    return set(pairwise(words)) or {(word, _EDGE) for word in words}


def covered(words: Words, others: Iterable[Words]) -> float:
    """Return the share of the words that stand beside one of their neighbours in any of the other texts.

    >>> covered(("kein", "bus", "abends"), [("kein", "bus"), ("abends", "zu")])
    0.6666666666666666
    """
    if not words:
        return 0.0
    if len(words) == 1:
        return float(any(words[0] in other for other in others))
    links = set[tuple[str, str]]().union(*map(_links, others))
    beside = [link in links for link in pairwise(words)]
    hits = [left or right for left, right in zip([False, *beside], [*beside, False], strict=True)]
    return sum(hits) / len(words)


def _words(frame: pd.DataFrame, column: str, texts: Mapping[str, str]) -> list[Words]:
    """Return the comparable words of every row; `column` names the document."""
    known = {name: frozenset(tokens(text)) for name, text in texts.items()}
    return [tokens(str(text), known.get(str(name))) for name, text in zip(frame[column], frame["text"], strict=True)]


def matched(gold: pd.DataFrame, found: pd.DataFrame, texts: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return the pairs of gold and found statements that are the same: gold_id, statement_id, overlap.

    `gold` has id, file, text; `found` has statement_id, document, text; `texts` are the processed texts by document.
    Pairs stand in one document, share four fifths of their words, and each statement has one partner: the nearest
    pairs are joined first, a draw goes by the identifiers.
    """
    truth = list(zip(gold["id"], gold["file"], _words(gold, "file", texts or {}), strict=True))
    places: dict[str, list[tuple[str, Words]]] = defaultdict(list)
    for name, document, words in zip(
        found["statement_id"], found["document"], _words(found, "document", texts or {}), strict=True
    ):
        places[str(document)].append((str(name), words))
    candidates = [
        (-share, str(gold_id), name)
        for gold_id, document, words in truth
        for name, others in places[str(document)]
        if (share := overlap(words, others)) >= OVERLAP
    ]
    rows: list[tuple[str, str, float]] = []
    taken: set[str] = set()
    for share, gold_id, name in sorted(candidates):
        if not {gold_id, name} & taken:
            taken |= {gold_id, name}
            rows.append((gold_id, name, round(-share, DIGITS)))
    return pd.DataFrame(sorted(rows), columns=["gold_id", "statement_id", "overlap"])


def judged(gold: pd.DataFrame, found: pd.DataFrame, texts: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return one row per gold and per found statement: side (gold or found), name, document, share, right.

    `share` are the words that the other side has as well; `right` from four fifths on.
    """
    truth, given = _words(gold, "file", texts or {}), _words(found, "document", texts or {})
    sides: dict[str, dict[str, list[Words]]] = {"gold": defaultdict(list), "found": defaultdict(list)}
    for document, words in zip(gold["file"], truth, strict=True):
        sides["gold"][str(document)].append(words)
    for document, words in zip(found["document"], given, strict=True):
        sides["found"][str(document)].append(words)
    rows = [
        (side, str(name), str(document), covered(words, sides[other].get(str(document), [])))
        for side, other, names, documents, wordings in (
            ("gold", "found", gold["id"], gold["file"], truth),
            ("found", "gold", found["statement_id"], found["document"], given),
        )
        for name, document, words in zip(names, documents, wordings, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["side", "name", "document", "share"])
    return frame.assign(right=frame["share"] >= OVERLAP)


def placed(gold: pd.DataFrame, ledger: pd.DataFrame, texts: Mapping[str, str]) -> pd.DataFrame:
    """Return where each gold statement stands in the ledger: gold_id, category, share, accounted.

    `ledger` has document, start, end, category and may have reason; `texts` are the processed texts by document. The
    category with most of the words wins (`share`, 0 to 1), a draw goes by the alphabet; a document that was not read
    has the category ''. `accounted` is the share of the words inside spans of any category, but for those whose
    reason is that no block holds them.
    """
    said: dict[tuple[str, str], list[Words]] = defaultdict(list)
    reasons = ledger["reason"] if "reason" in ledger else pd.Series("", index=ledger.index)
    places = zip(*(ledger[name] for name in ("document", "start", "end", "category")), reasons, strict=True)
    for document, start, end, category, reason in places:
        words = tokens(texts[str(document)][int(start) : int(end)])
        said[str(document), UNREAD if reason == OUTSIDE else str(category)].append(words)
    categories = sorted({category for _, category in said})
    rows = []
    for name, document, words in zip(gold["id"], gold["file"], _words(gold, "file", texts), strict=True):
        shares = [(covered(words, said[str(document), category]), category) for category in categories]
        share, category = max(shares, key=lambda pair: (pair[0], pair[1] == STATEMENT), default=(0.0, ""))
        read = [part for kind in categories if kind != UNREAD for part in said[str(document), kind]]
        rows.append((str(name), category if share else "", round(share, DIGITS), round(covered(words, read), DIGITS)))
    return pd.DataFrame(rows, columns=["gold_id", "category", "share", "accounted"])


def ledger_figures(gold: pd.DataFrame, ledger: pd.DataFrame, texts: Mapping[str, str]) -> dict[str, float]:
    """Return how many gold statements the ledger accounts for: in all, inside statements, by the category of the rest.

    Accounted for is a gold statement of which four fifths of the words stand in spans that somebody read.
    """
    if gold.empty:
        return {}
    rows = placed(gold, ledger, texts)
    sure = rows[rows["accounted"] >= OVERLAP]
    inside = (sure["category"] == STATEMENT) & (sure["share"] >= OVERLAP)
    beside = sure.loc[~inside, "category"].value_counts().sort_index()
    return {
        "ledger.gold": float(len(gold)),
        "ledger.gold_accounted_for": float(len(sure)),
        "ledger.gold_in_statements": float(inside.sum()),
        "ledger.gold_unread": float(len(gold) - len(sure)),
        **{f"ledger.gold_beside.{category}": float(count) for category, count in beside.items()},
    }


def left_out(
    beside: pd.DataFrame, gold: pd.DataFrame, found: pd.DataFrame, texts: Mapping[str, str]
) -> dict[str, float]:
    """Return the share of gold non-statements that were left out: over all, by their kind and by format.

    `beside` has file, text, why; lines without comparable words and lines whose words stand in a gold statement of
    their document as well (a heading that comes back in a sentence) are not compared. Kept is a line of which four
    fifths of the words stand inside found statements.
    """
    if beside.empty:
        return {}
    said: dict[str, list[Words]] = defaultdict(list)
    true: dict[str, list[Words]] = defaultdict(list)
    for document, words in zip(found["document"], _words(found, "document", texts), strict=True):
        said[str(document)].append(words)
    for document, words in zip(gold["file"], _words(gold, "file", texts), strict=True):
        true[str(document)].append(words)
    rows = [
        (str(why), _ending(str(document)), covered(words, said[str(document)]) < OVERLAP)
        for document, why, words in zip(beside["file"], beside["why"], _words(beside, "file", texts), strict=True)
        if words and covered(words, true[str(document)]) < OVERLAP
    ]
    frame = pd.DataFrame(rows, columns=["why", "format", "left"])
    figures = {"non_statements.gold": float(len(frame)), "non_statements.left_out": round(frame["left"].mean(), DIGITS)}
    for column in ("why", "format"):
        shares = frame.groupby(column, sort=True)["left"].mean()
        figures |= {f"non_statements.left_out.{name}": round(float(share), DIGITS) for name, share in shares.items()}
    return figures


def _ending(document: str) -> str:
    """Return the ending of a file name in small letters, 'ohne' where there is none."""
    return PurePath(document).suffix.lstrip(".").lower() or "ohne"


def _figures(rows: pd.DataFrame) -> dict[str, float]:
    """Return recall, precision and F1 of judged rows."""
    recall = float(rows.loc[rows["side"] == "gold", "right"].mean()) if (rows["side"] == "gold").any() else 0.0
    precision = float(rows.loc[rows["side"] == "found", "right"].mean()) if (rows["side"] == "found").any() else 0.0
    total = recall + precision
    score = 2 * recall * precision / total if total else 0.0
    return {"recall": round(recall, DIGITS), "precision": round(precision, DIGITS), "f1": round(score, DIGITS)}


def detection(gold: pd.DataFrame, found: pd.DataFrame, texts: Mapping[str, str] | None = None) -> dict[str, float]:
    """Return flat figures: detection.* and units.* over all gold documents, and by format (detection.recall.pdf).

    Found statements of documents without gold are left out. Without gold there are no figures.
    """
    if gold.empty:
        return {}
    inside = found[found["document"].isin(set(gold["file"]))]
    rows = judged(gold, inside, texts)
    pairs = matched(gold, inside, texts)
    same = rows.assign(right=rows["name"].isin({*pairs["gold_id"], *pairs["statement_id"]}))
    figures: dict[str, float] = {"detection.gold": len(gold), "detection.found": len(inside)}
    for name, part in (("detection", rows), ("units", same)):
        figures |= {f"{name}.{key}": value for key, value in _figures(part).items()}
        formats = part["document"].map(lambda document: _ending(str(document)))
        for ending, rest in part.groupby(formats, sort=True):
            figures |= {f"{name}.{key}.{ending}": value for key, value in _figures(rest).items()}
    return figures

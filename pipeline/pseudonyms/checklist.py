"""Checklist: what a person should look at, the most doubtful first.

The list holds names and so lies in the confidential folder. Filled in (column ``accepted``: ja or nein) and saved
under ``review/`` it holds for every further run.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.pseudonyms.find import Find
from pipeline.pseudonyms.judge import Judge
from pipeline.pseudonyms.masking import Outcome
from pipeline.pseudonyms.patterns import TOKEN
from pipeline.pseudonyms.scouting import Decisions, Scout
from pipeline.shared.leaks import LABELS
from pipeline.shared.spelling import fold
from pipeline.shared.wording import tame

FILE = "namen_pruefen.csv"
COLUMNS = ("name", "kind", "accepted", "text", "reviewer", "date", "why")
UNKNOWN_WORD = 0.2
SURE = 0.97


@dataclass(frozen=True)
class Row:
    """A name to look at: is it replaced now, how sure is that, why, and how often does it stand there."""

    name: str
    kind: str
    replaced: bool
    score: float
    why: str
    places: int
    documents: int

    @property
    def doubt(self) -> float:
        """Return how doubtful the machine's choice is: 1 is a coin's toss."""
        return round(1 - abs(self.score - 0.5) * 2, 4)


def rows(outcome: Outcome, decided: Decisions) -> list[Row]:
    """Return what is replaced with little evidence, and what may be a name and is not replaced; by doubt."""
    results, scouts, sure = outcome.results, outcome.scouts, outcome.shown.sure
    replaced = _gather(
        (result.document, find, swap.original)
        for result in results
        for find, swap in zip(result.finds, result.masked.swaps, strict=True)
    )
    covered = {(result.document, find.start) for result in results for find in result.finds}
    left = _gather(
        (one.reading.document, find, one.reading.text[find.start : find.end])
        for one in scouts
        for find in (*one.finds, *strangers(one, outcome.shown.judge))
        if not any((one.reading.document, place) in covered for place in range(find.start, find.end))
    )
    found = [*_rows(replaced, sure, replaced=True), *_rows(left, sure, replaced=False)]
    settled = decided.refused | {fold(name) for name in decided.added}
    known = {fold(row.name) for row in found if row.replaced}
    open_rows = [
        row
        for row in found
        if fold(row.name) not in settled and row.score < SURE and (row.replaced or fold(row.name) not in known)
    ]
    return sorted(open_rows, key=lambda row: (-row.doubt, -row.places, row.name))


def strangers(one: Scout, judge: Judge) -> Iterable[Find]:
    """Yield words that German does not know and no rule took for a name."""
    for token in TOKEN.finditer(one.reading.text):
        if judge.strange(token[0]):
            yield Find(token.start(), token.end(), "person", UNKNOWN_WORD, "unbekanntes Wort", "", token[0])


def _gather(finds: Iterable[tuple[str, Find, str]]) -> dict[tuple[str, str], list[tuple[str, Find]]]:
    groups: dict[tuple[str, str], list[tuple[str, Find]]] = defaultdict(list)
    for document, find, words in finds:
        core = words.removesuffix(find.tail) if find.tail else words
        groups[" ".join(core.split()), find.kind].append((document, find))
    return dict(sorted(groups.items()))


def _rows(
    groups: Mapping[tuple[str, str], list[tuple[str, Find]]], sure: Mapping[str, float], *, replaced: bool
) -> list[Row]:
    done = []
    for (name, kind), finds in groups.items():
        best = max((find for _, find in finds), key=lambda find: (find.score, find.evidence))
        known = (
            min((sure.get(fold(word), 0.0) for word in name.replace(",", " ").split()), default=0.0)
            if kind == "person"
            else 0.0
        )
        score = max(known, best.score) if not replaced or kind != "person" else known or best.score
        done.append(
            Row(
                name,
                kind,
                replaced,
                round(score, 2),
                best.evidence,
                len(finds),
                len({document for document, _ in finds}),
            )
        )
    return done


def to_csv(found: Sequence[Row]) -> bytes:
    """Return the checklist as CSV for a spreadsheet (semicolons, UTF-8 with BOM)."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in found:
        now = "wird ersetzt" if row.replaced else "bleibt stehen"
        where = f"{row.places} Stelle{'n' * (row.places > 1)} in {row.documents} Dokument{'en' * (row.documents > 1)}"
        told = f"{now}; {row.why}; Sicherheit {row.score:.2f}; {where}".replace(".", ",", 1)
        writer.writerow([tame(row.name), LABELS[row.kind], "", told, "", "", ""])
    return file.getvalue().encode("utf-8-sig")

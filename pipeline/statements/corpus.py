"""All documents of a corpus: read one by one, then judged by the tagger and by people."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import pandas as pd

from pipeline.shared.codebook import Codebook
from pipeline.shared.engine import Engine
from pipeline.shared.german.segments import flowing_sentences
from pipeline.shared.german.tagger import Tagger
from pipeline.statements import decisions, table
from pipeline.statements.categories import STATEMENT
from pipeline.statements.decisions import ADDED, REJECTED, Named, carved
from pipeline.statements.document import read as read_document
from pipeline.statements.groups import people
from pipeline.statements.ledger import Span, cover
from pipeline.statements.reading import Setting
from pipeline.statements.structure import Block

UNLIKELY: Final = "Nach dem Wortlaut wohl keine Aussage zum Thema"
_ANSWERED: Final = re.compile(
    r"^[Zz]u(?: (?:Punkt|Ziffer|Nr\.|Nummer|Kapitel|Kap\.|Abschnitt|Seite|S\.|Frage|Ziel|Maßnahme|Leitlinie|TOP))?"
    r" ?\d[\d.]*[a-z]?"
    r"(?:\s*\([^()\n]{2,80}\)|\s+[^:.()\n]{2,60})?\s*:\s+"
)
"""Which passage of a paper is answered: 'Zu 2.3 (Übergang): …'."""
_EDGE_BLOCKS: Final = 3
_LEAST_DOCUMENTS: Final = 3
_LEAST_WORDS: Final = 6
_NAMES_A_FIELD: Final = 1.0
"""Points of lexicon and codebook from which words name a field of work; 3 is a word of one field alone."""

_IN_THE_MATTER: Final = 4.0
"""How far doubt counts at most for words that name a field of work (see ``Unit.loose``)."""


@dataclass(frozen=True, eq=False)
class Papers:
    """The tables `documents` (status ok) and `blocks`, and the text of every document."""

    documents: pd.DataFrame
    blocks: pd.DataFrame
    texts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Below `drop` a sentence of running text is not counted; below `note` an assertion is marked as doubtful."""

    drop: float
    note: float


@dataclass(frozen=True, eq=False)
class Found:
    """What was found in one document: named assertions, the ledger, and how sure each is an assertion (0 to 1)."""

    document: str
    items: tuple[Named, ...]
    spans: tuple[Span, ...]
    scores: Mapping[str, float]


def repeated(papers: Iterable[tuple[Sequence[Block], str]]) -> frozenset[str]:
    """Return the sentences that stand word for word at the beginning or end of three documents or more."""
    seen: Counter[str] = Counter()
    for blocks, text in papers:
        edge = [*blocks[:_EDGE_BLOCKS], *blocks[_EDGE_BLOCKS:][-_EDGE_BLOCKS:]]
        parts = {
            " ".join(text[block.start : block.end][start:end].split()).strip("[]")
            for block in edge
            for start, end in flowing_sentences(text[block.start : block.end])
        }
        seen.update(part for part in parts if len(part.split()) >= _LEAST_WORDS)
    return frozenset(part for part, count in seen.items() if count >= _LEAST_DOCUMENTS)


def _in_the_matter(items: list[Named], text: str, book: Codebook, tagger: Tagger) -> list[Named]:
    """Return the assertions; what may be an aside is taken less for one where its words name a field of work."""
    loose = [place for place, item in enumerate(items) if item.unit.loose > _IN_THE_MATTER]
    if not loose:
        return items
    votes = tagger.votes([text[items[place].unit.start : items[place].unit.end] for place in loose], book)
    named = {place for place, row in zip(loose, votes, strict=True) if row.max(initial=0.0) >= _NAMES_A_FIELD}
    return [
        replace(item, unit=replace(item.unit, loose=_IN_THE_MATTER)) if place in named else item
        for place, item in enumerate(items)
    ]


def _said(text: str, item: Named) -> str:
    """Return the wording without the speaker or the passage before its colon: they do not tell that it asserts."""
    words, label = text[item.unit.start : item.unit.end], item.unit.voice.speaker
    behind = words[len(label) :].lstrip() if label and words.startswith(label) else ""
    return behind[1:].lstrip() if behind.startswith(":") else _ANSWERED.sub("", words)


def _left(document: str, items: Sequence[Named], spans: Sequence[Span], scores: Sequence[float], doubt: Doubt) -> Found:
    """Return the document without the sentences that the tagger takes for none, and with its doubts noted."""
    kept: list[Named] = []
    dropped: set[int] = set()
    for item, score in zip(items, scores, strict=True):
        if score < doubt.drop * item.unit.loose:
            dropped.add(item.unit.start)
            continue
        marks = (
            item.unit.flags if score >= doubt.note or "zweifel" in item.unit.flags else (*item.unit.flags, "zweifel")
        )
        kept.append(replace(item, unit=replace(item.unit, flags=marks)))
    ledger = tuple(
        replace(span, category="other", reason=UNLIKELY)
        if span.category == STATEMENT and span.start in dropped
        else span
        for span in spans
    )
    names = {item.name: round(float(score), 4) for item, score in zip(items, scores, strict=True)}
    return Found(document, tuple(kept), ledger, names)


def _cut(shared: Setting, job: tuple[dict[Any, Any], str, tuple[Block, ...]]) -> tuple[str, list[Named], list[Span]]:
    """Return name, assertions and ledger of one document: its row, text and blocks; ``shared`` holds for all."""
    record, text, blocks = job
    name = str(record["document"])
    setting = replace(shared, kind=table.word(record["kind"]), groups=tuple(table.words(record["stakeholder_group"])))
    units, spans = read_document(text, blocks, setting)
    return name, decisions.named(name, text, units), spans


def read(papers: Papers, book: Codebook, tagger: Tagger, doubt: Doubt, engine: Engine) -> list[Found]:
    """Return what was found in every document, in their order."""
    cues = {group.name: group.cues for group in book.groups}
    frames = dict(tuple(papers.blocks.groupby("document", sort=True)))
    records = papers.documents.to_dict("records")
    blocks = {str(record["document"]): table.blocks(frames.get(record["document"])) for record in records}
    alike = repeated((blocks[name], papers.texts[name]) for name in blocks)
    known = people(papers.texts.values(), cues)
    shared = Setting(cues=cues, repeated=alike, people=known)
    jobs = [(record, papers.texts[name], blocks[name]) for name, record in zip(blocks, records, strict=True)]
    cut = engine.mapped(partial(_cut, shared), jobs, "Aussagen suchen")
    raw = [(name, _in_the_matter(items, papers.texts[name], book, tagger), spans) for name, items, spans in cut]
    wordings = [_said(papers.texts[name], item) for name, items, _ in raw for item in items]
    scores = iter(tagger.statement_scores(pd.DataFrame({"text": wordings}, dtype="string")))
    return [_left(name, items, spans, [float(next(scores)) for _ in items], doubt) for name, items, spans in raw]


def settled(found: Sequence[Found], papers: Papers, said: pd.DataFrame) -> tuple[list[Found], list[decisions.Decision]]:
    """Return the documents as people decided, and the decisions that are overtaken because their text is gone.

    A decision about an identifier belongs to the document that has it, one about a quote to the document it names.
    """
    home = {item.name: one.document for one in found for item in one.items}
    by_document: dict[str, list[decisions.Decision]] = defaultdict(list)
    lost: list[decisions.Decision] = []
    for decision in said.astype(object).where(said.notna(), None).to_dict("records"):
        place = home.get(str(decision["statement_id"])) or table.word(decision["document"])
        if place in papers.texts:
            by_document[place].append(decision)
        else:
            lost.append(decision)
    done = []
    for one in found:
        text = papers.texts[one.document]
        items, overtaken = decisions.applied(one.document, text, one.items, by_document[one.document])
        lost += overtaken
        done.append(_redone(one, items, text) if by_document[one.document] else one)
    return done, lost


def _redone(one: Found, items: Sequence[Named], text: str) -> Found:
    """Return a document with the assertions that people left, and its ledger to match."""
    now = {(item.unit.start, item.unit.end) for item in items}
    before = {item.unit.start: item for item in one.items}
    spans = [
        replace(span, category="other", reason=REJECTED)
        if span.category == STATEMENT and span.start in before and (span.start, before[span.start].unit.end) not in now
        else span
        for span in one.spans
    ]
    old = {item.name for item in one.items}
    added = [Span(item.unit.start, item.unit.end, STATEMENT, ADDED) for item in items if item.name not in old]
    return replace(one, items=tuple(items), spans=tuple(cover(text, carved(spans, added))))

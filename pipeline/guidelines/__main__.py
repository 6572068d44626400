"""Guidelines: what could follow from what was said?

Statements that ask for the same thing become one principle, goal or activity, worded in their own words; around each
stands its evidence: who speaks for it, who against it, what exists already. Inside a theme the chain problem, goal,
measure, offer is closed, and its gaps are named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pydantic import Field

from pipeline.guidelines import broad, drafts, proposals, support
from pipeline.guidelines import chain as chains
from pipeline.guidelines.candidates import Candidate, activities, attached, reporting
from pipeline.guidelines.candidates import drafts as sentences
from pipeline.guidelines.distinct import distinct
from pipeline.guidelines.heads import Said, heads, under
from pipeline.guidelines.rewriting import shown
from pipeline.guidelines.similarity import represent
from pipeline.shared import codebook, engine, publication, review, stage, tables
from pipeline.shared.corpus import Corpus, project_root
from pipeline.shared.german.concepts import Concepts
from pipeline.shared.german.concerns import Concerns
from pipeline.shared.german.vectors import Vectors
from pipeline.shared.params import StageParams
from pipeline.shared.ranks import first_fields

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float32]

REST = "rest"
REPORTING = 0.15
"""Share of statements in the subjunctive from which a paper counts as one that reports."""
TYPES = ("problem", "ziel", "massnahme", "angebot", "grundsatz")


class Weights(StageParams):
    """What a statement of each type counts as evidence."""

    grundsatz: float = Field(ge=0, le=1)
    ziel: float = Field(ge=0, le=1)
    problem: float = Field(ge=0, le=1)
    massnahme: float = Field(ge=0, le=1)
    angebot: float = Field(ge=0, le=1)


class Params(StageParams):
    """How near statements must be, and how good a sentence."""

    vectors: str
    concepts: str
    groups: str
    merge_measures: float = Field(ge=0, le=1)
    merge_goals: float = Field(ge=0, le=1)
    merge_principles: float = Field(ge=0, le=1)
    links: int = Field(ge=1)
    min_link: float = Field(ge=0, le=1)
    min_evidence: float = Field(ge=0, le=1)
    min_answer: float = Field(ge=0, le=1)
    min_quality: float = Field(ge=0, le=1)
    broad_sources: int = Field(ge=1)
    broad_events: int = Field(ge=1)
    min_draft: float = Field(ge=0, le=1)
    weights: Weights
    endpoint: str
    model: str


def belonging(themes: pd.DataFrame, members: pd.DataFrame) -> pd.Series:
    """Return the theme of each statement, the nearest one where there are several; rest lists are no themes."""
    rest = set(themes.loc[themes["status"].str.startswith(REST), "theme_id"])
    held = members.loc[~members["theme_id"].isin(rest)]
    held = held.sort_values(["statement_id", "score", "theme_id"], ascending=[True, False, True], kind="stable")
    return held.drop_duplicates("statement_id").set_index("statement_id")["theme_id"]


def table_rows(blocks: pd.DataFrame) -> pd.DataFrame:
    """Return the blocks that stand in a table: document, block, row_key."""
    cells = blocks.loc[blocks["row"].notna(), ["document", "block", "table", "row"]]
    key = cells["document"] + "|" + cells["table"].astype("string").fillna("") + "|" + cells["row"].astype("string")
    return cells.assign(row_key=key)[["document", "block", "row_key"]]


def prepared(
    statements: pd.DataFrame, fields: pd.Series, theme_of: pd.Series, rows: pd.DataFrame, elsewhere: str
) -> pd.DataFrame:
    """Return the statements with field, theme_id, row_key, heading_key, reporting, drafted, quotable; the oldest first.

    ``elsewhere`` is the field of a statement that has none.
    """
    items = statements.loc[statements["type"].isin(TYPES)].merge(rows, on=["document", "block"], how="left")
    items["field"] = items["statement_id"].map(fields).astype(object).fillna(elsewhere).astype(str)
    alone = chains.NO_THEME + " " + items["field"].astype(str)
    items["theme_id"] = items["statement_id"].map(theme_of).astype(object).fillna(alone).astype(str)
    items["row_key"] = items["row_key"].fillna("").astype(str)
    items["heading_key"] = items["document"] + "|" + items["heading"].fillna("")
    items["reporting"] = reporting(items, REPORTING)
    items["drafted"] = drafts.drafted(items)
    items["quotable"] = publication.quotable(items)
    order = items.assign(date=items["date"].fillna(""))
    order = order.sort_values(["date", "document", "position", "statement_id"], kind="stable")
    return items.loc[order.index].reset_index(drop=True)


def crosscutting(marks: pd.DataFrame) -> pd.DataFrame:
    """Return the cross-cutting themes that hold: statement_id, value."""
    kept = marks["accepted"].fillna(value=False).astype(bool) & marks["kind"].eq("querschnitt").astype(bool)
    return marks.loc[kept, ["statement_id", "value"]].drop_duplicates()


def backed(items: pd.DataFrame, matrix: Matrix, vectors: Vectors, params: Params) -> dict[int, drafts.Match]:
    """Return what backs each drafted guideline; what is known of concerns is learned only where there are drafts."""
    if not items["drafted"].any():
        return {}
    concepts = Concepts.load(project_root() / params.concepts, vectors)
    known = Concerns.load(project_root() / params.groups, vectors, concepts)
    return drafts.matches(items, *drafts.meaning(items, matrix, known), params.min_draft)


def proposed(
    said: Said, found: dict[int, drafts.Match], marks: pd.DataFrame, cross: str, params: Params
) -> tuple[list[Candidate], int]:
    """Return the candidates, no two of which say the same, and how many measures none of them could be worded from."""
    lines = drafts.placed(found, said)
    top = drafts.above(heads(said), lines)
    made, loose = activities(said.items, said.matrix, said.written, params.merge_measures, params.min_quality)
    made, left = attached(made, loose, said.items, said.matrix, params.min_link)
    limits = broad.Limits(params.broad_sources, params.broad_events, params.min_evidence, cross)
    over = [*lines, *top]
    across = broad.principles(said, marks, [*over, *made], limits)
    return distinct([*over, *across, *under(made, top or lines)], said), left


def described(
    made: list[Candidate], items: pd.DataFrame, proofs: pd.DataFrame, check: dict[str, str], contested: set[str]
) -> pd.DataFrame:
    """Return the guidelines as a table with wording, support and place in the order of breadth."""
    responsible, due, texts = (support.quotable_cells(items, name) for name in ("responsible", "due", "display_text"))
    rows = pd.DataFrame(
        {
            "guideline_id": pd.array([candidate.guideline_id for candidate in made], dtype="string"),
            "kind": [candidate.kind for candidate in made],
            "field": [candidate.field for candidate in made],
            "text_suggested": [shown(candidate.draft, candidate.kind) for candidate in made],
            "method": [candidate.draft.method for candidate in made],
            "wording": [candidate.wording for candidate in made],
            "theme_ids": ["|".join(t for t in c.theme_ids if not t.startswith(chains.NO_THEME)) for c in made],
            "responsible": [support.assigned(responsible, c) for c in made],
            "year": [support.term(due, texts, c) for c in made],
            "cost": [support.costs(texts, c) for c in made],
            "form": [candidate.draft.form for candidate in made],
            "parent": [candidate.parent or None for candidate in made],
            "draft_check": [check.get(candidate.guideline_id) for candidate in made],
        }
    ).assign(status="offen")
    rows["text"] = rows["text_suggested"]
    rows["closing"] = rows["guideline_id"].map(drafts.closing(proofs, items)).astype("string")
    whole = rows.merge(support.counted(proofs, items), on="guideline_id", how="left")
    whole["offer_status"] = support.offered(whole, proofs, contested)
    measures = ["sources", "groups", "events", "mentions", "votes"]
    whole = whole.sort_values([*measures, "guideline_id"], ascending=[*[False] * len(measures), True], kind="stable")
    return whole.assign(place=whole.groupby(["kind", "field"], sort=False).cumcount() + 1)


def overruled(table: pd.DataFrame, decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the guidelines with people's text, status, responsible body and year where they decided."""
    said = decisions.set_index("guideline_id")
    result = table.copy()
    for column in ("text", "status", "responsible", "year"):
        given = result["guideline_id"].map(said[column]).astype("string") if column in said else None
        if given is not None:
            result[column] = given.where(given.notna() & given.str.len().gt(0), result[column])
    reworded = result["text"].ne(result["text_suggested"]) & result["status"].eq("offen")
    result["status"] = result["status"].mask(reworded, "ueberarbeitet")
    return result


def main(corpus: Corpus, params: Params) -> str:
    """Propose principles, goals and activities with their evidence, and close the chain inside each theme."""
    book = codebook.read(corpus)
    items = prepared(
        tables.STATEMENTS.read(corpus),
        first_fields(tables.FIELDS.read(corpus)),
        belonging(tables.THEMES.read(corpus), tables.THEME_MEMBERS.read(corpus)),
        table_rows(tables.BLOCKS.read(corpus)),
        book.unclear or book.field_keys[-1],
    )
    vectors = Vectors.load(project_root() / params.vectors)
    matrix = represent(items["display_text"].tolist(), vectors)
    links = chains.chain(items, matrix, params.links, params.min_link)
    near = {"ziel": params.merge_goals, "grundsatz": params.merge_principles}
    said = Said(items, matrix, sentences(items, engine.chosen()), near, params.min_quality)
    matched = backed(items, matrix, vectors, params)
    cross = book.cross or book.field_keys[0]
    made, loose = proposed(said, matched, crosscutting(tables.MARKS.read(corpus)), cross, params)
    against = pd.concat([tables.CONTRADICTIONS.read(corpus)[["first", "second"]], drafts.objections(items)])
    answered = support.answering(made, items, matrix, params.min_link)
    around = support.Around.of(items, links.loc[links["score"].ge(params.min_evidence)], against, answered)
    proofs = support.evidence(made, items, matrix, around, params.weights.model_dump())
    dissent = set(proofs.loc[proofs["role"].eq(support.AGAINST), "guideline_id"])
    check = drafts.checked(made, items, matched, dissent)
    suggested = described(made, items, proofs, check, {*against["first"], *against["second"]})
    suggested, worded, refused = proposals.worded(suggested, review.read(corpus, "proposals"), proofs, items)
    decisions, overtaken = review.current(review.read(corpus, "guidelines"), suggested, "guideline_id")

    tables.CHAIN.write(links, corpus)
    broken = chains.gaps(items, links, params.min_answer)
    tables.GAPS.write(broken, corpus)
    tables.GUIDELINES.write(overruled(suggested, decisions), corpus)
    tables.GUIDELINE_EVIDENCE.write(proofs, corpus)
    kinds = suggested["kind"].value_counts()
    return (
        f"{kinds.get('leitlinie', 0)} Leitlinien, {kinds.get('ziel', 0)} Ziele, "
        f"{kinds.get('aktivitaet', 0)} Aktivitäten, {len(links)} Verbindungen, {len(broken)} Lücken; "
        f"{loose} Aussagen ohne eigenen Wortlaut und ohne Vorschlag, zu dem sie passen, "
        f"{len(decisions)} entschieden, {len(overtaken)} überholt"
        + (f"; {worded} Formulierungen eines Sprachmodells, {refused} nicht gedeckt" if worded or refused else "")
    )


if __name__ == "__main__":
    stage.run(main)

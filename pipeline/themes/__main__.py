"""Themes: what is said again and again?

Statements that speak about the same concern lie in one theme, mostly inside one field of work. Each theme has a name
from the statements' own words, the words that mark it, three statements that stand for it, and a figure that says how
firm it is. What stands alone is listed as well, with the reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
from pydantic import Field

from pipeline.shared import codebook, earlier, engine, review, stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.german import encoder
from pipeline.shared.german.concepts import Concepts
from pipeline.shared.german.concerns import Concerns, groups
from pipeline.shared.german.vectors import Vectors
from pipeline.shared.params import StageParams
from pipeline.shared.ranks import first_fields
from pipeline.shared.tables import BLOCKS, CONTRADICTIONS, FIELDS, STATEMENTS, THEME_HISTORY, THEME_MEMBERS, THEMES
from pipeline.themes import contradictions, history, identity, tabled
from pipeline.themes import frame as frames
from pipeline.themes.clusters import Labels, Limits, clusters, numbered, products
from pipeline.themes.duplicates import near_duplicates
from pipeline.themes.evidence import Weighted, gather, one_hot
from pipeline.themes.known import Inventory, chosen
from pipeline.themes.stability import stability

UNCLEAR = "unklar"
INVENTORY = "same_concern_inventory.jsonl"
REST_PREFIX = "r"
EVERY = 20  # known statements of which one says what an encoder finds in all of them


class Weights(StageParams):
    """How much each kind of evidence counts (log odds for full agreement)."""

    wording: float = Field(ge=0)
    concern: float = Field(ge=0)
    ideas: float = Field(ge=0)
    meaning: float = Field(ge=0)
    table_row: float = Field(ge=0)
    heading: float = Field(ge=0)
    field: float = Field(ge=0)
    encoder: float = Field(ge=0)


class Params(StageParams):
    """How much evidence joins two groups of statements, and how firm a theme must be."""

    vectors: str
    concepts: str
    groups: str
    weights: Weights
    join_above: float
    attach_above: float
    settle_above: float = Field(ge=0)
    frame_above: float
    inertia: float = Field(ge=0)
    small: int = Field(ge=0)
    exact: int = Field(ge=10)
    duplicate: float = Field(ge=0, le=1)
    rounds: int = Field(ge=0)
    name_above: float = Field(ge=0, le=1)
    min_stability: float = Field(ge=0, le=1)
    seed: int

    @property
    def limits(self) -> Limits:
        """Return when groups join and where statements settle."""
        return Limits(self.join_above, self.attach_above, self.settle_above, self.small, self.exact, self.seed)


def prepared(statements: pd.DataFrame, fields: pd.DataFrame, blocks: pd.DataFrame) -> pd.DataFrame:
    """Return the statements with field and row_key, the oldest first: the order in which everything is computed."""
    first = first_fields(fields)
    cells = blocks.loc[blocks["row"].notna(), ["document", "block", "table", "row"]]
    key = cells["document"] + "|" + cells["table"].astype("string").fillna("") + "|" + cells["row"].astype("string")
    whole = statements.merge(
        cells.assign(row_key=key)[["document", "block", "row_key"]], on=["document", "block"], how="left"
    )
    for column in ("row_key", "heading", "question", "date", "stakeholder_group"):
        whole[column] = whole[column].astype("string").fillna("").astype(str)
    whole["field"] = whole["statement_id"].map(first).astype("string").fillna(UNCLEAR).astype(str)
    return whole.sort_values(["date", "document", "position", "statement_id"], kind="stable").reset_index(drop=True)


def found(rows: Weighted, past: Sequence[str], params: Params) -> tuple[Labels, dict[int, float]]:
    """Return the cluster of each statement, and the stability of each cluster.

    What lay in one theme before (``past``, empty where a statement is new) leaves it only for more evidence elsewhere;
    the stability is that of the evidence alone.
    """
    limits = params.limits
    held = one_hot(past) * float(np.sqrt(params.inertia))
    joined = rows.beside(held, 1.0) if any(past) else rows
    if rows.shape[0] > params.exact or not params.rounds:
        return clusters(joined, limits), {}
    whole = rows.whole()
    known = products(whole)
    labels = clusters(joined, limits, known + np.asarray((held @ held.T).todense()) if any(past) else known)

    def again(drawn: Labels) -> Labels:
        return clusters(whole[drawn], limits, known[np.ix_(drawn, drawn)])

    return labels, dict(enumerate(stability(labels, again, params.rounds, params.seed).tolist()))


def framed(whole: frames.Frame, params: Params) -> tuple[Labels, dict[int, float], dict[int, float]]:
    """Return of each statement its group in the frame of an earlier round; of each group its stability and distance."""
    limits = params.limits
    count = whole.rows.shape[0]
    units = np.arange(count) if count <= params.exact else clusters(whole.rows, limits)
    core = frames.cores(whole, params.join_above)
    groups = frames.grown(whole, units, params.frame_above, core)
    far = frames.distances(whole, groups, core)
    if count > params.exact or not params.rounds:
        return groups, {}, far

    def again(drawn: Labels) -> Labels:
        part = whole.drawn(drawn)
        found = frames.cores(part, params.join_above)
        return numbered(frames.grown(part, np.arange(len(drawn)), params.frame_above, found))

    firm = stability(numbered(groups), again, params.rounds, params.seed)
    return groups, dict(enumerate(firm.tolist())), far


def with_rest(frame: pd.DataFrame, theme_of: pd.Series, rows: Weighted, kept: set[str]) -> pd.DataFrame:
    """Return the statements with theme_id, score, is_rest, reason; what stands alone goes to its field's rest list."""
    result = frame.assign(theme_id=frame["statement_id"].map(theme_of).astype(str))
    size = result["theme_id"].map(result["theme_id"].value_counts())
    result["is_rest"] = (size == 1) & ~result["theme_id"].isin(kept)
    empty = np.asarray(rows.getnnz(axis=1)).ravel() == 0
    result["reason"] = np.where(empty, tabled.SPEECHLESS, tabled.ALONE)
    result["theme_id"] = result["theme_id"].mask(result["is_rest"], REST_PREFIX + "_" + result["field"])
    score = tabled.closeness(rows, result["theme_id"])
    return result.assign(score=np.where(result["is_rest"], 0.0, score))


def firmness(
    before: pd.Series, labels: Labels, firm: dict[int, float], names: dict[str, str], least: float
) -> pd.DataFrame:
    """Return stability, weak and name by theme id; a theme of a single statement has no stability."""
    known = {theme: firm[label] for theme, label in zip(before, labels.tolist(), strict=True) if label in firm}
    stability_of = pd.Series(known, dtype="Float64").round(tabled.DIGITS)
    table = pd.DataFrame({"stability": stability_of, "weak": stability_of.lt(least).fillna(value=False)})
    return table.join(pd.Series(names, name="name", dtype="object"), how="outer")


def history_of(corpus: Corpus) -> pd.DataFrame:
    """Return what is remembered of earlier runs; nothing at the first."""
    return THEME_HISTORY.read(corpus) if THEME_HISTORY.path(corpus).is_file() else THEME_HISTORY.empty()


def remembered(
    corpus: Corpus, ids: pd.Series, rows: Weighted, params: Params
) -> tuple[pd.Series, Labels, dict[int, float]]:
    """Return the theme of each statement, its group, and the stability of each group; themes of the past go on."""
    past = history.past(history_of(corpus), history.state(ids))
    labels, firm = found(rows, past.reindex(ids, fill_value="").tolist(), params)
    moves = review.read(corpus, "theme_members").dropna(subset=["theme_id"])
    targets = {str(row["statement_id"]): str(row["theme_id"]) for row in moves.to_dict("records")}
    wanted = identity.named(targets, review.read(corpus, "themes"))
    return identity.identified(pd.Series(labels, index=ids), past, wanted, rows), labels, firm


def placed(
    corpus: Corpus, frame: pd.DataFrame, rows: Weighted, concerns: Concerns, params: Params
) -> tuple[pd.Series, Labels, dict[int, float], dict[str, str], dict[str, float]]:
    """Return the theme of each statement, its group, the stability of each group, and of an earlier round two things.

    They are the names of the themes that go on, and how far the new ones lie from what was said then.
    """
    before = earlier.of(corpus)
    if before is None:
        return *remembered(corpus, frame["statement_id"].astype(str), rows, params), {}, {}
    keys = [field.key for field in codebook.read(corpus).fields]
    changes = earlier.codebook_changes(corpus, keys).fields
    whole = frames.framed(before, changes, frame, concerns, params.weights.model_dump())
    groups, firm, far = framed(whole, params)
    theme_of, labels = frames.continued(whole, frame["statement_id"], groups)
    names = {theme: whole.names[theme] for theme in set(theme_of) & set(whole.names)}
    apart = {str(theme): far[group] for theme, group in zip(theme_of, groups.tolist(), strict=True) if group in far}
    return theme_of, labels, firm, names, apart


def main(corpus: Corpus, params: Params) -> str:
    """Join the statements to themes, let people's decisions overrule, name what came out."""
    vectors = Vectors.load(corpus.root / Path(params.vectors))
    concepts = Concepts.load(corpus.root / Path(params.concepts), vectors)
    frame = prepared(STATEMENTS.read(corpus), FIELDS.read(corpus), BLOCKS.read(corpus))
    if not len(frame):
        for table in (THEMES, THEME_MEMBERS, CONTRADICTIONS):
            table.write(table.empty(), corpus)
        THEME_HISTORY.write(history_of(corpus), corpus)
        return "keine Aussagen, keine Themen"
    concerns = Concerns.load(corpus.root / Path(params.groups), vectors, concepts)
    if model := encoder.chosen():
        usual = [text for _, text in groups(corpus.root / Path(params.groups))][::EVERY]
        concerns = replace(concerns, encoder=encoder.Centred.over(model, usual))
    evidence = gather(frame.assign(text=frame["display_text"]), concerns)
    rows = evidence.weighted(params.weights.model_dump())
    before, labels, firm, carried, apart = placed(corpus, frame, rows, concerns, params)
    THEME_HISTORY.write(history.extended(history_of(corpus), history.state(before.index), before), corpus)
    texts = pd.Series(frame["display_text"].astype(str).to_numpy(), index=before.index)
    moves = review.read(corpus, "theme_members")
    held = identity.decided(before, moves, review.read(corpus, "themes"), texts)
    held = replace(held, names=carried | held.names)
    whole = with_rest(frame, held.theme_of, rows, set(held.names) | set(moves["theme_id"].dropna()))
    whole["duplicate_group"] = near_duplicates(whole, evidence.rows["wording"], params.duplicate)
    known = firmness(before, labels, firm, held.names, params.min_stability)
    made = tabled.material(whole)
    resting = set(whole.loc[whole["is_rest"], "theme_id"])
    called = tabled.names(made, concerns, held.names, resting)
    inventory = Inventory.load(corpus.root / params.groups / INVENTORY, concerns)
    speaking = {theme: inside for theme, inside in made.inside.items() if theme not in resting}
    called |= chosen(speaking, inventory, concerns, params.name_above)
    themes = tabled.themes(whole, made, called, known)
    themes["apart"] = themes["theme_id"].map(apart).astype("Float64")
    THEMES.write(themes, corpus)
    THEME_MEMBERS.write(tabled.members(whole), corpus)
    CONTRADICTIONS.write(contradictions.opposed(whole, evidence, engine.chosen()), corpus)
    real = themes[themes["status"] != tabled.REST]
    weak = int((themes["status"] == tabled.UNSTABLE).sum())
    rest = int(whole["is_rest"].sum())
    return (
        f"{len(real)} Themen aus {len(whole)} Aussagen, {weak} davon nicht stabil genug zum Berichten, "
        f"{rest} Aussagen in der Restliste, {held.overtaken} Entscheidungen überholt"
    )


if __name__ == "__main__":
    stage.run(main)

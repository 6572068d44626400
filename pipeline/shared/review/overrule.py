"""Overrule: how a person's decision takes the place of a suggestion, and which decisions are overtaken."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

import pandas as pd

NEAR = 0.5  # share of common words from which a text counts as a new wording of another
WORD = re.compile(r"\w+")


def settled(decisions: pd.DataFrame, key: Sequence[str], by_column: bool = False) -> pd.DataFrame:
    """Return one row per ``key``: the latest; rows must stand from the earliest to the latest.

    With ``by_column`` an empty cell of a later row leaves the earlier one standing.
    """
    names = list(key)
    if decisions.empty:
        return decisions
    table = decisions
    if by_column:
        rest = [str(column) for column in table if column not in names]
        groups = table.groupby(names, dropna=False, sort=False)
        table = table.assign(**{column: groups[column].ffill() for column in rest})
    last = table.drop_duplicates(names, keep="last")
    return last.sort_values(names, na_position="first", kind="stable").reset_index(drop=True)


def disputed(decisions: pd.DataFrame, key: Sequence[str], content: Sequence[str]) -> pd.DataFrame:
    """Return the decisions about which people disagree: same ``key``, different ``content``, more than one person.

    One person who changes her mind is no conflict. Files stand for people where no name is given.
    """
    if decisions.empty:
        return decisions
    people = decisions["reviewer"].fillna(decisions["file"])
    said = decisions[list(content)].astype("string").fillna("").agg("\x1f".join, axis=1)
    marked = decisions.assign(_person=people, _said=said)
    latest = marked.drop_duplicates([*key, "_person"], keep="last")
    voices = latest.groupby(list(key), dropna=False)["_said"].transform("nunique")
    return (
        latest[voices > 1].drop(columns=["_person", "_said"]).sort_values([*key, "date", "file", "line"], kind="stable")
    )


def folded_words(text: str) -> Counter[str]:
    """Return the words of ``text`` without case, with their number."""
    return Counter(WORD.findall(text.casefold()))


def nearest(texts: Sequence[str], ids: Sequence[str], candidates: Sequence[str]) -> list[tuple[str, float]]:
    """Return for each text the id of the candidate with most words in common (Dice), and how much (0 to 1).

    A draw goes to the candidate that comes first; below half of the words nothing is near.

    >>> nearest(["Kurse am Abend fehlen"], ["a1", "a2"], ["Abends fehlen Busse", "Kurse am Abend fehlen sehr"])
    [('a2', 0.8888888888888888)]
    """
    bags = [folded_words(candidate) for candidate in candidates]
    places: dict[str, list[int]] = defaultdict(list)
    for place, bag in enumerate(bags):
        for word in bag:
            places[word].append(place)
    return [closest(folded_words(text), bags, places, ids) for text in texts]


def closest(
    wanted: Counter[str], bags: Sequence[Counter[str]], places: dict[str, list[int]], ids: Sequence[str]
) -> tuple[str, float]:
    """Return the id of the bag nearest to ``wanted`` and its Dice share; ('', 0) where nothing is near."""
    shared: Counter[int] = Counter()
    for word, number in wanted.items():
        for place in places.get(word, ()):
            shared[place] += min(number, bags[place][word])
    best, share = "", 0.0
    for place in sorted(shared):
        dice = 2 * shared[place] / (wanted.total() + bags[place].total())
        if dice >= NEAR and dice > share:
            best, share = ids[place], dice
    return best, share


def current(
    decisions: pd.DataFrame, statements: pd.DataFrame, key: str = "statement_id"
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return (holding, overtaken): decisions whose subject still exists, and those whose subject is gone.

    ``overtaken`` has two more columns, ``nearest`` and ``nearness``: the id of today's row with the most similar
    text (found by the wording that the decision carries in ``text``), for a person to look at. Nothing is moved.
    A decision without an id (an added statement) holds.
    """
    there = decisions[key].isna() | decisions[key].isin(set(statements[key].dropna()))
    gone = decisions[~there]
    texts = statements["text"] if "text" in statements else pd.Series("", index=statements.index)
    wording = gone["text"].fillna("") if "text" in gone else pd.Series("", index=gone.index)
    ids = [str(name) for name in statements[key]]
    found = nearest(list(wording), ids, [str(t) for t in texts.fillna("")]) if len(gone) else []
    overtaken = gone.assign(
        nearest=pd.array([name or None for name, _ in found], dtype="string"),
        nearness=pd.array([round(share, 4) for _, share in found], dtype="Float64"),
    )
    return decisions[there].reset_index(drop=True), overtaken.reset_index(drop=True)


def decide(suggestions: pd.DataFrame, decisions: pd.DataFrame, key: Sequence[str]) -> pd.DataFrame:
    """Return ``suggestions`` with what holds: ``suggested`` never changes, ``accepted`` follows people's decisions.

    ``suggestions`` are rows with the columns of ``key``; without a column ``suggested`` all count as suggested.
    A decision about a row that nobody suggested adds it (``suggested`` False, ``score`` 0, other columns empty).
    ``checked`` says whether a person decided. A person whose decision is marked ``complete`` has said all that holds
    for that ``key[0]``: suggestions she did not name do not hold. Where both tables have ``rank``, the rows that hold
    are numbered anew for each ``key[0]`` that a person touched: given ranks first, then the old order.
    Rows come back in the order of ``key``.
    """
    names = list(key)
    base = suggestions if "suggested" in suggestions else suggestions.assign(suggested=True)
    latest = settled(decisions, names)
    said = latest[[*names, *(c for c in ("accepted", "rank", "complete") if c in latest)]].rename(
        columns={"accepted": "_said", "rank": "_rank", "complete": "_complete"}
    )
    rows = base.merge(said, on=names, how="outer", sort=False)
    rows["suggested"] = rows["suggested"].astype("boolean").fillna(False)
    rows["_said"] = rows["_said"].astype("boolean")
    if "score" in base:
        rows["score"] = rows["score"].mask(~rows["suggested"], rows["score"].fillna(0.0))
    rows["checked"] = rows["_said"].notna()
    rows["accepted"] = rows["_said"].fillna(rows["suggested"])
    if "_complete" in rows:
        whole = set(rows.loc[rows["_complete"].astype("boolean").fillna(False), names[0]])
        rows.loc[rows[names[0]].isin(whole) & ~rows["checked"], "accepted"] = False
    if "rank" in base and "_rank" in rows:
        rows = ranked(rows, names)
    rows = rows.drop(columns=[c for c in ("_said", "_rank", "_complete") if c in rows])
    return rows.sort_values(names, kind="stable").reset_index(drop=True)


def ranked(rows: pd.DataFrame, names: Sequence[str]) -> pd.DataFrame:
    """Return ``rows`` with ranks numbered anew where a person decided; rows that do not hold keep their place last."""
    touched = rows[names[0]].isin(set(rows.loc[rows["checked"], names[0]]))
    order = rows.assign(
        _touched=touched,
        _order=rows["_rank"].astype("Float64").fillna(added_before_old(rows)),
        _out=~rows["accepted"],
    ).sort_values([names[0], "_out", "_order", "rank", *names[1:]], kind="stable")
    numbers = order.groupby(names[0], sort=False).cumcount() + 1
    order["rank"] = order["rank"].astype("Int64").mask(order["_touched"], numbers.astype("Int64"))
    return order.drop(columns=["_touched", "_order", "_out"])


def added_before_old(rows: pd.DataFrame) -> pd.Series:
    """Return the place of rows without a given rank: an old row keeps its own, an added one comes before the unchecked.

    Somebody who names a field that the machine had missed has most likely named the first one; somebody who
    confirms a suggestion has not moved it.
    """
    own = rows["rank"].astype("Float64")
    return own.mask(rows["checked"], own - 0.25).fillna(0.9)

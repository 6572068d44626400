"""The content of a report, before it is laid out: numbers, figures, chapters, faults; the same for every format."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from pipeline.shared import publication, tables
from pipeline.shared.codebook import Codebook
from pipeline.shared.corpus import Corpus
from pipeline.shared.publication import HIDDEN
from pipeline.shared.schema import Table
from pipeline.shared.wording import day, number, parts

TOTAL, ROUNDS, POOLED = "gesamt", "runden", "interview"
PUBLIC, INTERNAL = tables.VARIANTS
INTERVIEW = "interview"
READING = (tables.DOCUMENTS, tables.BLOCKS, tables.LEDGER, tables.STATEMENTS, tables.FIELDS, tables.THEMES,
           tables.THEME_MEMBERS, tables.CHAIN, tables.GAPS, tables.GUIDELINES, tables.GUIDELINE_EVIDENCE,
           tables.CELLS, tables.FIGURES)  # fmt: skip
KIND_NAMES = {"leitlinie": "Leitlinie", "ziel": "Ziel", "aktivitaet": "Aktivität"}
STATUS_NAMES = {
    "offen": "○ offen", "angenommen": "● angenommen", "ueberarbeitet": "◐ überarbeitet", "verworfen": "✕ verworfen",
}  # fmt: skip
READ_NAMES = {
    "refused": "nicht lesbar", "empty": "ohne Text", "duplicate_of": "doppelt abgegeben, einmal gezählt",
    "ok": "gelesen",
}  # fmt: skip


@dataclass(frozen=True)
class Source:
    """Everything that a report is made of: tables by file name, drawn figures, block texts."""

    corpus: Corpus
    codebook: Codebook
    tables: Mapping[str, pd.DataFrame]
    variant: str
    text: Callable[[str], str]

    def table(self, table: Table) -> pd.DataFrame:
        """Return a processed table."""
        return self.tables[table.file]

    @property
    def public(self) -> bool:
        """Tell whether this is the variant for everybody."""
        return self.variant == PUBLIC

    @cached_property
    def statements(self) -> pd.DataFrame:
        """Return the statements whose words may be shown in this variant, in reading order."""
        rows = self.table(tables.STATEMENTS)
        rows = rows.loc[publication.quotable(rows)] if self.public else rows
        rows = rows.sort_values(["date", "document", "position"], kind="stable", na_position="last")
        return rows.reset_index(drop=True)

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Return the cells of this variant."""
        rows = self.table(tables.CELLS)
        rows = rows.loc[rows["variant"] == self.variant]
        return rows.sort_values(["table_order", "row_order", "column_order"], kind="stable")

    @cached_property
    def places(self) -> dict[str, int]:
        """Return the place of each shown statement by its identifier."""
        return {key: place for place, key in enumerate(self.statements["statement_id"])}


def count(value: Any) -> str:  # noqa: ANN401 - a nullable integer
    """Return a count for readers, a dot where it is not shown."""
    return HIDDEN if pd.isna(value) else number(int(value))


def noun(value: str, one: str, many: str) -> str:
    """Return a written count with the fitting noun.

    >>> noun("1", "Gruppe", "Gruppen")
    '1 Gruppe'
    """
    return f"{value} {one if value == '1' else many}"


def carried(mentions: str, documents: str, groups: str) -> str:
    """Return what stands behind a theme or proposal, in words.

    >>> carried("4", "3", "1"), carried("4", "3", "0"), carried("·", "·", "·")
    ('4 Nennungen, 3 Dokumente, 1 Gruppe', '4 Nennungen, 3 Dokumente', 'Zahlen nicht gezeigt')
    """
    if HIDDEN in (mentions, documents):
        return "Zahlen nicht gezeigt"
    said = [noun(mentions, "Nennung", "Nennungen"), noun(documents, "Dokument", "Dokumente")]
    return ", ".join(said if groups in ("0", HIDDEN) else [*said, noun(groups, "Gruppe", "Gruppen")])


def total(source: Source, table: str, column: str = ROUNDS) -> int | None:
    """Return the total of a column of a table; None where it is not shown."""
    cells = source.cells
    found = cells.loc[(cells["table"] == table) & (cells["row"] == TOTAL) & (cells["column"] == column), "mentions"]
    return None if found.empty or pd.isna(found.iloc[0]) else int(found.iloc[0])


def key_numbers(source: Source) -> list[tuple[str, str]]:
    """Return the figures of the first page: number and what it counts."""
    documents = source.table(tables.DOCUMENTS)
    shown = source.cells.loc[(source.cells["table"] == "feld_gruppe") & (source.cells["column"] != TOTAL)]
    groups = shown.loc[shown["mentions"].fillna(1) > 0, "column"].nunique()
    rounds, pooled = total(source, "felder"), total(source, "felder", POOLED)
    return [
        (count(pd.NA if rounds is None else rounds), "Nennungen aus Veranstaltungen und Schriftlichem"),
        (count(pd.NA if pooled is None else pooled), "Nennungen aus Interviews, nur zusammengefasst"),
        (number(int((documents["status"] == "ok").sum())), "Dokumente gelesen"),
        (number(int(groups)), "beteiligte Gruppen"),
        (number(len(measures(source, "themen")) - 1), "Themen, von der Maschine vorgeschlagen"),
        (number(len(source.table(tables.GUIDELINES))), "Vorschläge für Leitlinien, Ziele und Aktivitäten"),
    ]


def faults(source: Source) -> list[dict[str, str]]:
    """Return the papers that were not read, with what to do; interviews are not named outside the house."""
    rows = source.table(tables.DOCUMENTS)
    rows = rows.loc[rows["status"] != "ok"].sort_values(["status", "document"], kind="stable")
    found = []
    for _, row in rows.iterrows():
        hushed = source.public and (row["kind"] == INTERVIEW or row["publish"] == "internal")
        name = "eine vertrauliche Datei (Name nur im internen Bericht)" if hushed else str(row["document"])
        note = "" if pd.isna(row["note"]) or hushed else str(row["note"])
        found.append({"name": name, "status": READ_NAMES[row["status"]], "note": note})
    return found


def remarks(source: Source) -> list[dict[str, str]]:
    """Return what was noticed while reading papers that were read."""
    rows = source.table(tables.DOCUMENTS)
    rows = rows.loc[(rows["status"] == "ok") & rows["note"].fillna("").str.len().gt(0)]
    if source.public:
        rows = rows.loc[~(rows["kind"].fillna("").eq(INTERVIEW) | rows["publish"].eq("internal"))]
    return [{"name": str(row["document"]), "note": str(row["note"])} for _, row in rows.iterrows()]


@dataclass(frozen=True)
class Sheet:
    """A table for readers: a caption, heads, and rows of label and cells (words, key of the cell)."""

    key: str
    title: str
    note: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


MEASURES = (("mentions", "Nennungen"), ("distinct", "ohne Wiederholungen"), ("documents", "Dokumente"),
            ("groups", "Gruppen"), ("votes", "Klebepunkte"))  # fmt: skip
LISTS = ("veranstaltungen", "felder", "typen", "gruppen", "themen", "querschnitt", "zielgruppe", "akteur", "merker")
CROSSED = ("feld_typ", "feld_veranstaltung", "feld_gruppe", "feld_paare", "luecken", "pruefstand")


def sheet(source: Source, key: str, limit: int | None = None) -> Sheet:
    """Return one table for readers."""
    cells = source.cells.loc[source.cells["table"] == key]
    return listed(cells, key, limit) if key in LISTS else crossed(cells, key)


def share(row: pd.Series) -> str:
    """Return a share with its interval, or nothing where there is none."""
    if pd.isna(row["share"]):
        return ""
    value = f"{number(float(row['share']) * 100)} %"
    if pd.isna(row["low"]):
        return value
    return f"{value} ({number(float(row['low']) * 100)}–{number(float(row['high']) * 100)})"


def listed(cells: pd.DataFrame, key: str, limit: int | None) -> Sheet:
    """Return a table of one feature: its measures, and the interviews in the last column."""
    rounds = cells.loc[cells["column"] == ROUNDS]
    interviews = cells.loc[cells["column"] == POOLED]
    pooled = dict(zip(interviews["row"], interviews["mentions"], strict=True))
    if limit is not None and len(rounds) > limit + 1:
        inner = rounds.loc[rounds["row"] != TOTAL]
        inner = inner.sort_values(["mentions", "documents", "row"], ascending=[False, False, True], kind="stable")
        rounds = pd.concat([inner.head(limit), rounds.loc[rounds["row"] == TOTAL]])
    rows = []
    for _, row in rounds.iterrows():
        name = f"{row['row_label']} ({row['row_part']})" if row["row_part"] else str(row["row_label"])
        numbers = [(count(row[measure]), f"{key}|{row['row']}|{ROUNDS}" if place == 0 else "")
                   for place, (measure, _) in enumerate(MEASURES)]  # fmt: skip
        numbers.append((share(row), ""))
        numbers.append((count(pooled.get(row["row"], pd.NA)), f"{key}|{row['row']}|{POOLED}"))
        rows.append((name, tuple(numbers)))
    first = cells.iloc[0] if len(cells) else None
    heads = (str(first["row_title"]) if first is not None else "", *(title for _, title in MEASURES),
             "Anteil (95-%-Bereich)", "dazu Interviews")  # fmt: skip
    return Sheet(key, "" if first is None else str(first["table_label"]), said(first), heads, tuple(rows))


def said(first: pd.Series | None) -> str:
    """Return the note of a table."""
    return "" if first is None or pd.isna(first["note"]) else str(first["note"])


def crossed(cells: pd.DataFrame, key: str) -> Sheet:
    """Return a table of two features."""
    first = cells.iloc[0] if len(cells) else None
    columns = cells.drop_duplicates("column").sort_values("column_order")
    rows = []
    for row_key, part in cells.groupby("row", sort=False):
        found = dict(zip(part["column"], part["mentions"], strict=True))
        numbers = tuple((count(found.get(column, pd.NA)), f"{key}|{row_key}|{column}") for column in columns["column"])
        rows.append((str(part["row_label"].iloc[0]), numbers))
    heads = ("" if first is None else str(first["row_title"]), *columns["column_label"])
    return Sheet(key, "" if first is None else str(first["table_label"]), said(first), tuple(heads), tuple(rows))


@dataclass(frozen=True)
class Figure:
    """A drawn figure with its words; ``svg`` is the picture itself."""

    key: str
    title: str
    subtitle: str
    alt: str
    note: str
    table: str
    svg: str


def figures(source: Source) -> list[Figure]:
    """Return the figures of this variant in their order."""
    rows = source.table(tables.FIGURES)
    rows = rows.loc[rows["variant"] == source.variant].sort_values("order")
    place = (source.corpus.reports if source.public else source.corpus.reports / source.variant) / "charts"
    return [
        Figure(str(row["figure"]), str(row["title"]), str(row["subtitle"]), str(row["alt"]), str(row["note"] or ""),
               str(row["table"]), (place / f"{row['figure']}.svg").read_text(encoding="utf-8"))
        for _, row in rows.iterrows()
    ]  # fmt: skip


@dataclass(frozen=True)
class Theme:
    """A theme of a chapter: name, counts, terms, and the places of its statements."""

    key: str
    label: str
    terms: str
    quote: str
    mentions: str
    documents: str
    groups: str
    votes: str
    stability: str
    members: tuple[int, ...]

    @property
    def facts(self) -> str:
        """Return what stands behind the theme."""
        said = carried(self.mentions, self.documents, self.groups)
        return said if self.votes in ("0", HIDDEN) else f"{said}, {noun(self.votes, 'Klebepunkt', 'Klebepunkte')}"


@dataclass(frozen=True)
class Proposal:
    """A candidate guideline, goal or activity with the places of its evidence."""

    key: str
    kind: str
    text: str
    status: str
    mentions: str
    documents: str
    groups: str
    supports: tuple[int, ...]
    contradicts: tuple[int, ...]
    offers: tuple[int, ...]
    withheld: bool

    @property
    def facts(self) -> str:
        """Return what stands behind the proposal, and where its decision is."""
        said = f"{carried(self.mentions, self.documents, self.groups)} · {self.status}"
        return f"{said} · {number(len(self.contradicts))} widersprechen" if self.contradicts else said


@dataclass(frozen=True)
class Chapter:
    """What was said about one field of work; ``rest`` are the places of statements without a theme that holds."""

    key: str
    name: str
    definition: str
    mentions: str
    documents: str
    groups: str
    themes: tuple[Theme, ...]
    proposals: tuple[Proposal, ...]
    offers: tuple[int, ...]
    rest: tuple[int, ...]
    types: tuple[tuple[str, str], ...]

    @property
    def facts(self) -> str:
        """Return how much was said about the field."""
        if HIDDEN in (self.mentions, self.documents):
            return "Zahlen nicht gezeigt."
        types = ", ".join(f"{name} {value}" for name, value in self.types)
        where = noun(self.documents, "Dokument", "Dokumenten")
        return f"n = {noun(self.mentions, 'Nennung', 'Nennungen')} in {where}{f' ({types})' if types else ''}."


def measures(source: Source, table: str) -> dict[str, pd.Series]:
    """Return the rows of a list by their key."""
    cells = source.cells
    rows = cells.loc[(cells["table"] == table) & (cells["column"] == ROUNDS)]
    return {str(row["row"]): row for _, row in rows.iterrows()}


def counted(row: pd.Series | None, measure: str) -> str:
    """Return a measure of a row for readers; a row that does not exist counts nothing."""
    return "0" if row is None else count(row[measure])


def themes(source: Source) -> dict[str, list[Theme]]:
    """Return the themes by field, the largest first."""
    counts = measures(source, "themen")
    members = source.table(tables.THEME_MEMBERS).sort_values(["theme_id", "score", "statement_id"],
                                                             ascending=[True, False, True], kind="stable")  # fmt: skip
    places = {key: [source.places[one] for one in part if one in source.places]
              for key, part in members.groupby("theme_id")["statement_id"]}  # fmt: skip
    found: dict[str, list[Theme]] = {}
    rows = source.table(tables.THEMES).sort_values(["size", "theme_id"], ascending=[False, True], kind="stable")
    rows = rows.loc[rows["theme_id"].isin(counts)]
    for _, row in rows.iterrows():
        own = counts.get(str(row["theme_id"]))
        stability = "" if pd.isna(row["stability"]) else number(float(row["stability"]), 2)
        terms = "" if pd.isna(row["terms"]) else str(row["terms"])
        found.setdefault(str(row["field"]), []).append(
            Theme(
                key=str(row["theme_id"]),
                label=str(row["label"]),
                terms=terms,
                quote=typical(source, row["representatives"], places.get(str(row["theme_id"]), [])),
                mentions=counted(own, "mentions"),
                documents=counted(own, "documents"),
                groups=counted(own, "groups"),
                votes=counted(own, "votes"),
                stability=stability,
                members=tuple(places.get(str(row["theme_id"]), ())),
            )
        )
    return found


def typical(source: Source, representatives: object, members: list[int]) -> str:
    """Return the words of the statement that stands for a theme, where one is released."""
    named = [source.places[key] for key in parts(representatives) if key in source.places]
    place = next(iter([*named, *members]), None)
    return "" if place is None else str(source.statements["display_text"].iloc[place])


def proposals(source: Source) -> dict[str, list[Proposal]]:
    """Return the proposals by field: guidelines, then goals, then activities."""
    counts = measures(source, "vorschlaege")
    evidence = source.table(tables.GUIDELINE_EVIDENCE).sort_values(["guideline_id", "statement_id"])
    proofs: dict[tuple[str, str], list[int]] = {}
    columns = (evidence[name] for name in ("guideline_id", "role", "statement_id"))
    for key, role, statement in zip(*columns, strict=True):
        if statement in source.places:
            proofs.setdefault((key, role), []).append(source.places[statement])
    order = {kind: place for place, kind in enumerate(KIND_NAMES)}
    rows = source.table(tables.GUIDELINES)
    rows = rows.assign(order=rows["kind"].map(order)).sort_values(
        ["order", "mentions", "guideline_id"], ascending=[True, False, True], kind="stable"
    )
    found: dict[str, list[Proposal]] = {}
    for _, row in rows.iterrows():
        key, own = str(row["guideline_id"]), counts.get(str(row["guideline_id"]))
        roles = [tuple(sorted(proofs.get((key, role), ()))) for role in tables.ROLES]
        found.setdefault(str(row["field"]), []).append(
            Proposal(
                key=key,
                kind=KIND_NAMES[row["kind"]],
                text=str(row["text"]),
                status=STATUS_NAMES[row["status"]],
                mentions=counted(own, "mentions"),
                documents=counted(own, "documents"),
                groups=counted(own, "groups"),
                supports=roles[0],
                contradicts=roles[1],
                offers=roles[2],
                withheld=source.public and not roles[0],
            )
        )
    return found


def chapters(source: Source) -> list[Chapter]:
    """Return one chapter per field of work, in the consultant's order."""
    by_field, by_proposal = themes(source), proposals(source)
    counts = measures(source, "felder")
    book = {field.key: (field.title, field.definition) for field in source.codebook.fields}
    keys = [*book, *sorted((set(by_field) | set(by_proposal)) - set(book))]
    crossing = source.cells.loc[source.cells["table"] == "feld_typ"]
    offers, rest = offers_by_field(source), rest_by_field(source)
    found = []
    for key in keys:
        row = counts.get(key)
        own = crossing.loc[(crossing["row"] == key) & (crossing["column"] != TOTAL)]
        pairs = zip(own["column_label"], own["mentions"], strict=True)
        types = tuple((str(label), count(value)) for label, value in pairs)
        name, definition = book.get(key, (key, ""))
        found.append(
            Chapter(
                key=key,
                name=name,
                definition=definition,
                mentions=counted(row, "mentions"),
                documents=counted(row, "documents"),
                groups=counted(row, "groups"),
                themes=tuple(by_field.get(key, ())),
                proposals=tuple(by_proposal.get(key, ())),
                offers=offers.get(key, ()),
                rest=rest.get(key, ()),
                types=types,
            )
        )
    return found


def first_fields(source: Source) -> dict[str, str]:
    """Return the first field that holds, by statement."""
    rows = source.table(tables.FIELDS)
    rows = rows.loc[rows["accepted"].fillna(value=False)].sort_values(["statement_id", "rank", "field"], kind="stable")
    first = rows.drop_duplicates("statement_id")
    return dict(zip(first["statement_id"], first["field"], strict=True))


def second_fields(source: Source) -> dict[str, str]:
    """Return the second field that holds, by statement."""
    rows = source.table(tables.FIELDS)
    rows = rows.loc[rows["accepted"].fillna(value=False)].sort_values(["statement_id", "rank", "field"], kind="stable")
    later = rows.loc[rows["statement_id"].duplicated()].drop_duplicates("statement_id")
    return dict(zip(later["statement_id"], later["field"], strict=True))


def offers_by_field(source: Source) -> dict[str, tuple[int, ...]]:
    """Return the places of the existing offers by field."""
    fields = first_fields(source)
    found: dict[str, list[int]] = {}
    rows = source.statements
    for place, key in enumerate(rows["statement_id"].where(rows["type"] == "angebot")):
        if isinstance(key, str):
            found.setdefault(fields.get(key, source.codebook.unclear or ""), []).append(place)
    return {key: tuple(places) for key, places in found.items()}


def rest_by_field(source: Source) -> dict[str, tuple[int, ...]]:
    """Return the places of the statements that belong to no theme that is reported, by field."""
    reported = measures(source, "themen")
    members = source.table(tables.THEME_MEMBERS)
    themed = set(members.loc[members["theme_id"].isin(reported), "statement_id"])
    fields = first_fields(source)
    found: dict[str, list[int]] = {}
    for key, place in source.places.items():
        if key not in themed:
            found.setdefault(fields.get(key, source.codebook.unclear or ""), []).append(place)
    return {key: tuple(places) for key, places in found.items()}


def ranked(source: Source, table: str, column: str, limit: int) -> list[tuple[str, int]]:
    """Return the rows of a table with the largest shown counts: label and count."""
    cells = source.cells
    rows = cells.loc[(cells["table"] == table) & (cells["column"] == column) & (cells["row"] != TOTAL)]
    rows = rows.loc[rows["mentions"].fillna(0) > 0].sort_values(["mentions", "row"], ascending=[False, True])
    return [(str(label), int(size)) for label, size in zip(rows["row_label"], rows["mentions"], strict=True)][:limit]


def gap_lines(source: Source, limit: int) -> list[str]:
    """Return for each kind of gap the fields where most statements lack their counterpart."""
    cells = source.cells.loc[source.cells["table"] == "luecken"]
    kinds = cells.loc[~cells["column"].str.contains(":", regex=False)].drop_duplicates("column")
    found = []
    for key, label in zip(kinds["column"], kinds["column_label"], strict=True):
        rows = ranked(source, "luecken", key, limit)
        if rows:
            found.append(f"{label}: " + ", ".join(f"{name} {number(size)}" for name, size in rows))
    return found


def period(source: Source) -> str:
    """Return first and last date of the papers."""
    days = sorted(day for day in source.table(tables.DOCUMENTS)["date"].dropna() if day)
    if not days:
        return ""
    return day(days[0]) if days[0] == days[-1] else f"{day(days[0])} bis {day(days[-1])}"


def whereabouts(source: Source) -> Sheet:
    """Return how many passages of each paper became what."""
    return crossed(source.cells.loc[source.cells["table"] == "verbleib"], "")


def dropped(source: Source) -> list[tuple[str, str, str]]:
    """Return why passages were not counted: category, reason and how often; confidential papers are only added up."""
    rows = source.table(tables.LEDGER)
    rows = rows.loc[rows["category"] != "statement"]
    columns = source.cells.loc[source.cells["table"] == "verbleib"].drop_duplicates("column")
    names = dict(zip(columns["column"], columns["column_label"], strict=True))
    sizes = Counter(zip(rows["category"], rows["reason"], strict=True))
    ranked = sorted(sizes.items(), key=lambda entry: (-entry[1], entry[0]))
    return [(names.get(category, category), str(reason), number(size)) for (category, reason), size in ranked]


def groups_of(cell: object) -> str:
    """Return the groups of a cell as words.

    >>> groups_of("Rat|Ehrenamt")
    'Rat, Ehrenamt'
    """
    return ", ".join(parts(cell))

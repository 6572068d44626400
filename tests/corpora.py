"""Invented corpora for tests of everything behind the coding: all tables, any size, the same on every machine."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from pipeline.shared import tables
from pipeline.shared.corpus import Corpus
from pipeline.shared.schema import Table, write_whole

Row = dict[str, Any]

FIELDS = {
    "wasser": "Wasser und Ufer",
    "wege": "Wege und Querungen",
    "markt": "Markt/Handwerk/Gastgewerbe im Ortskern",
    "lernen": "Lernen und Donaudampfschifffahrtskapitänsprüfung",
    "uebergreifend": "Übergreifend",
    "unklar": "Nicht zuordenbar",
}
TYPES = {
    "problem": "Problem",
    "ziel": "Ziel",
    "massnahme": "Maßnahme",
    "angebot": "Bestehendes Angebot",
    "grundsatz": "Grundsatz",
}
GROUPS = ["Rat", "Verwaltung", "Vereine/Sport/Kirchen", "Betriebe", "Schulen", "Ehrenamt"]
CROSS = ["Vernetzung und Zuständigkeit", "Information/Zugänge", "Finanzierung und Personal", "Mobilität"]
TARGETS = ["alle Einwohner:innen", "Kinder", "Ältere und pflegende Angehörige"]
ACTORS = ["Bauhof", "Verwaltung", "Förderverein"]
EVENTS = ["auftakt", "workshop1", "workshop2", "interview", "abschluss"]
DATES = ["2023-08-30", "2023-10-04", "2023-11-07", "2024-01-16", "2024-03-13"]
THINGS = ["Steg", "Brücke", "Ampel", "Bank", "Laube", "Pumpe", "Schleuse", "Laterne", "Halle", "Werkstatt", "Tafel"]
PATTERNS = {
    "problem": "{thing} am {place} fehlt seit Jahren, Nummer {number}.",
    "ziel": "Alle erreichen {thing} und {place} ohne Umweg, Stufe {number}.",
    "massnahme": "{thing} am {place} bauen und pflegen, Los {number}.",
    "angebot": "{thing} am {place} läuft gut, dienstags {number} Uhr.",
    "grundsatz": "{thing} und {place} gehören allen, Satz {number}.",
}
PLACES = ["Ufer", "Platz", "Hafen", "Garten", "Weg", "Feld", "Tor", "Hang"]
NASTY = [
    "<script>alert('x')</script> & <b>fett</b> am Ufer",
    "=SUMME(A1:A9) gehört in keine Zelle",
    "#let x = 1; $a_b$ *fett* _kursiv_ @ref `roh` \\ Ende",
    '„Anführung“ und "gerade" → Pfeil ≥ 3 ●●● – Strich',
    "</script><!-- Kommentar --> {{ klammer }} {% wenn %}",
]


@dataclass
class Invented:
    """The rows of every table, before they are written; planted rows may be added."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)

    def add(self, table: Table, **cells: object) -> None:
        """Add one row to ``table``."""
        self.rows.setdefault(table.file, []).append(cells)

    def frame(self, table: Table) -> pd.DataFrame:
        """Return the rows of ``table``."""
        plain = {"string": "-", "Int64": 0, "Float64": 0.0, "boolean": False}
        absent = {column.name: plain[column.dtype] for column in table.columns if not column.nullable}
        found = [{**absent, **cells} for cells in self.rows.get(table.file, [])]
        return table.typed(pd.DataFrame(found, columns=table.names)) if found else table.empty()


def code(name: str) -> str:
    """Return a codebook key for a name."""
    return "x" + "".join(letter if letter.isascii() and letter.isalnum() else "_" for letter in name.lower())


def codebook() -> dict[str, Any]:
    """Return a codebook with invented fields, in the form of codebook.yaml."""
    roles = {"uebergreifend": "cross", "unklar": "unclear"}
    return {
        "version": "1.0",
        "title": "Erfundenes Codebuch",
        "fields": [
            {"key": name, "name": title, "short": title.split("/")[0], "definition": f"Alles zu {title}.",
             "cues": [name], "role": roles.get(name, "field")}
            for name, title in FIELDS.items()
        ],
        "types": [{"key": name, "name": title, "definition": f"{title}."} for name, title in TYPES.items()],
        "groups": [
            *({"key": code(name), "name": name} for name in GROUPS),
            {"key": "unbekannt", "name": "unbekannt", "counted": False},
        ],
        "target_groups": [{"key": code(name), "name": name} for name in TARGETS],
        "cross_cutting": [{"key": code(name), "name": name} for name in CROSS],
        "publication": {"minimum_sources": 3, "minimum_sources_interview": 5},
    }  # fmt: skip


def documents(invented: Invented, count: int, chance: random.Random) -> list[Row]:
    """Add ``count`` readable documents and four that were not read; return the readable ones."""
    readable = []
    for number in range(count):
        event = EVENTS[number % len(EVENTS)]
        interview = event == "interview"
        row = {
            "document": f"{DATES[number % len(DATES)]}_{event}_{number:03d}.docx",
            "sha256": f"{number:064x}",
            "event": event,
            "date": DATES[number % len(DATES)],
            "kind": "interview" if interview else "protokoll",
            "stakeholder_group": "|".join(sorted(chance.sample(GROUPS, 1 if interview else 3))),
            "fields": "",
            "publish": "count" if interview else "quote",
            "reader": "docx",
            "status": "ok",
            "note": "",
        }
        invented.add(tables.DOCUMENTS, **row)
        readable.append(row)
    for name, status, note in (
        ("zweimal.docx", "duplicate_of", "gleicher Inhalt wie ein anderes Dokument"),
        ("leer.pdf", "empty", "enthält keinen Text; vermutlich ein Scan"),
        ("kaputt.docx", "refused", "die Datei ist beschädigt; bitte neu speichern"),
        ("notiz.xyz", "refused", "Dateityp unbekannt; bitte als DOCX speichern"),
    ):
        invented.add(tables.DOCUMENTS, document=name, publish="quote", status=status, note=note, kind="protokoll")
    return readable


def wording(kind: str, number: int, chance: random.Random) -> str:
    """Return an invented statement; a few are hostile to every format we write."""
    if number % 97 < len(NASTY):
        return f"{NASTY[number % 97]} ({number})"
    return PATTERNS[kind].format(thing=chance.choice(THINGS), place=chance.choice(PLACES), number=number % 37)


def place(invented: Invented, document: Row, text: str, order: int) -> tuple[int, int, int]:
    """Append a heading now and then and ``text`` to the document; return block, start and end."""
    name = document["document"]
    whole = invented.texts.get(name, "")
    if order % 10 == 0:
        heading = f"TOP {order // 10 + 1} Sammlung"
        invented.add(tables.LEDGER, document=name, start=len(whole), end=len(whole) + len(heading) + 1,
                     category="heading", reason="Überschrift")  # fmt: skip
        whole += heading + "\n"
    start = len(whole)
    whole += text + "\n"
    block = order
    invented.add(tables.BLOCKS, document=name, block=block, kind="item", start=start, end=start + len(text),
                 heading_path=f"Protokoll > TOP {order // 10 + 1} Sammlung", page=order // 20 + 1)  # fmt: skip
    invented.add(tables.LEDGER, document=name, start=start, end=len(whole), category="statement", reason="Aussage")
    invented.texts[name] = whole
    return block, start, start + len(text)


def statement(invented: Invented, document: Row, order: int, number: int, chance: random.Random) -> Row:
    """Add one statement with its field, marks and duplicate; return its row."""
    kind = chance.choices(list(TYPES), weights=[40, 18, 26, 10, 6])[0]
    text = wording(kind, number, chance)
    block, start, end = place(invented, document, text, order)
    checked = chance.random() < 0.2
    row = {
        "statement_id": f"a{number:012x}", "document": document["document"], "start": start, "end": end,
        "text": text, "display_text": text, "context": f"Protokoll > TOP {order // 10 + 1} Sammlung",
        "heading": f"Protokoll > TOP {order // 10 + 1} Sammlung", "block": block, "position": order,
        "event": document["event"], "date": document["date"], "kind": document["kind"],
        "publish": document["publish"], "document_fields": "",
        "stakeholder_group": document["stakeholder_group"].split("|")[0] if number % 3 else "unbekannt", "speaker": "",
        "votes": chance.choice([pd.NA, pd.NA, pd.NA, 1, 2, 5]), "responsible": "", "due": "",
        "flags": chance.choice(["", "", "", "pruefauftrag"]), "type": kind,
        "type_score": round(chance.uniform(0.3, 0.99), 4), "type_suggested": kind,
        "type_accepted": kind if checked else "", "statement_score": 0.9,
        "duplicate_group": f"d{number // 25}" if number % 25 < 2 else "",
    }  # fmt: skip
    invented.add(tables.STATEMENTS, **row)
    fields(invented, row, chance)
    return row


def fields(invented: Invented, row: Row, chance: random.Random) -> None:
    """Add one or two fields and some marks to a statement."""
    first, second = chance.sample(list(FIELDS), 2)
    if chance.random() < 0.7:
        first = list(FIELDS)[int(row["document"][-8:-5]) % 4]
    picked = [(first, 1)] + ([(second, 2)] if chance.random() < 0.25 and second != first else [])
    for name, rank in picked:
        invented.add(tables.FIELDS, statement_id=row["statement_id"], field=name, rank=rank,
                     score=round(chance.uniform(0.3, 0.99), 4), evidence="", suggested=True, accepted=True)  # fmt: skip
    row["field"] = first
    for kind, values, share in (
        ("querschnitt", list(map(code, CROSS)), 0.3),
        ("zielgruppe", list(map(code, TARGETS)), 0.25),
        ("akteur", ACTORS, 0.15),
    ):
        if chance.random() < share:
            invented.add(tables.MARKS, statement_id=row["statement_id"], kind=kind, value=chance.choice(values),
                         evidence="", suggested=True, accepted=True)  # fmt: skip


def themes(invented: Invented, statements: list[Row], per_theme: int) -> None:
    """Group the statements of each field into themes, with chain, gaps and candidate guidelines."""
    for key in FIELDS:
        rows = [row for row in statements if row["field"] == key]
        for number, start in enumerate(range(0, len(rows), per_theme)):
            theme(invented, f"t{key}{number:03d}", key, rows[start : start + per_theme])


def tally(rows: list[Row]) -> Row:
    """Return mentions, documents, groups and votes of some statements."""
    groups = {row["stakeholder_group"] for row in rows} - {"unbekannt"}
    votes = sum(int(row["votes"]) for row in rows if not pd.isna(row["votes"]))
    return {"sources": len({row["document"] for row in rows}), "groups": len(groups), "votes": votes}


def theme(invented: Invented, theme_id: str, key: str, members: list[Row]) -> None:
    """Add one theme with its members, its chain and one guideline."""
    label = f"{members[0]['display_text'].split(' ')[0].strip('<>')} und Umgebung {theme_id[-3:]}"
    invented.add(
        tables.THEMES, theme_id=theme_id, field=key, label_suggested=label, label=label, terms="steg, ufer, bank",
        summary="", representatives=members[0]["statement_id"], size=len(members), **tally(members),
        stability=0.8, status="stabil" if len(members) > 2 else "nicht berichten",
    )  # fmt: skip
    for row in members:
        invented.add(tables.THEME_MEMBERS, theme_id=theme_id, statement_id=row["statement_id"], score=0.5, reason="")
    for first, then, link in (("problem", "ziel", "problem_ziel"), ("ziel", "massnahme", "ziel_massnahme")):
        left = [row for row in members if row["type"] == first]
        right = [row for row in members if row["type"] == then]
        for one, other in zip(left, right, strict=False):
            invented.add(tables.CHAIN, from_statement=one["statement_id"], to_statement=other["statement_id"],
                         kind=link, score=0.5)  # fmt: skip
        for row in left[len(right) :]:
            invented.add(tables.GAPS, theme_id=theme_id, field=key, kind=f"{first}_ohne_{then}",
                         statement_id=row["statement_id"])  # fmt: skip
    guideline(invented, theme_id, key, members)


def guideline(invented: Invented, theme_id: str, key: str, members: list[Row]) -> None:
    """Add one candidate guideline backed by the members of a theme."""
    number = int(theme_id[-3:])
    counts = tally(members)
    invented.add(
        tables.GUIDELINES, guideline_id=f"g{theme_id}", kind=("leitlinie", "ziel", "aktivitaet")[number % 3],
        field=key, text_suggested=f"Wir sorgen gemeinsam für {theme_id}.", text=f"Wir sorgen gemeinsam für {theme_id}.",
        method="umgeformt", form="satz", theme_ids=theme_id, mentions=len(members), **counts,
        events=len({row["event"] for row in members}), dissent=0, single_voice=len(members) == 1,
        status=("offen", "angenommen", "ueberarbeitet", "verworfen")[number % 4], responsible="", year="",
        support=float(len(members)),
    )  # fmt: skip
    for row in members:
        role = "bestehendes_angebot" if row["type"] == "angebot" else "stuetzt"
        proof = {"guideline_id": f"g{theme_id}", "statement_id": row["statement_id"], "role": role}
        proof |= {"part": row["type"], "weight": 1.0}
        invented.add(tables.GUIDELINE_EVIDENCE, **proof)


def fabricate(count: int, seed: int = 7) -> Invented:
    """Return an invented corpus of ``count`` statements."""
    chance = random.Random(seed)
    invented = Invented()
    papers = documents(invented, max(2, min(count // 30, 200)) if count else 1, chance)
    orders = dict.fromkeys((row["document"] for row in papers), 0)
    rows = []
    for number in range(count):
        paper = papers[number % len(papers)]
        rows.append(statement(invented, paper, orders[paper["document"]], number, chance))
        orders[paper["document"]] += 1
    themes(invented, rows, 8)
    return invented


WRITTEN = (
    tables.DOCUMENTS, tables.BLOCKS, tables.LEDGER, tables.STATEMENTS, tables.FIELDS, tables.MARKS, tables.THEMES,
    tables.THEME_MEMBERS, tables.CHAIN, tables.GAPS, tables.GUIDELINES, tables.GUIDELINE_EVIDENCE,
    tables.CONTRADICTIONS,
)  # fmt: skip


def write(invented: Invented, root: Path, name: str = "erfunden") -> Corpus:
    """Write every table, the texts and the codebook below ``root``."""
    corpus = Corpus(name, root)
    for table in WRITTEN:
        table.write(invented.frame(table), corpus)
    for document, text in invented.texts.items():
        write_whole(corpus.texts / f"{document}.txt", text.encode())
    write_whole(corpus.codebook, yaml.safe_dump(codebook(), allow_unicode=True, sort_keys=False).encode())
    return corpus

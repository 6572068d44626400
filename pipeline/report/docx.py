"""The report as a Word document to be worked on."""

from __future__ import annotations

from typing import Any

from pipeline.report import paper as pages
from pipeline.report import rounds, texts
from pipeline.report.chapters import Chapter
from pipeline.report.pictures import Figure
from pipeline.report.sheets import CROSSED, LISTS, sheet
from pipeline.report.source import Source
from pipeline.report.word import Paper, quiet, run, strong


def image(source: Source, figure: Figure) -> bytes:
    """Return the drawn picture of a figure."""
    place = source.corpus.reports if source.public else source.corpus.reports / source.variant
    return (place / "charts" / f"{figure.key}.png").read_bytes()


def render(source: Source, chapters: list[Chapter], figures: list[Figure]) -> bytes:
    """Return the report as a Word document."""
    frame = pages.frame(source)
    paper = Paper(frame["title"], frame["seal"])
    paper.heading(frame["title"], 0)
    paper.aside(frame["lead"])
    opening(paper, source, frame)
    paper.heading("Bilder", 1)
    for figure in figures:
        paper.picture(figure, image(source, figure))
    paper.heading("Arbeitsbereiche", 1)
    for one in chapters:
        chapter(paper, pages.chapter(one))
    changes(paper, source)
    annexes(paper, source, chapters)
    return paper.packed()


def opening(paper: Paper, source: Source, frame: dict[str, Any]) -> None:
    """Write the first page: faults, numbers, how to read."""
    paper.heading("Das Wichtigste in Kürze", 1)
    for words in frame["findings"]:
        paper.item(words)
    paper.heading("Überblick", 1)
    if frame["faults"]:
        paper.text("Nicht alles konnte gelesen werden:")
        for fault in frame["faults"]:
            paper.term(fault["name"], f"{fault['status']}. {fault['note']}".strip())
    else:
        paper.text("Alle abgegebenen Dateien wurden gelesen.")
    paper.table("Die Auswertung in Zahlen", ["Was", "Zahl"], [[words, value] for value, words in frame["numbers"]])
    paper.heading("So lesen Sie diesen Bericht", 1)
    for term, meaning in texts.how_to_read(source):
        paper.term(term, meaning)


def chapter(paper: Paper, one: dict[str, Any]) -> None:
    """Write one field of work: counts, proposals with evidence numbers, themes."""
    paper.heading(one["name"], 2)
    if one["definition"]:
        paper.aside(one["definition"])
    paper.text(one["facts"])
    if one["plans"]:
        paper.heading(f"Vorschläge im Bereich {one['name']}", 3)
    for plan in one["plans"]:
        paper.runs(strong(f"{plan['kind']}: "), run(plan["text"]), keep=True)
        paper.aside(f"{plan['facts']}. {plan['evidence']}.")
    if one["themes"]["rows"]:
        paper.heading(f"Themen im Bereich {one['name']}", 3)
        paper.table(one["themes"]["title"], one["themes"]["heads"], one["themes"]["rows"])
    for rest in (one["more_plans"], one["more_themes"]):
        if rest:
            paper.aside(rest)


def changes(paper: Paper, source: Source) -> None:
    """Write what has changed since the last round, where there was one."""
    found = [pages.rows_of(sheet) for sheet in rounds.sheets(source)]
    if found:
        paper.heading(rounds.TITLE, 1)
        paper.text(rounds.LEAD)
    for table in found:
        paper.table(table["title"], table["heads"], table["rows"])
        paper.aside(table["note"])


def annexes(paper: Paper, source: Source, chapters: list[Chapter]) -> None:
    """Write evidence, tables, what was not counted, and the method."""
    paper.heading("Anhang: Belege", 1)
    for proof in pages.cited(source, chapters):
        paper.runs(run(f"[{proof['number']}] {proof['text']} "), quiet(proof["place"]))
    paper.heading("Anhang: Tabellen", 1)
    for key in (*LISTS, *CROSSED):
        table = pages.rows_of(sheet(source, key, pages.ROWS))
        if table["rows"] and key != "merker":
            entered(paper, table)
    reliability(paper, pages.reliability(source))
    paper.heading("Anhang: Methode", 1)
    for title, words in texts.method(source):
        paper.heading(title, 2)
        paper.text(words)


def reliability(paper: Paper, quality: dict[str, Any]) -> None:
    """Write how far the figures can be trusted."""
    paper.heading("Anhang: Datenqualität", 1)
    paper.heading("Wie oft die Maschine richtig liegt", 2)
    paper.text(quality["basis"])
    if quality["measured"]["rows"]:
        entered(paper, quality["measured"])
    paper.heading("Was die Zahlen nicht sagen", 2)
    for words in quality["limits"]:
        paper.item(words)
    if quality["remarks"]:
        paper.heading("Hinweise beim Lesen der Papiere", 2)
        for one in quality["remarks"]:
            paper.term(one["name"], one["note"])
    paper.heading("Zweifel und nicht gezählte Textstellen", 2)
    paper.text("Jede Textstelle ist verzeichnet: Entweder ist sie eine Aussage, oder hier steht, warum nicht.")
    for key in ("doubts", "whereabouts", "dropped"):
        entered(paper, quality[key])


def entered(paper: Paper, table: dict[str, Any]) -> None:
    """Write a table with its rows."""
    paper.table(table["title"], table["heads"], table["rows"])

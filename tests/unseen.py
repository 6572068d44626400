"""Invented papers with their gold: from bytes through reader, rules and tagger to the figures of `evaluation`.

What a person would count stands in ⟦ ⟧; everything else of the same paper is no assertion.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from email.message import EmailMessage
from html import escape
from pathlib import Path

import pandas as pd
import yaml
from documents import read as read_paper
from tagger_model import book, tagger

from pipeline.evaluation.detection import OVERLAP, detection, judged
from pipeline.shared.corpus import PROJECT
from pipeline.shared.engine import Engine
from pipeline.shared.tables import BLOCKS
from pipeline.sources.manifest import inferred
from pipeline.statements.corpus import Doubt, Found, Papers
from pipeline.statements.corpus import read as read_papers
from pipeline.statements.details import display

MARKED = re.compile(r"⟦(.*?)⟧", re.DOTALL)
MAILS = Path(__file__).parent / "papers" / "mails"


@dataclass(frozen=True)
class Marked:
    """A paper as it is handed in, and what a person would count in it; ``kind`` as in the manifest, '' = guessed."""

    name: str
    data: bytes
    expected: tuple[str, ...]
    kind: str = ""


def unmarked(words: str) -> str:
    """Return the words without the marks of the gold."""
    return words.replace("⟦", "").replace("⟧", "")


def marked(words: str) -> tuple[str, ...]:
    """Return what stands between the marks of the gold."""
    return tuple(MARKED.findall(words))


def mail(path: Path) -> Marked:
    """Return a mail of tests/papers/mails: header lines, an empty line, the words; its form is in the file's name."""
    name, form, _ = path.name.split(".")
    head, body = path.read_text(encoding="utf-8").split("\n\n", 1)
    message = EmailMessage()
    named = {"Von": "From", "Betreff": "Subject"}
    for line in head.splitlines():
        key, value = line.split(": ", 1)
        message[named[key]] = value
    plain = unmarked(body)
    if form == "html":
        message.set_content(page(plain), subtype="html", charset="utf-8")
    elif form == "qp":
        message.set_content(plain, charset="utf-8", cte="quoted-printable")
    elif form == "latin":
        message.set_content(plain, charset="iso-8859-1", cte="quoted-printable")
    else:
        message.set_content(plain, charset="utf-8", cte="8bit")
    return Marked(f"{name}.eml", message.as_bytes(), marked(body))


def page(plain: str) -> str:
    """Return a mail as a mail program writes it in HTML: a <p> per paragraph, <br> per line, lists as lists."""
    parts = []
    for part in plain.strip().split("\n\n"):
        lines = [escape(line) for line in part.splitlines()]
        if all(line.startswith("- ") for line in lines):
            parts.append("<ul>" + "".join(f"<li>{line[2:]}</li>" for line in lines) + "</ul>")
        else:
            parts.append(f'<p class="MsoNormal">{"<br>".join(lines)}</p>')
    return f"<html><body>{''.join(parts)}</body></html>"


def mails() -> list[Marked]:
    """Return all invented mails."""
    return [mail(path) for path in sorted(MAILS.glob("*.mail"))]


def coded(papers: Sequence[Marked]) -> tuple[list[Found], Mapping[str, str]]:
    """Return what is found in the papers, by rules and tagger as the stage does it, and their texts."""
    knobs = yaml.safe_load((PROJECT / "params.yaml").read_text(encoding="utf-8"))["statements"]
    readings = {paper.name: read_paper(paper.data, paper.name) for paper in papers}
    kinds = {paper.name: paper.kind or inferred(readings[paper.name], [], {}).kind for paper in papers}
    documents = pd.DataFrame({"document": list(readings), "kind": kinds.values(), "stakeholder_group": ""})
    rows = [
        {"document": name, "block": number, **asdict(block)}
        for name, reading in readings.items()
        for number, block in enumerate(reading.blocks)
    ]
    texts = {name: reading.text for name, reading in readings.items()}
    blocks = BLOCKS.typed(pd.DataFrame(rows, columns=BLOCKS.names))
    doubt = Doubt(knobs["drop_below"], knobs["doubt_below"])
    return read_papers(Papers(documents, blocks, texts), book(), tagger(), doubt, Engine()), texts


def tables(papers: Sequence[Marked]) -> tuple[pd.DataFrame, pd.DataFrame, Mapping[str, str]]:
    """Return gold (id, file, text), found statements (statement_id, document, text) and the texts."""
    done, texts = coded(papers)
    gold = [(f"{one.name} {n}", one.name, words) for one in papers for n, words in enumerate(one.expected)]
    found = [
        (
            f"{one.document} {item.unit.start}",
            one.document,
            display(texts[one.document][item.unit.start : item.unit.end]),
        )
        for one in done
        for item in one.items
    ]
    return (
        pd.DataFrame(gold, columns=["id", "file", "text"]),
        pd.DataFrame(found, columns=["statement_id", "document", "text"]),
        texts,
    )


def figures(papers: Sequence[Marked]) -> dict[str, float]:
    """Return the figures of `evaluation` for the papers: detection.* and units.*, by format too."""
    return detection(*tables(papers))


def faults(papers: Sequence[Marked]) -> list[str]:
    """Return what was missed ('-') and what was counted and is none ('+'), with the paper it stands in."""
    gold, found, texts = tables(papers)
    rows = judged(gold, found, texts)
    words = {
        **dict(zip(gold["id"], gold["text"], strict=True)),
        **dict(zip(found["statement_id"], found["text"], strict=True)),
    }
    wrong = rows[rows["share"] < OVERLAP]
    return [f"{'-' if row.side == 'gold' else '+'} {row.document}: {words[row.name]}" for row in wrong.itertuples()]

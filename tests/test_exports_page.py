"""The offline review page saves decisions that are read back, and needs no network."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path
from typing import cast

import browser
import pandas as pd
import pytest
from browser import Browser
from conftest import coded
from exports_material import BOOK, material, with_answers

from pipeline.exports import page
from pipeline.exports.material import Material, released
from pipeline.shared import review
from pipeline.shared.corpus import Corpus

NODE = shutil.which("node")
STAND_IN = """
const fs = require("fs");
const html = fs.readFileSync(process.argv[2], "utf8");
const data = html.match(/<script type="application.json" id="data">([^]*?)<.script>/)[1];
const code = html.match(/<script>([^]*?)<.script>/)[1];
globalThis.document = {getElementById: id => id === "data" ? {textContent: data} : null};
globalThis.localStorage = {getItem: () => null, setItem: () => null};
const found = new Function(code + "; return decisions;")()(JSON.parse(process.argv[3]), "Anna", "2024-05-01T10:00:00");
console.log(JSON.stringify(found));
"""


def test_the_page_stands_alone_and_is_the_same_every_time() -> None:
    content = page.build(material()[0], "probe")
    assert content == page.build(material()[0], "probe")
    text = content.decode("utf-8")
    assert not re.findall(r"(?:src|href)=|https?:|@import|url\(", text)
    assert "default-src 'none'" in text
    assert '<html lang="de">' in text


def test_words_cannot_break_out_of_the_page() -> None:
    given, _ = material()
    evil = "</script><script>alert(1)</script>"
    statements = given.statements.assign(display_text=evil)
    text = page.build(type(given)(**{**vars(given), "statements": statements}), "probe").decode("utf-8")
    assert evil not in text
    assert text.count("<script") == 2


def test_words_that_may_only_be_counted_are_not_on_the_released_page() -> None:
    given, _ = material()
    text = page.build(released(given), "probe").decode("utf-8")
    secret = given.statements.loc[given.statements["publish"] == "count", "text"]
    assert not [words for words in secret if words in text]
    data = json.loads(re.findall(r'id="data">(.*?)</script>', text)[0])
    assert len(data["rows"]) == len(given.statements)


@pytest.mark.skipif(NODE is None, reason="node is not installed")
def test_what_the_page_saves_is_read_back_as_decided(tmp_path: Path) -> None:
    given, _ = material()
    corpus = coded(tmp_path, BOOK)
    (tmp_path / "review.html").write_bytes(page.build(given, "probe"))
    (tmp_path / "run.js").write_text(STAND_IN, encoding="utf-8")
    first, second, third = given.statements["statement_id"].tolist()[:3]
    chosen = {
        first: {"type": "ziel", "why": 'sagt "soll"; klar'},
        second: {"field": "gamma", "second": "-"},
        third: {"type": "-"},
    }
    command = [str(NODE), str(tmp_path / "run.js"), str(tmp_path / "review.html"), json.dumps(chosen)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    for name in ("types", "fields", "statements"):
        content = json.loads(done.stdout)[name]
        (corpus.review / f"{name}.csv").write_bytes(content.encode("utf-8"))
    types = review.read(corpus, "types")
    assert types[["statement_id", "type", "reviewer", "why"]].to_numpy().tolist() == [
        [first, "ziel", "Anna", 'sagt "soll"; klar']
    ]
    fields = review.read(corpus, "fields")
    assert fields.loc[fields["accepted"], ["statement_id", "field"]].to_numpy().tolist() == [[second, "gamma"]]
    rejected = review.read(corpus, "statements")
    assert rejected[["action", "statement_id"]].to_numpy().tolist() == [["verwerfen", third]]


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return coded(tmp_path, BOOK)


CHOOSE = """
(view, id, name, value) => {
  const select = document.getElementById("view");
  select.value = [...select.options].find(option => option.text === view).value;
  select.dispatchEvent(new Event("input"));
  const at = VIEWS[select.value].rows().findIndex(row => row.id === id);
  const article = document.querySelectorAll("article")[at];
  const control = article.querySelector((name ? "" : "details select") + '[name="' + name + '"]');
  const known = control.tagName !== "SELECT" || [...control.options].some(option => option.value === value);
  if (!known) { throw new Error(value); }
  control.value = value;
  control.dispatchEvent(new Event("change"));
}
"""


@pytest.mark.skipif(not browser.PROGRAM, reason="kein Chromium auf diesem Rechner")
def test_every_kind_of_decision_is_made_in_a_browser_and_read_back(corpus: Corpus, tmp_path: Path) -> None:
    given = with_answers()
    path = tmp_path / "review.html"
    path.write_bytes(page.build(given, "probe"))
    ids = [row["id"] for row in page.rows(given)]
    marked = next(row["id"] for row in page.rows(given) if row["marks"])
    plain = next(row["id"] for row in page.rows(given) if not row["marks"])
    paper = given.documents["document"].iloc[0]
    said = [
        ("Aussagen", ids[0], "type", "ziel"), ("Aussagen", ids[0], "why", 'sagt "soll"; klar'),
        ("Aussagen", ids[1], "field", "gamma"), ("Aussagen", ids[1], "second", "-"), ("Aussagen", ids[2], "type", "-"),
        ("Aussagen", ids[3], "split", "Die Vereine | brauchen Räume"), ("Aussagen", ids[4], "merge", ids[5]),
        ("Aussagen", ids[6], "why", "eine Notiz allein entscheidet nichts"),
        ("Aussagen", marked, "mark|querschnitt|wege", "nein"), ("Aussagen", plain, "", "querschnitt|wege"),
        ("Aussagen", ids[0], "theme", "tbeta" if dict(moved(given))[ids[0]] != "tbeta" else "tgamma"),
        ("Themen", "t:talpha", "name", "Orte für alle"), ("Themen", "t:tbeta", "join", "tgamma"),
        ("Themen", "t:tgamma", "part", "Fahrten"),
        ("Leitlinien", "g:g1", "text", "Räume sind offen;\nauch „abends“."),
        ("Leitlinien", "g:g1", "status", "ueberarbeitet"),
        ("Leitlinien", "g:g1", "year", "2026"), ("Leitlinien", "g:g1", "responsible", "Fachdienst"),
        ("Fehlende Aussagen", "n:1", "document", paper), ("Fehlende Aussagen", "n:1", "quote", "Runde 0"),
        ("Fehlende Aussagen", "n:1", "field", "beta"), ("Fehlende Aussagen", "n:2", "document", paper),
        ("Dokumente", f"d:{paper}", "checked", "ja"),
        ("Antworten", page.answers(given)[0]["id"], "accepted", "ja"),
    ]  # fmt: skip
    touched = len({name for _, name, what, _ in said if what != "why"} - {"n:2"})
    with Browser(tmp_path / "profile") as chromium:
        chromium.ask("Page.setDownloadBehavior", behavior="allow", downloadPath=str(corpus.review))
        chromium.open(path)
        for step in said:
            chromium.run(f"({CHOOSE})(...{json.dumps(step)})")
        chromium.open(path)  # what was chosen is kept
        chromium.run('document.getElementById("who").value = "Anna"; document.getElementById("save").click()')
        assert chromium.run('document.getElementById("count").textContent').startswith(f"{touched} entschieden,")
        end = time.monotonic() + 60
        while len(list(corpus.review.glob("*.csv"))) < 9 and time.monotonic() < end:
            time.sleep(0.1)
        chromium.run('document.querySelectorAll("article")[7].querySelector("button").click()')  # Vorschlag stimmt
        one = page.rows(given)[7]
        agreed = dict(zip(("type", "field", "second"), [one["type"], *cast("list[str]", one["fields"])], strict=False))
        assert chromium.run(f"kept[{json.dumps(one['id'])}]") == agreed
        assert not [address for address in chromium.requests if not address.startswith(("file:", "blob:"))]

    def read(kind: str, *columns: str) -> list[list[object]]:
        return sorted(review.read(corpus, kind)[list(columns)].astype(object).to_numpy().tolist(), key=str)

    assert read("types", "statement_id", "type", "reviewer", "why") == [[ids[0], "ziel", "Anna", 'sagt "soll"; klar']]
    fields = review.read(corpus, "fields")
    assert fields.loc[fields["accepted"], ["statement_id", "field"]].to_numpy().tolist() == [[ids[1], "gamma"]]
    wanted = [[marked, "wege", False], [plain, "wege", True]]
    assert read("marks", "statement_id", "value", "accepted") == sorted(wanted, key=str)
    assert read("theme_members", "statement_id", "theme_id") == [[ids[0], said[10][3]]]
    assert read("themes", "theme_id", "action", "value") == [
        ["talpha", "umbenennen", "Orte für alle"],
        ["tbeta", "zusammenlegen", "tgamma"],
        ["tgamma", "teilen", "Fahrten"],
    ]
    inside = {name for name, theme in moved(given) if theme == "talpha"}
    remembered = review.read(corpus, "themes").set_index("theme_id").loc["talpha", "members"].split()
    assert remembered
    assert set(remembered) <= inside
    assert read("guidelines", "guideline_id", "text", "status", "responsible", "year") == [
        ["g1", "Räume sind offen;\nauch „abends“.", "ueberarbeitet", "Fachdienst", 2026]
    ]
    rows = review.read(corpus, "statements").fillna("")
    shown = rows[["action", "statement_id", "document", "quote", "value"]]
    assert sorted(shown.itertuples(index=False, name=None)) == [
        ("hinzufuegen", "", paper, "Runde 0", ""),
        ("teilen", ids[3], "", "", "Die Vereine | brauchen Räume"),
        ("verwerfen", ids[2], "", "", ""),
        ("zusammenlegen", ids[4], "", "", ids[5]),
    ]
    assert read("documents", "document", "checked", "reviewer") == [[paper, True, "Anna"]]
    assert read("answers", "kind", "earlier_statement", "accepted") == [["beantwortet", "b1", True]]


def moved(given: Material) -> list[tuple[str, str]]:
    """Return statement and theme of every membership."""
    return list(given.members[["statement_id", "theme_id"]].itertuples(index=False, name=None))


def test_what_was_decided_before_stands_last() -> None:
    given, _ = material()
    first = page.rows(given)[0]["id"]
    done = {kind: pd.DataFrame({"statement_id": [first]}) for kind in ("types", "fields")}
    rows = page.rows(replace(given, decisions={**given.decisions, **done}))
    assert rows[-1]["id"] == first
    assert [row["id"] for row in rows if row["settled"]] == [first]


def test_words_of_then_that_may_only_be_counted_are_not_on_the_released_page() -> None:
    text = page.build(released(with_answers()), "probe").decode("utf-8")
    assert "Räume fehlten" in text
    assert "Ganz geheim" not in text

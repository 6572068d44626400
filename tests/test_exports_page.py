"""The offline review page saves decisions that are read back, and needs no network."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from exports_material import BOOK, material

from pipeline.exports import page
from pipeline.exports.material import released
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
    corpus = Corpus("probe", tmp_path)
    corpus.review.mkdir(parents=True)
    corpus.codebook.write_text(yaml.safe_dump(BOOK, allow_unicode=True), encoding="utf-8")
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

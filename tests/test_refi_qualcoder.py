"""The real QualCoder imports our project, a person works in it, and exactly that comes back.

Runs only where QUALCODER_SRC names the ``src`` folder of a QualCoder checkout (3.8.2) and QUALCODER_PYTHON an
interpreter with PyQt6 and Pillow (this one by default). The fixtures in test_refi_client.py carry the proof where it
does not run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Hermetic
from exports_material import BOOK, material

from pipeline.exports import project
from pipeline.shared import review
from pipeline.shared.corpus import Corpus
from pipeline.shared.refi import match, reader, writer
from pipeline.shared.refi.model import Selection, canonical, walk

SOURCE = os.environ.get("QUALCODER_SRC", "")
PYTHON = os.environ.get("QUALCODER_PYTHON", sys.executable)
pytestmark = pytest.mark.skipif(not SOURCE, reason="set QUALCODER_SRC to the src folder of a QualCoder checkout")
NOW = "2024-04-02 10:00:00"


def run(content: bytes, folder: Path, edits: list[str]) -> dict[str, Any]:
    folder.mkdir()
    given, sql = folder / "given.in", folder / "edits.json"
    given.write_bytes(content)
    sql.write_text(json.dumps(edits), encoding="utf-8")
    driver = Path(__file__).with_name("qualcoder_headless.py")
    command = [PYTHON, str(driver), SOURCE, str(given), str(folder / "out"), str(sql)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run(command, check=True, capture_output=True, timeout=300, env=environment)
    result: dict[str, Any] = json.loads((folder / "out" / "result.json").read_text(encoding="utf-8"))
    return result


def arrives(content: bytes, folder: Path) -> int:
    """Import ``content`` into the program and out of it again; return how many codings lay on exactly their words."""
    given = reader.qdpx(content)
    names = {code.key: code.name for _, code in walk(given.codes)}
    want = Counter(
        (source.name, found.start, found.end, names[coding.code], coding.user)
        for source in given.sources
        for found in source.selections
        for coding in found.codings
    )
    result = run(content, folder, [])
    assert Counter(tuple(coding[:5]) for coding in result["codings"]) == want
    assert all(result["texts"][name][start:end] == words for name, start, end, _, _, words in result["codings"])
    back = reader.qdpx(Path(result["exported"][0]).read_bytes())
    assert {s.name: canonical(s.text) for s in back.sources} == {s.name: canonical(s.text) for s in given.sources}
    found = match.difference(given, back)
    assert (found.gone, found.added, found.moved, found.renamed) == ([], [], [], {})
    assert (len(found.new_codes), len(found.new_sources)) == (0, 0)
    return len(found.kept)


def test_every_coding_arrives_on_its_words_and_comes_back_unchanged(tmp_path: Path) -> None:
    assert arrives(writer.qdpx(project.build(*material(200))), tmp_path / "plain") >= 400


@pytest.mark.slow
@pytest.mark.parametrize("name", ["project.qdpx", "intern/project.qdpx", "intern/blind.qdpx"])
def test_the_whole_sample_goes_there_and_back(hermetic: Hermetic, name: str, tmp_path: Path) -> None:
    assert arrives((hermetic.corpus.reports / name).read_bytes(), tmp_path / "sample")


def test_six_edits_are_exactly_six_decisions(tmp_path: Path) -> None:
    corpus = Corpus("probe", tmp_path)
    corpus.review.mkdir(parents=True)
    corpus.codebook.write_text(yaml.safe_dump(BOOK, allow_unicode=True), encoding="utf-8")
    built = project.build(*material(60))
    source = built.sources[0]
    names = {code.key: code.name for _, code in walk(built.codes)}
    one, two, three, four, five, _ = source.selections[:6]
    old_type = names[next(c.code for c in one.codings if c.code.startswith("type:"))]
    new_type = next(name for key, name in names.items() if key.startswith("type:") and name != old_type)
    last_field = names[[c.code for c in two.codings if c.code.startswith("field:")][-1]]
    fields = {c.code for c in four.codings if c.code.startswith("field:")}
    other = next(name for key, name in names.items() if key.startswith("field:") and key not in fields)
    foreign = next(
        key for key in ("field:alpha", "field:beta", "field:gamma") if key not in {c.code for c in three.codings}
    )
    below = f"(select catid from code_cat where name='{names[foreign]}')"
    cid = "(select cid from code_name where name='{}')".format
    fid = f"(select id from source where name='{source.name}')"
    at = f"fid={fid} and pos0={{}} and pos1={{}}".format
    columns = "insert into code_text (cid,fid,seltext,pos0,pos1,owner,date,memo)"

    def insert(code: str, place: Selection, memo: str) -> str:
        words = source.text[place.start : place.end]
        return f"{columns} values ({cid(code)},{fid},'{words}',{place.start},{place.end},'Berta','{NOW}','{memo}')"

    shorter = "pos1=pos1-3, seltext=substr(seltext,1,length(seltext)-3), owner='Berta'"
    new_code = f"'Ansprechpersonen','neu','Berta','{NOW}',{below},'#FF0000'"
    recoded = f"{at(one.start, one.end)} and cid={cid(old_type)}"
    edits = [
        f"update code_text set cid={cid(new_type)}, owner='Berta' where {recoded}",
        f"delete from code_text where {at(two.start, two.end)} and cid={cid(last_field)}",
        f"insert into code_name (name,memo,owner,date,catid,color) values ({new_code})",
        insert("Ansprechpersonen", three, "Wichtig für später"),
        "update code_name set name='Orte für alle' where name='Thema beta'",
        f"update code_text set {shorter} where {at(five.start, five.end)}",
        insert(other, four, ""),
    ]
    result = run(writer.qdpx(built), tmp_path / "edited", edits)
    (corpus.review / "zurück.qdpx").write_bytes(Path(result["exported"][0]).read_bytes())
    found = review.returned(corpus)
    decided = found[found["decides"] == "ja"]
    assert Counter(decided["what"]) == {
        "umkodiert": 1,
        "gelöscht": 1,
        "hinzugefügt": 2,
        "umbenannt": 1,
        "verschoben": 1,
    }
    assert Counter(found.loc[found["decides"] == "nein", "what"]) == {"neuer Code": 1, "Memo": 1}
    assert set(decided["statement_id"]) - {""} == {one.key, two.key, three.key, four.key, five.key}
    assert review.read(corpus, "types")["reviewer"].tolist() == ["Berta"]
    assert review.read(corpus, "themes")["value"].tolist() == ["Orte für alle"]

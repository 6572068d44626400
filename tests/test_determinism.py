"""Same papers, same bytes: whatever hash seed, language, time zone, threads, folder, order; even after a kill."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
import yaml
from conftest import ROOT
from test_other_corpus import INTERVIEW, NOTES, TABLE

pytestmark = pytest.mark.slow

CORPUS = "kreis"
SHUFFLED = "manifest.csv.sha256"  # the checksum of a file whose rows are shuffled here
KILLS = int(os.environ.get("KILLS", "5"))  # how often the run is killed; more in the night
PYTHONS = [path for path in os.environ.get("PYTHONS", "").split(os.pathsep) if path]  # interpreters with the lock
NO_PYTHONS = "PYTHONS nennt keine anderen Interpreter, in denen requirements.lock eingerichtet ist"
SECONDS = 600
MAIL = """From: "Abel Wiesner" <wiesner@verein.example>
To: kreis@kreis.example
Subject: Nachtrag
Date: Thu, 21 Mar 2024 10:00:00 +0100
Content-Type: text/plain; charset=utf-8

Sehr geehrte Damen und Herren,

es fehlen Sprachkurse am Abend, und der Bus fährt nach 18 Uhr nicht mehr.

Mit freundlichen Grüßen
Abel Wiesner
"""
MINUTES = """# Workshop Sprache und Gesundheit

Datum: 04.10.2023

## Was fehlt?

- Wartezeit auf den Integrationskurs: sechs Monate (3 P.)
- Kinder übersetzen beim Arzt für ihre Eltern
- Frau Özdemir (VHS) sagt, es fehle an Lehrkräften.
- Keine Wohnung für Familien mit vier Kindern

## Was ist zu tun?

- Sprachmittlerpool aufbauen und bezahlen
- Videodolmetschen für Praxen über den Kreis einkaufen
- Wohnraumlotsen in allen Gemeinden
"""
PAPERS = {
    "werkstatt größe.md": NOTES, "tabelle.csv": TABLE, "gespräch.txt": INTERVIEW, "ws1.md": MINUTES, "mail.eml": MAIL,
}  # fmt: skip
ROWS = [
    "ws1.md;workshop1;2023-10-04;sprache|gesundheit;;protokoll",
    "werkstatt größe.md;werkstatt;2026-05-12;;;protokoll",
    "gespräch.txt;interview;2024-01-10;;Migrantenorganisationen;interview",
]
VARIANTS: dict[str, dict[str, str]] = {
    "hash seed 1": {"PYTHONHASHSEED": "1"},
    "random hashes, German, Pacific": {
        "PYTHONHASHSEED": "random", "LANG": "de_DE.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "Pacific/Auckland",
    },
    "plain C, four threads": {"LC_ALL": "C", "LANG": "C", "OMP_NUM_THREADS": "4", "OPENBLAS_NUM_THREADS": "4"},
}  # fmt: skip


def room(folder: Path, seed: int) -> Path:
    """Make a project with one corpus in ``folder``; ``seed`` shuffles files and rows."""
    chance = random.Random(seed)
    documents = folder / "data/raw" / CORPUS / "documents"
    documents.mkdir(parents=True)
    for name, content in chance.sample(sorted(PAPERS.items()), len(PAPERS)):
        (documents / name).write_text(content, encoding="utf-8")
    head = "file;event;date;fields;stakeholder_group;kind"
    manifest = "\n".join([head, *chance.sample(ROWS, len(ROWS)), ""])
    (documents.parent / "manifest.csv").write_text(manifest, encoding="utf-8")
    shutil.copy(ROOT / "data/raw/sample/codebook.yaml", documents.parent)
    knobs = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8")) | {"corpus": CORPUS}
    (folder / "params.yaml").write_text(yaml.safe_dump(knobs, allow_unicode=True), encoding="utf-8")
    for shipped in ("training", "models", "benchmarks", "lexicon"):
        (folder / "data" / shipped).symlink_to(ROOT / "data" / shipped, target_is_directory=True)
    (folder / "notebooks").symlink_to(ROOT / "notebooks", target_is_directory=True)
    shutil.copy(ROOT / "dvc.yaml", folder)
    return folder


def sample(folder: Path) -> Path:
    """Make a project with the shipped sample in ``folder``, with models of its own to be taught anew."""
    (folder / "data/raw").mkdir(parents=True)
    (folder / "data/raw/sample").symlink_to(ROOT / "data/raw/sample", target_is_directory=True)
    for shipped in ("training", "benchmarks", "lexicon"):
        (folder / "data" / shipped).symlink_to(ROOT / "data" / shipped, target_is_directory=True)
    (folder / "data/models").mkdir()
    for vectors in (ROOT / "data/models").glob("*.npz"):
        (folder / "data/models" / vectors.name).symlink_to(vectors)
    (folder / "notebooks").symlink_to(ROOT / "notebooks", target_is_directory=True)
    for name in ("dvc.yaml", "params.yaml"):
        shutil.copy(ROOT / name, folder)
    return folder


def started(folder: Path, settings: Mapping[str, str], python: str = sys.executable) -> subprocess.Popen[bytes]:
    """Start a run of all stages in ``folder`` under the interpreter ``python``; a project without models teaches."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHONHASH"))}
    home = folder.parent / f"{folder.name} Zuhause"
    home.mkdir(exist_ok=True)
    search = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
    variables = kept | {"HOME": str(home), "PYTHONPATH": search, "PYTHONUTF8": "1"} | dict(settings)
    taught = (folder / "data/models/tagger").exists()
    command = [python, str(ROOT / "tests" / "run_all.py"), *([] if taught else ["all"])]
    return subprocess.Popen(command, cwd=folder, env=variables, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def finished(folder: Path, settings: Mapping[str, str], python: str = sys.executable) -> dict[str, str]:
    """Run all stages and return the checksum of every file that readers or later stages open."""
    process = started(folder, settings, python)
    said, _ = process.communicate(timeout=SECONDS)
    assert process.returncode == 0, said.decode(errors="replace")[-3000:]
    return checksums(folder)


def checksums(folder: Path) -> dict[str, str]:
    """Return path -> SHA-256 of all reports, tables and, where they are the project's own, what was taught."""
    places = [
        place for name in ("reports", "data/processed", "data/models") if not (place := folder / name).is_symlink()
    ]
    files = [path for place in places for path in place.rglob("*") if path.is_file() and path.name != SHUFFLED]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return finished(room(tmp_path_factory.mktemp("ruhig") / "p", seed=0), {"PYTHONHASHSEED": "0", "TZ": "UTC"})


@pytest.mark.xdist_group("determinism")
@pytest.mark.parametrize("variant", list(VARIANTS))
def test_the_same_papers_give_the_same_bytes(variant: str, undisturbed: dict[str, str], tmp_path: Path) -> None:
    place = room(tmp_path / "Prüfung mit Umlaut & Leerzeichen", seed=len(variant))
    found = finished(place, VARIANTS[variant])
    differing = sorted(name for name in undisturbed.keys() | found.keys() if undisturbed.get(name) != found.get(name))
    assert len(undisturbed) > 50
    assert differing == []


@pytest.mark.xdist_group("determinism")
def test_a_killed_run_leaves_nothing_behind_that_the_next_one_minds(
    undisturbed: dict[str, str], tmp_path: Path
) -> None:
    place = room(tmp_path / "getötet", seed=5)
    before = {path: path.read_bytes() for path in (place / "data/raw").rglob("*") if path.is_file()}
    begin = time.monotonic()
    finished(place, {})
    whole = time.monotonic() - begin
    chance = random.Random(11)
    for _ in range(KILLS):
        process = started(place, {})
        time.sleep(chance.uniform(0.02, 0.95) * whole)
        process.kill()
        process.communicate()
    assert finished(place, {}) == undisturbed
    assert {path: path.read_bytes() for path in before} == before
    assert not list(place.rglob("*.partial"))


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    return finished(sample(tmp_path_factory.mktemp("beispiel") / "p"), {})


@pytest.mark.xdist_group("determinism")
@pytest.mark.parametrize("python", PYTHONS or [pytest.param("", marks=pytest.mark.skip(NO_PYTHONS))])
@pytest.mark.parametrize("papers", ["undisturbed", "shipped"])
def test_other_versions_of_python_give_the_same_bytes(
    papers: str, python: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    expected: dict[str, str] = request.getfixturevalue(papers)
    place = tmp_path / "andere Version"
    found = finished(sample(place) if papers == "shipped" else room(place, seed=3), {}, python)
    differing = sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name))
    assert differing == []


@pytest.mark.xdist_group("determinism")
@pytest.mark.skipif(not (shutil.which("cc") and sys.platform == "linux"), reason="braucht einen C-Compiler unter Linux")
def test_a_clock_in_1970_gives_the_same_bytes(undisturbed: dict[str, str], tmp_path: Path) -> None:
    library = tmp_path / "clock.so"
    build = ["cc", "-shared", "-fPIC", "-o", str(library), str(ROOT / "tests/clock.c"), "-ldl"]
    subprocess.run(build, check=True, timeout=SECONDS)
    clock = {"LD_PRELOAD": str(library)}
    asked = [sys.executable, "-c", "import time; print(time.gmtime().tm_year)"]
    year = subprocess.run(asked, env=os.environ | clock, capture_output=True, text=True, check=True)
    assert year.stdout.strip() == "1970"
    assert finished(room(tmp_path / "damals", seed=2), clock) == undisturbed

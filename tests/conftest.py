"""What the tests share: an invented project in a folder, stages run in it, and the shipped sample run hermetically."""

from __future__ import annotations

import importlib
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.shared import stage
from pipeline.shared.corpus import Corpus

ROOT = Path(__file__).resolve().parents[1]
STAGE_SECONDS = 600
SHORTEST = 3


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="accept what came out as golden; review the diff")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep together on one process what shares a costly preparation; see addopts in pyproject.toml."""
    for item in items:
        costly = "hermetic" in getattr(item, "fixturenames", ())
        item.add_marker(pytest.mark.xdist_group("pipeline" if costly else item.nodeid.split("::")[0]))


def coded(place: Path, book: dict[str, Any]) -> Corpus:
    """Return a corpus below ``place`` that has a codebook and an empty folder for decisions, and nothing else."""
    made = Corpus("probe", place)
    made.review.mkdir(parents=True)
    made.codebook.write_text(yaml.safe_dump(book, allow_unicode=True), encoding="utf-8")
    return made


@cache
def secrets() -> re.Pattern[str]:
    """Return what finds everything that the sample's gold marks as personal, the longest first."""
    path = ROOT / "data/raw/sample/gold/personal_data.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    marked = sorted({json.loads(line)["text"] for line in lines if line.strip()}, key=lambda text: (-len(text), text))
    words = (r"(?:\s|\\\\n)+".join(map(re.escape, text.split())) for text in marked if len(text) > SHORTEST)
    return re.compile(rf"(?<!\w)(?:{'|'.join(words) or '(?!)'})(?!\w)", re.IGNORECASE)


def hushed(text: str) -> str:
    """Return ``text`` without whom the sample names: what a failed test shows may be copied into a ticket."""
    return secrets().sub("[verborgen]", text)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed and report.longrepr is not None:
        shown = str(report.longrepr)
        report.sections = [(title, hushed(content)) for title, content in report.sections]
        if secrets().search(shown):
            report.longrepr = hushed(shown)
    return report


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update"))


@dataclass
class Project:
    """A project folder with one corpus; stages run in it inside this process."""

    root: Path
    name: str = "kreis"
    said: dict[str, str] = field(default_factory=dict)

    @property
    def corpus(self) -> Corpus:
        return Corpus(self.name, self.root)

    def params(self, **changes: Any) -> None:
        content = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8")) | {"corpus": self.name} | changes
        (self.root / "params.yaml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")

    def document(self, name: str, content: str | bytes) -> Path:
        path = self.corpus.documents / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def manifest(self, *lines: str) -> None:
        head = "file;event;date;fields;stakeholder_group;kind"
        self.corpus.manifest.parent.mkdir(parents=True, exist_ok=True)
        self.corpus.manifest.write_text("\n".join([head, *lines, ""]), encoding="utf-8")

    def codebook(self, content: dict[str, Any] | None = None) -> None:
        self.corpus.raw.mkdir(parents=True, exist_ok=True)
        if content is None:
            shutil.copy(ROOT / "data/raw/sample/codebook.yaml", self.corpus.codebook)
        else:
            self.corpus.codebook.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")

    def as_command(self, source: str) -> subprocess.CompletedProcess[str]:
        """Run ``source`` as a stage of its own in another process, the way DVC runs one."""
        (self.root / "stufe.py").write_text(source, encoding="utf-8")
        return subprocess.run(
            [sys.executable, "-m", "stufe"], cwd=self.root, capture_output=True, text=True, check=False,
            env={"PYTHONPATH": f"{ROOT}:{self.root}", "PATH": ""},
        )  # fmt: skip

    def run(self, *names: str) -> None:
        for name in names:
            target = f"pipeline.{name}.__main__" if (ROOT / "pipeline" / name).is_dir() else f"pipeline.{name}"
            self.said[name] = stage.call(importlib.import_module(target).main, name)


def empty_project(root: Path) -> Project:
    """Return a project in ``root`` with the sample's codebook, all that is shipped, and no paper."""
    made = Project(root)
    made.root.mkdir()
    made.corpus.documents.mkdir(parents=True)
    made.corpus.review.mkdir(parents=True)
    made.manifest()
    made.codebook()
    made.params()
    for shipped in ("data/training", "data/models", "data/benchmarks", "data/lexicon", "notebooks"):
        if (ROOT / shipped).is_dir():
            (made.root / shipped).parent.mkdir(parents=True, exist_ok=True)
            (made.root / shipped).symlink_to(ROOT / shipped, target_is_directory=True)
    return made


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    made = empty_project(tmp_path / "Prüfung Ä & co")
    monkeypatch.chdir(made.root)
    return made


SHARED_BY_CORPORA = ("tagger", "benchmark")


def stages() -> dict[str, dict[str, list[str]]]:
    """Return dvc.yaml as stage -> deps, outs (metrics included), with the corpus filled in, in running order."""
    knobs = yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8"))
    text = (ROOT / "dvc.yaml").read_text(encoding="utf-8").replace("${corpus}", knobs["corpus"])
    declared = yaml.safe_load(text)["stages"]

    def paths(entries: list[Any]) -> list[str]:
        return [next(iter(entry)) if isinstance(entry, dict) else entry for entry in entries]

    return {
        name: {
            "cmd": spec["cmd"].split(),
            "deps": paths(spec.get("deps", [])),
            "outs": paths(spec.get("outs", [])) + paths(spec.get("metrics", [])),
        }
        for name, spec in declared.items()
    }


def copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        shutil.copy(source, target)


@dataclass(frozen=True)
class Hermetic:
    """The shipped sample, each stage run with nothing but its declared inputs."""

    root: Path
    said: dict[str, str]
    logs: dict[str, str]

    @property
    def corpus(self) -> Corpus:
        return Corpus("sample", self.root)


@pytest.fixture(scope="session")
def hermetic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hermetic]:
    """Run every stage in a folder of its own that holds only what dvc.yaml declares for it."""
    base = tmp_path_factory.mktemp("hermetic")
    built = base / "alles"
    said, logs = {}, {}
    for name, spec in stages().items():
        room = base / name
        (room / "data/raw/sample").mkdir(parents=True)
        named = [f"data/raw/sample/{Path(dep).stem}" for dep in spec["deps"] if dep.endswith(".sha256")]
        parts = [part for part in named if (ROOT / part).exists()]  # a first round has no earlier one
        packages = ["pipeline/shared/__init__.py", "pipeline/shared/german/__init__.py"]
        for dep in [*parts, *spec["deps"], "params.yaml", *packages]:
            copy(built / dep if (built / dep).exists() else ROOT / dep, room / dep)
        done = subprocess.run(
            [sys.executable, "-W", "error::ResourceWarning", *spec["cmd"][1:]],
            cwd=room, capture_output=True, text=True, timeout=STAGE_SECONDS, check=False,
        )  # fmt: skip
        logs[name] = done.stdout + done.stderr
        assert done.returncode == 0, f"{name}: {done.stderr[-3000:]}"
        said[name] = done.stdout.strip()
        for out in spec["outs"]:
            assert (room / out).exists(), f"{name} declares {out} but does not write it"
            copy(room / out, built / out)
    copy(ROOT / "data/raw/sample", built / "data/raw/sample")
    yield Hermetic(built, said, logs)
    shutil.rmtree(base, ignore_errors=True)

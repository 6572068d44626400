"""dvc.yaml, params.yaml and README.md say what the code does."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from conftest import ROOT, Hermetic, stages

DECLARED = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
EVERYWHERE = {"engine", "scheduler"}  # where it is computed, never what comes out: no stage runs again for them
ALWAYS = {"pipeline/shared/__init__.py", "pipeline/shared/german/__init__.py"}


def module_files(name: str) -> list[Path]:
    """Return the files that importing ``name`` executes."""
    parts = name.split(".")
    files = []
    for length in range(1, len(parts) + 1):
        base = ROOT.joinpath(*parts[:length])
        files += [path for path in (base.with_suffix(".py"), base / "__init__.py") if path.is_file()]
    return files


def imported(path: Path) -> set[str]:
    """Return the modules of this project that ``path`` imports, anywhere in it."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in names if name.split(".")[0] == "pipeline"}


def code_of(stage: str) -> set[str]:
    """Return every file of this project that stage ``stage`` can execute."""
    package = ROOT / "pipeline" / stage
    todo = list(package.rglob("*.py")) if package.is_dir() else [package.with_suffix(".py")]
    seen: set[Path] = set()
    while todo:
        path = todo.pop()
        if path not in seen:
            seen.add(path)
            todo += [file for name in imported(path) for file in module_files(name)]
    return {path.relative_to(ROOT).as_posix() for path in seen} - ALWAYS


@pytest.mark.parametrize("stage", DECLARED)
def test_a_stage_declares_the_code_it_runs_and_no_other(stage: str) -> None:
    deps = [dep for dep in DECLARED[stage]["deps"] if dep.startswith("pipeline/")]
    code = code_of(stage)
    undeclared = {file for file in code if not any(file == dep or file.startswith(dep + "/") for dep in deps)}
    superfluous = {dep for dep in deps if not any(file == dep or file.startswith(dep + "/") for file in code)}
    assert (undeclared, superfluous) == (set(), set())


@pytest.mark.parametrize("stage", DECLARED)
def test_stages_never_import_each_other(stage: str) -> None:
    others = {name for name in DECLARED if name != stage}
    assert {file.split("/")[1].removesuffix(".py") for file in code_of(stage)} & others == set()


@pytest.mark.parametrize("stage", DECLARED)
def test_a_stage_is_started_by_its_name_and_caches_nothing(stage: str) -> None:
    spec = DECLARED[stage]
    assert spec["cmd"] == f"python -m pipeline.{stage}"
    outs = [*spec.get("outs", []), *spec.get("metrics", [])]
    assert all(next(iter(out.values())).get("cache") is False for out in outs)
    assert spec["desc"].endswith("?")


def test_every_file_has_one_writer_and_nobody_writes_to_raw() -> None:
    outs = [out for spec in stages().values() for out in spec["outs"]]
    assert len(outs) == len(set(outs))
    assert not [out for out in outs if out.startswith("data/raw")]


def test_every_section_of_params_belongs_to_a_stage_that_reads_it() -> None:
    written = set(yaml.safe_load((ROOT / "params.yaml").read_text(encoding="utf-8")))
    sections = written - {"corpus", "encoder"} - EVERYWHERE
    reading = {name for name, spec in DECLARED.items() if name in spec.get("params", [])}
    assert sections == reading


def test_every_knob_has_a_german_comment() -> None:
    lines = (ROOT / "params.yaml").read_text(encoding="utf-8").splitlines()
    knobs = [(number, line) for number, line in enumerate(lines) if re.match(r"\s+\w+: ", line)]
    assert [line for number, line in knobs if "#" not in line and "#" not in lines[number - 1]] == []


def test_the_readme_lists_the_stages_as_they_are() -> None:
    table = re.findall(r"^\| `(\w+)` \| (.+?) \|", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [(name, question) for name, question in table if name in DECLARED] == [
        (name, spec["desc"]) for name, spec in DECLARED.items()
    ]


def test_the_light_installation_is_told_to_uv_and_to_the_lock_alike() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    listed = re.search(r"exclude-dependencies = \[(.*?)\]", project)
    assert listed
    excluded = (ROOT / "requirements.exclude").read_text(encoding="utf-8").split()
    assert re.findall(r'"([^"]+)"', listed[1]) == excluded
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not [name for name in excluded if re.search(rf"^{name}==", lock, re.MULTILINE)]
    assert "://" not in lock


@pytest.mark.slow
def test_each_stage_runs_on_its_declared_inputs_alone(hermetic: Hermetic) -> None:
    assert set(hermetic.said) == set(DECLARED)
    assert all(said.startswith(f"{name}: ") and said.count("\n") == 0 for name, said in hermetic.said.items())


@pytest.mark.parametrize("stage", sorted(set(DECLARED) - {"tagger", "benchmark", "evaluation"}))
def test_a_stage_does_not_wait_for_libraries_that_only_teaching_needs(stage: str) -> None:
    module = f"pipeline.{stage}.__main__" if (ROOT / "pipeline" / stage).is_dir() else f"pipeline.{stage}"
    asked = (
        f"import sys, {module}; print(*sorted({{'sklearn', 'bertopic', 'spacy', 'scipy.stats'}} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""

"""Faults of the machine: no room, no permission, files that go away, two runs at once."""

from __future__ import annotations

import ast
import errno
import fcntl
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from test_determinism import CORPUS, checksums, finished, room

from pipeline.shared import key, private, schema, tables
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import REFUSALS, MachineFault, refused
from pipeline.shared.vault import Vault

SECONDS = 300
WRITERS = {"write_text", "write_bytes", "to_parquet", "to_excel", "touch", "copyfile", "copytree", "copy2"}
ATOMIC = {  # the functions that write whole files or none, and those that write where only this process looks
    "pipeline/shared/schema.py": {"write_whole", "parquet"},
    "pipeline/shared/private.py": {"create"},
    "pipeline/pseudonyms/commands.py": {"_shred"},  # overwrites before deleting: that is what it is for
    "pipeline/sources/legacy.py": {"_images"},  # into the temporary folder of who calls it
    "pipeline/handover.py": {"handed_over"},  # a command that makes a new folder, no stage
}
TEMPORARY = "TemporaryDirectory"


def writes(path: Path) -> list[str]:
    """Return the functions of a module that write files by name, except into a temporary folder or into memory."""
    found = []
    for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
        names = {call.func.attr for call in calls if isinstance(call.func, ast.Attribute)}
        opened = [call for call in calls if isinstance(call.func, ast.Attribute | ast.Name) and _opens(call)]
        if (names & WRITERS or opened) and TEMPORARY not in ast.unparse(function):
            found.append(function.name)
    return found


def _opens(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    given = [*call.args, *(word.value for word in call.keywords)]
    modes = [part.value for part in given if isinstance(part, ast.Constant)]
    return name in {"open", "fdopen"} and any(isinstance(mode, str) and set(mode) & set("wax+") for mode in modes)


def test_no_stage_writes_except_through_the_atomic_functions() -> None:
    found = {path.relative_to(ROOT).as_posix(): set(writes(path)) for path in sorted((ROOT / "pipeline").rglob("*.py"))}
    beside = {name: functions - ATOMIC.get(name, set()) for name, functions in found.items()}
    assert {name: functions for name, functions in beside.items() if functions} == {}
    assert found["pipeline/shared/schema.py"] >= {"write_whole"}  # the search itself finds something


def failing(number: int) -> Callable[..., int]:
    def write(path: Path, content: bytes) -> int:
        with path.open("wb") as file:
            file.write(content[: len(content) // 2])
        raise OSError(number, os.strerror(number), str(path))

    return write


@pytest.mark.parametrize("number", sorted(REFUSALS))
def test_half_a_file_is_never_left(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place, vault = tmp_path / "tabelle.csv", Vault(tmp_path / "fach", "Probe")
    schema.write_whole(place, b"vorher")
    sealed = vault.seal(b"Papier", b"vorher")
    before = sealed.read_bytes()
    monkeypatch.setattr(Path, "write_bytes", failing(number))
    monkeypatch.setattr(private, "create", failing(number))
    with pytest.raises(OSError, match=os.strerror(number)):
        schema.write_whole(place, b"nachher" * 100)
    with pytest.raises(OSError, match=os.strerror(number)):
        vault.seal(b"Papier", b"nachher" * 100)
    assert place.read_bytes() == b"vorher"
    assert sealed.read_bytes() == before
    assert not list(tmp_path.rglob("*.partial"))


def test_the_key_survives_a_full_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "schluessel" / "key"
    private.write_private(place, b"vorher")

    def full(path: Path, _: bytes) -> None:
        path.touch()
        raise OSError(errno.ENOSPC, "", str(path))

    monkeypatch.setattr(private, "create", full)
    with pytest.raises(OSError, match="Errno 28"):
        private.write_private(place, b"nachher")
    assert place.read_bytes() == b"vorher"
    assert not list(tmp_path.rglob("*.partial"))


def test_a_secret_is_made_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "secret"

    def cut(partial: Path, content: bytes) -> None:
        partial.write_bytes(content[:3])
        raise OSError(errno.ENOSPC, "")

    with monkeypatch.context() as broken:
        broken.setattr(key, "create", cut)
        with pytest.raises(OSError, match="Errno 28"):
            key._secret_in(place)
    assert not list(tmp_path.iterdir())
    made = key._secret_in(place)
    assert len(made) == key.LENGTH
    assert key._secret_in(place) == made
    assert list(tmp_path.iterdir()) == [place]


@pytest.mark.parametrize("number", sorted(REFUSALS))
def test_a_refusal_is_told_in_german_without_the_name_of_the_file(number: int, tmp_path: Path) -> None:
    fault = refused(OSError(number, "English", str(tmp_path / "data/raw/kreis/documents/Wubbenhorst.eml")), tmp_path)
    assert isinstance(fault, MachineFault)
    assert "data/raw/kreis/documents" in str(fault)
    assert "dvc repro" in fault.remedy
    assert "Wubbenhorst" not in str(fault)
    assert "English" not in str(fault)


def test_what_is_no_fault_of_the_machine_keeps_its_traceback(tmp_path: Path) -> None:
    assert refused(OSError(errno.ENOENT, "", "/usr/bin/soffice"), tmp_path) is None
    assert refused(OSError(errno.EBADF, "", str(tmp_path / "x")), tmp_path) is None


def said(folder: Path, name: str, limit: int | None = None) -> subprocess.CompletedProcess[str]:
    """Start one stage as DVC starts it, where ``limit`` is the size in bytes that no file may exceed."""

    def bound() -> None:
        if limit is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    home = folder.parent / f"{folder.name} Zuhause"
    home.mkdir(exist_ok=True)
    return subprocess.run(
        [sys.executable, "-m", f"pipeline.{name}"],
        cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT), "HOME": str(home)}, preexec_fn=bound,
        capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip


def german(done: subprocess.CompletedProcess[str]) -> bool:
    return done.returncode == 2 and "Traceback" not in done.stderr and "→" in done.stderr


def test_a_second_run_waits_and_says_so(tmp_path: Path) -> None:
    folder = room(tmp_path / "p", seed=0)
    hold = os.open(folder / "data/raw" / CORPUS, os.O_RDONLY)
    fcntl.flock(hold, fcntl.LOCK_EX)
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline.inputs"], cwd=folder, env=os.environ | {"PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    line = process.stderr.readline()
    assert "ein anderer Lauf" in line
    assert "Strg+C" in line
    time.sleep(0.2)
    assert process.poll() is None
    os.close(hold)
    process.communicate(timeout=SECONDS)
    assert process.returncode == 0


@pytest.mark.slow
@pytest.mark.xdist_group("determinism")
def test_after_any_fault_one_run_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = room(tmp_path / "gestört", seed=1)
    raw = {path: path.read_bytes() for path in (folder / "data/raw").rglob("*") if path.is_file()}
    undisturbed = finished(folder, {})
    confidential = sorted(path for path in (folder / "data/confidential").rglob("*") if path.is_file())
    full = [said(folder, name, limit=64) for name in ("sources", "statements", "frequencies", "report", "exports")]
    assert all(german(done) and "nicht so groß" in done.stderr for done in full), [done.stderr for done in full]
    assert checksums(folder) == undisturbed  # what was there stays whole
    tables.STATEMENTS.path(Corpus(CORPUS, folder)).unlink()
    later = [said(folder, name) for name in ("themes", "frequencies", "report")]
    assert all(german(done) for done in later), [done.stderr for done in later]
    assert all("dvc repro" in done.stderr for done in later)
    assert finished(folder, {}) == undisturbed
    assert {path: path.read_bytes() for path in raw} == raw
    assert sorted(path for path in (folder / "data/confidential").rglob("*") if path.is_file()) == confidential
    assert not list(folder.rglob("*.partial"))

"""Offline: the whole run in a network namespace without a network, and with sockets forbidden in every process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT, SHARED_BY_CORPORA, stages

from pipeline.evaluation import gold as labelled
from pipeline.evaluation import privacy
from pipeline.shared.corpus import Corpus

GUARD = '''
"""Forbids every process that starts with it to open a network socket or to look up a name; notes who tried."""
import os, socket, sys

def note(line):
    with open(os.environ["GUARD_NOTE"], "a", encoding="utf-8") as file:
        file.write(line + "\\n")

def refused(what):
    def refuse(*args, **kwargs):
        asker = sys._getframe(1 if what != "socket" else 2)
        note(f"versucht: {what} in {asker.f_code.co_filename.replace(os.sep, '/')}:{asker.f_code.co_name}")
        raise OSError("there is no network here")
    return refuse

class Local(socket.socket):
    def __init__(self, family=-1, type=-1, proto=-1, fileno=None):
        if fileno is None and family in (-1, socket.AF_INET, socket.AF_INET6):
            refused("socket")()
        super().__init__(family, type, proto, fileno)

socket.socket = Local
for name in ("create_connection", "create_server", "getaddrinfo", "gethostbyname", "gethostbyname_ex", "gethostbyaddr"):
    setattr(socket, name, refused(name))
note("bewacht: " + " ".join(getattr(sys, "orig_argv", sys.argv)))
'''
SECONDS = 1800
PROBE = "urllib3/util/connection.py:_has_ipv6"  # asks, when imported, whether the system knows IPv6; reaches nobody
APART = ["unshare", "--map-root-user", "--net", "--"]


def guarded(folder: Path) -> dict[str, str]:
    """Return the variables under which every Python process that starts is guarded; the guard lies in ``folder``."""
    (folder / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}",
        "PYTHONPATH": str(folder),
        "PYTHONUTF8": "1",
        "DVC_NO_ANALYTICS": "1",
        "DVC_SITE_CACHE_DIR": str(folder / ".dvc-zustand"),
        "GUARD_NOTE": str(folder / "waechter.txt"),
        "XDG_CONFIG_HOME": str(folder / ".einstellungen"),
    }


def namespaces() -> bool:
    """Tell whether this system lets us make a network namespace of our own."""
    if shutil.which(APART[0]) is None:
        return False
    return subprocess.run([*APART, "true"], capture_output=True, check=False).returncode == 0


@dataclass(frozen=True)
class Offline:
    """A whole run without a network: what it printed, and what the guard noted."""

    root: Path
    status: int
    log: str
    noted: list[str]


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Offline]:
    """Run `dvc repro` in a copy of the working tree, in a network namespace of its own where the system has them."""
    root = tmp_path_factory.mktemp("offline") / "projekt"
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, listed.stdout.split("\0")):
        if (ROOT / name).is_file():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, root / name)
    subprocess.run(["git", "init", "-q"], cwd=root, check=True)
    apart = APART if namespaces() else []
    done = subprocess.run(
        [*apart, sys.executable, "-m", "dvc", "repro", "--no-run-cache"],
        cwd=root, env=guarded(root), capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    noted = (root / "waechter.txt").read_text(encoding="utf-8").splitlines()
    yield Offline(root, done.returncode, done.stdout + done.stderr, noted)
    shutil.rmtree(root, ignore_errors=True)


def test_the_guard_refuses_and_notes(tmp_path: Path) -> None:
    code = "import urllib.request as r\ntry:\n    r.urlopen('http://127.0.0.1:9')\nexcept OSError:\n    print('zu')"
    done = subprocess.run(
        [sys.executable, "-c", code], env=guarded(tmp_path), capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "zu"
    assert "versucht: create_connection" in (tmp_path / "waechter.txt").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_whole_run_passes_without_a_network(offline: Offline) -> None:
    if not namespaces():
        pytest.skip("this system has no network namespaces for ordinary users")
    assert offline.status == 0, offline.log[-3000:]
    for spec in stages().values():
        assert [out for out in spec["outs"] if not (offline.root / out).exists()] == []


@pytest.mark.slow
def test_no_process_of_the_run_opens_a_socket_or_looks_up_a_name(offline: Offline) -> None:
    assert offline.status == 0, offline.log[-3000:]
    assert [line for line in offline.noted if line.startswith("versucht") and not line.endswith(PROBE)] == []
    started = "\n".join(line for line in offline.noted if line.startswith("bewacht"))
    assert [name for name in stages() if name not in SHARED_BY_CORPORA and f"-m pipeline.{name}" not in started] == []
    assert "ipykernel" in started
    assert "pipeline.sources.worker" in started


@pytest.mark.slow
def test_nothing_that_dvc_and_the_stages_print_names_anybody(offline: Offline) -> None:
    marked = labelled.read(Corpus("sample", offline.root), "personal_data")["text"]
    assert sum(privacy.stands(text, offline.log) for text in marked) == 0

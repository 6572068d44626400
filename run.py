#!/usr/bin/env python3
"""The way in, on a machine with Python 3.11 or newer and nothing else.

python3 run.py            sets up once, then `dvc repro`
python3 run.py test       sets up once, then the tests
python3 run.py bench      sets up once, then the benchmarks (an hour; see benchmarks/)
python3 run.py -- CMD ... sets up once, then any command inside the environment

The environment is one virtual environment in .venv, filled from requirements.lock with every hash checked. uv does
that in seconds; where it does not get through (proxies, unusual indexes), pip does the same from the same lock.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
LOCK = ROOT / "requirements.lock"
MARK = VENV / "requirements.sha256"
UV = "uv==0.13.9"
OLDEST = (3, 11)
INTERRUPTED = 130


def environment() -> dict[str, str]:
    """Return the variables every command runs under: this environment first, no telemetry, no model hub."""
    variables = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"}  # the last triples every import
    }
    variables.update(
        VIRTUAL_ENV=str(VENV),
        PATH=f"{BIN}{os.pathsep}{variables.get('PATH', '')}",
        PYTHONUTF8="1",
        DVC_NO_ANALYTICS="1",
        DVC_SITE_CACHE_DIR=str(ROOT / ".dvc-zustand"),
        HF_HUB_OFFLINE="1",
    )
    variables.setdefault("MPLCONFIGDIR", str(VENV / "matplotlib"))
    return variables


def quiet(*command: str | Path, **more: str) -> bool:
    """Run ``command`` and return whether it succeeded."""
    return subprocess.run([*map(str, command)], env=environment() | more, check=False).returncode == 0


def install() -> bool:
    """Fill the environment from the lock; return whether that worked."""
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries=2", "--timeout=20")
    locked = ("--no-deps", "--require-hashes", "-r", LOCK)
    uv = (PYTHON, "-m", "uv", "pip", "install", "--quiet", "--python", PYTHON, *locked)
    certificates = {"UV_SYSTEM_CERTS": "1", "UV_HTTP_TIMEOUT": "30"}  # proxies that inspect TLS are in the system store
    if quiet(*pip, UV) and quiet(*uv, **certificates):
        return True
    print("[run] uv did not get through, continuing with pip (slower)", flush=True)
    return quiet(*pip, *locked)


def set_up() -> None:
    """Make the environment unless it already fits this lock and this Python."""
    wanted = hashlib.sha256(LOCK.read_bytes() + sys.version.encode() + str(VENV).encode()).hexdigest()
    if PYTHON.exists() and MARK.exists() and MARK.read_text() == wanted:
        return
    if sys.version_info < OLDEST:
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    print("[run] first start: setting up .venv (about 1.3 GB, once)", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    if not quiet(sys.executable, "-m", "venv", VENV):
        sys.exit("The virtual environment could not be made; on Debian or Ubuntu: apt install python3-venv")
    if not install():
        sys.exit("The packages could not be installed. Behind a proxy set HTTPS_PROXY; own index: PIP_INDEX_URL.")
    MARK.write_text(wanted)


def allow_without_git() -> None:
    """Let DVC run in an unpacked archive without .git; only the local, ignored configuration is touched."""
    local = ROOT / ".dvc" / "config.local"
    in_git = any((folder / ".git").exists() for folder in (ROOT, *ROOT.parents))
    if not in_git and not local.exists():
        local.write_text("[core]\n    no_scm = true\n")


def command(arguments: list[str]) -> list[str]:
    """Return the command that ``arguments`` ask for.

    >>> command(["test", "-k", "fields"])
    ['pytest', '-q', '-n', '2', '-k', 'fields']
    >>> command(["bench", "--sizes", "1000"])
    ['python', '-m', 'benchmarks', '--sizes', '1000']
    >>> command(["--force"])
    ['dvc', 'repro', '--force']
    """
    if arguments[:1] == ["test"]:
        return ["pytest", "-q", "-n", "2", *arguments[1:]]
    if arguments[:1] == ["bench"]:
        return ["python", "-m", "benchmarks", *arguments[1:]]
    if arguments[:1] == ["--"]:
        return arguments[1:]
    return ["dvc", "repro", *arguments]


def main(arguments: list[str]) -> int:
    """Set up, run, and return the exit status."""
    set_up()
    allow_without_git()
    wanted = command(arguments)
    if not wanted:
        sys.exit(__doc__)
    program = shutil.which(wanted[0], path=environment()["PATH"]) or wanted[0]
    try:
        return subprocess.run([program, *wanted[1:]], cwd=ROOT, env=environment(), check=False).returncode
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

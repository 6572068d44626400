"""What a paper's name holds reaches the terminal as text, never as a command to it."""

from __future__ import annotations

import os
import subprocess
import sys

from conftest import ROOT, Project


def test_no_escape_and_no_bidi_control_reaches_the_terminal(project: Project) -> None:
    project.document("\x1b[31m\u202ekaputt.exe", b"MZ\x90\x00")
    project.document("a.md", "# Werkstatt\n\n## Probleme\n\n- Der Radweg fehlt hier.\n")
    said = ""
    for stage in ("inputs", "sources"):
        done = subprocess.run(
            [sys.executable, "-m", f"pipeline.{stage}"], cwd=project.root, capture_output=True, text=True, check=False,
            env={"PYTHONPATH": str(ROOT), "PATH": os.defpath},
        )  # fmt: skip
        assert done.returncode == 0
        said += done.stdout + done.stderr
    assert r"\x1b[31m\u202ekaputt.exe" in said
    assert not {"\x1b", "\u202e"} & set(said)

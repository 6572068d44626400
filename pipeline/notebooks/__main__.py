"""Notebooks: what can be looked at, one page per kind of decision?

The committed notebooks have no output. This stage executes them in one kernel and writes each as a page that needs
neither code nor network.
"""

from __future__ import annotations

import copy
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from jupyter_client.manager import KernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from pydantic import Field
from traitlets.config import Config

from pipeline.shared import stage
from pipeline.shared.corpus import Corpus, project_root
from pipeline.shared.params import StageParams
from pipeline.shared.schema import write_whole

FOLDER = "notebooks"
RESET = "get_ipython().run_line_magic('reset', '-f')"
STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:90rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}
table{display:block;overflow-x:auto;max-width:100%;border-collapse:collapse;margin:1rem 0;font-size:.9rem}
caption{text-align:left;font-weight:600;padding:.3rem 0}
th,td{border-bottom:1px solid #ccc;padding:.25rem .6rem;text-align:left;vertical-align:top;hyphens:auto}
td.n{text-align:right;white-space:nowrap}td.w{min-width:20rem}
td.c{min-width:9rem;overflow-wrap:anywhere;hyphens:manual}
.bars td.b{width:22rem}.bars div{background:#0072B2;height:1rem}details{margin:.4rem 0}summary{cursor:pointer}
@media print{details>*{display:block}.bars div{border:1px solid #000}}
"""


class Params(StageParams):
    """How long a single cell may take."""

    seconds_per_cell: int = Field(ge=1)


class NotebookFault(RuntimeError):  # noqa: N818 - it names what happened, for the maintainer
    """A cell of a committed notebook failed."""


@contextmanager
def kernel(folder: Path) -> Iterator[KernelManager]:
    """Give a started kernel that can import this project and is reached without a network port where possible."""
    transport = "tcp" if sys.platform == "win32" else "ipc"
    with tempfile.TemporaryDirectory(prefix="nb") as place:
        file = str(Path(place) / "k.json")  # short: the name of a socket may have about 100 characters
        manager = KernelManager(connection_file=file, config=Config({"KernelManager": {"transport": transport}}))
        kept = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), "PYTHONHASHSEED": "0"}
        manager.start_kernel(cwd=str(folder), env=kept)
        try:
            yield manager
        finally:
            manager.shutdown_kernel(now=True)


def executed(notebook: NotebookNode, manager: KernelManager, params: Params) -> NotebookNode:
    """Return ``notebook`` with the outputs of its cells, run from an empty namespace; raises NotebookFault."""
    fresh = copy.deepcopy(notebook)
    new_cell: Any = nbformat.v4.new_code_cell
    fresh.cells.insert(0, new_cell(RESET, id="reset"))
    client = NotebookClient(fresh, km=manager, timeout=params.seconds_per_cell, record_timing=False)
    try:
        client.execute()
    except CellExecutionError as error:
        place = sum(bool(cell.get("outputs")) for cell in fresh.cells)  # the words of the error may be somebody's
        raise NotebookFault(f"{error.ename} nach {place} Ausgaben") from None
    finally:
        if client.kc is not None:  # nbclient leaves the channels to a kernel that is not its own open
            client.kc.stop_channels()
    del fresh.cells[0]
    return fresh


@cache
def exporter() -> Any:  # noqa: ANN401 - nbconvert is untyped
    """Return what turns notebooks into HTML; made once, because its templates take longer than a notebook."""
    build: Any = HTMLExporter
    return build(template_name="basic", exclude_input=True, exclude_output_prompt=True, anchor_link_text="")


def page(notebook: NotebookNode, title: str) -> str:
    """Return an executed notebook as one HTML page without code, scripts or links to elsewhere."""
    body, _ = exporter().from_notebook_node(notebook)
    return (
        f'<!DOCTYPE html>\n<html lang="de"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def title_of(notebook: NotebookNode, otherwise: str) -> str:
    """Return the first heading of ``notebook``."""
    lines = (line for cell in notebook.cells if cell.cell_type == "markdown" for line in cell.source.splitlines())
    return next((line.lstrip("# ").strip() for line in lines if line.startswith("# ")), otherwise)


def loaded(path: Path) -> NotebookNode:
    """Return the notebook at ``path``."""
    read: Any = nbformat.read
    notebook: NotebookNode = read(path, as_version=4)
    return notebook


def main(corpus: Corpus, params: Params) -> str:
    """Execute every notebook and write it as a page."""
    root = project_root()
    paths = sorted((root / FOLDER).glob("*.ipynb"))
    with kernel(root) as manager:
        for path in paths:
            notebook = loaded(path)
            try:
                done = executed(notebook, manager, params)
            except NotebookFault as fault:
                fault.add_note(path.name)
                raise
            content = page(done, title_of(notebook, path.stem)).encode("utf-8")
            write_whole(corpus.reports / FOLDER / f"{path.stem}.html", content)
    return f"{len(paths)} Seiten zum Nachsehen"


if __name__ == "__main__":
    stage.run(main)

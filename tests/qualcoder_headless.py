"""Runs the import and export of a QualCoder checkout without a window: SRC INPUT OUTPUT_FOLDER [SQL_FILE].

Not a test itself. The program's own RefiImport and RefiExport work on a database made by the statements in its
``new_project``; only file dialogs and message boxes are replaced. Needs PyQt6 and Pillow. Between import and export the
statements of SQL_FILE (a JSON list) play the person who works in the program. Writes ``result.json``.
"""

from __future__ import annotations

import ast
import builtins
import json
import os
import sqlite3
import sys
import types
from pathlib import Path
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
VIEWS = ("annotation", "code_text", "code_image", "code_av")
CODER_NAMES = "CREATE TABLE IF NOT EXISTS coder_names (name text unique, visibility integer default 1)"
CODINGS = (
    "select source.name, code_text.pos0, code_text.pos1, code_name.name, code_text.owner, code_text.seltext "
    "from code_text join source on source.id=fid join code_name on code_name.cid=code_text.cid"
)


def tables(main: Path) -> list[str]:
    """Return the CREATE TABLE statements of the program's ``new_project``."""
    tree = ast.parse(main.read_text(encoding="utf-8"))
    function = next(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == "new_project")
    words = [node.value for node in ast.walk(function) if isinstance(node, ast.Constant)]
    return [word for word in words if isinstance(word, str) and word.startswith("CREATE TABLE")]


class App:
    """What RefiImport and RefiExport want of the program."""

    def __init__(self, folder: Path, statements: list[str]) -> None:
        """Make an empty project in ``folder``."""
        self.project_path = str(folder / "projekt.qda")
        self.project_name = "projekt.qda"
        for name in ("", "images", "audio", "video", "documents"):
            (Path(self.project_path) / name).mkdir(parents=True)
        self.conn = sqlite3.connect(Path(self.project_path) / "data.qda")
        self.settings = {
            "codername": "default",
            "directory": str(folder),
            "fontsize": 10,
            "font": "Sans",
            "ai_enable": "False",
        }
        self.version, self.ai_models = "QualCoder", []
        cursor = self.conn.cursor()
        for statement in [*statements, CODER_NAMES]:
            cursor.execute(statement)
        for name in VIEWS:
            cursor.execute(f"CREATE VIEW {name}_visible AS SELECT * FROM {name}")
        cursor.execute("INSERT INTO project VALUES('v14','2024-01-01 00:00:00','','QualCoder',0,0,'default','')")
        self.conn.commit()

    def get_annotations(self) -> list[dict[str, Any]]:
        """Return all annotations."""
        keys = ("anid", "fid", "pos0", "pos1", "memo", "owner", "date")
        rows = self.conn.execute(f"select {', '.join(keys)} from annotation").fetchall()
        return [dict(zip(keys, row, strict=True)) for row in rows]

    def write_config_ini(self, *_: object) -> None:
        """Write nothing."""


class Silent:
    """Takes the place of a message box or a text field."""

    def __init__(self, *_: object) -> None:
        """Take anything."""

    def __getattr__(self, name: str) -> Any:
        """Do nothing, whatever is asked."""
        return lambda *_: None


def main() -> None:
    """Import, edit, export, and say what arrived."""
    source, given, folder = Path(sys.argv[1]), Path(sys.argv[2]).resolve(), Path(sys.argv[3]).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["HOME"] = str(folder)
    (folder / ".qualcoder").mkdir(exist_ok=True)
    builtins._ = lambda words: words  # type: ignore[attr-defined]
    from PyQt6 import QtWidgets  # noqa: PLC0415 - only the real client needs it

    application = QtWidgets.QApplication([])
    package = types.ModuleType("qualcoder")
    package.__path__ = [str(source / "qualcoder")]
    helpers = types.ModuleType("qualcoder.helpers")
    helpers.Message = Silent  # type: ignore[attr-defined]
    sys.modules |= {"qualcoder": package, "qualcoder.helpers": helpers}
    from qualcoder import refi  # type: ignore[attr-defined] # noqa: PLC0415 - made just now

    files = QtWidgets.QFileDialog
    files.getOpenFileName = staticmethod(lambda *_, **__: (str(given), True))  # type: ignore[method-assign,assignment]
    files.getExistingDirectory = staticmethod(lambda *_, **__: str(folder))  # type: ignore[method-assign,assignment]
    refi.RefiLineEndings.exec = lambda _: None
    app = App(folder, tables(source / "qualcoder" / "__main__.py"))
    refi.RefiImport(app, Silent(), "qdpx")
    arrived = app.conn.execute(CODINGS).fetchall()
    texts = app.conn.execute("select name, fulltext from source").fetchall()
    if len(sys.argv) > 4:
        for statement in json.loads(Path(sys.argv[4]).read_text(encoding="utf-8")):
            app.conn.execute(statement)
        app.conn.commit()
    refi.RefiExport(app, Silent(), "project")
    exported = sorted(map(str, folder.glob("*.qdpx")))
    result = {"codings": arrived, "texts": dict(texts), "exported": exported}
    (folder / "result.json").write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")
    application.quit()


if __name__ == "__main__":
    main()

"""Mutation testing: small mistakes are put into the code of decisions, suppression and ledger; does a test notice?

One mistake at a time: a comparison moved by its boundary or turned round, and for or, a negation dropped or added, plus
for minus, min for max, any for all, a number one larger, True for False, a return value dropped. Each is tried in a
process of its own that sees the mistake in place of the file (nothing is written); the tests named for the module are
run until the first that fails. A mistake that no test notices survives; those in ``EQUIVALENT`` cannot be noticed, with
the reason why, and do not count. Run from the project folder: ``python -m recipes.mutants EVERY [FILE ...]``,
where 1 tries every mistake and 5 every fifth.
"""

from __future__ import annotations

import ast
import copy
import importlib.abc
import importlib.util
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import hypothesis
import numpy as np  # noqa: F401 - the heavy packages are loaded once, for all children
import openpyxl  # noqa: F401
import pandas as pd  # noqa: F401
import pytest
import scipy.optimize  # noqa: F401

ROOT = Path(__file__).resolve().parents[1]
SECONDS = 120
KNOWN = "ignore::pytest.PytestAssertRewriteWarning"
AT_ONCE = 2
REVIEW = ("tests/test_review_edges.py", "tests/test_gather_edges.py", "tests/test_review.py")  # the quick ones first
TESTS: dict[str, tuple[str, ...]] = {
    "pipeline/shared/publication.py": ("tests/test_publication_edges.py", "tests/test_publication.py"),
    "pipeline/frequencies/cells.py": ("tests/test_frequencies_cells.py",),
    "pipeline/statements/ledger.py": ("tests/test_ledger.py",),
    "pipeline/statements/decisions.py": (
        "tests/test_decisions_edges.py",
        "tests/test_statements_decisions.py",
        "tests/test_ledger.py",
    ),
    "pipeline/shared/review/overrule.py": REVIEW,
    "pipeline/shared/review/overtaken.py": REVIEW,
    "pipeline/shared/review/gather.py": REVIEW,
    "pipeline/shared/review/cells.py": REVIEW,
}
EQUIVALENT = {
    "pipeline/statements/ledger.py:50 7 Lt->LtE": "what stands between equal places is blank",
    "pipeline/statements/decisions.py:29 73 True->False": "there is one name for each assertion",
    "pipeline/statements/decisions.py:113 15 LtE->Lt": "cutting off what only touches leaves all of it",
    "pipeline/statements/decisions.py:113 42 GtE->Gt": "cutting off what only touches leaves all of it",
    "pipeline/shared/review/overtaken.py:32 110 True->False": "the rows are numbered anew afterwards",
    "pipeline/shared/publication.py:257 23 Gt->GtE": "a sign is never zero",
}
COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
REACHED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True)
class Mutant:
    """A mistake: where it stands, what it does, and the module with it."""

    file: str
    line: int
    what: str
    code: CodeType

    @property
    def name(self) -> str:
        """Return the place and the mistake."""
        return f"{self.file}:{self.line} {self.what}"


def changes(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], None]]]:
    """Yield (name, change) for every mistake that can be made at ``node``; a change works on a copy of it."""
    if isinstance(node, ast.Compare):
        for other in COMPARED.get(type(node.ops[0]), ()):
            yield f"{type(node.ops[0]).__name__}->{other.__name__}", partial(compared, other=other)
    elif isinstance(node, ast.BoolOp):
        other_op = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield f"->{other_op.__name__}", lambda n: setattr(n, "op", other_op())
    elif isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in REACHED:
        reached = REACHED[type(node.op)]
        yield f"{type(node.op).__name__}->{reached.__name__}", lambda n: setattr(n, "op", reached())
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.Invert)):
        yield "not dropped", lambda n: n.__setattr__("op", ast.UAdd()) if isinstance(n.op, ast.Invert) else plain(n)
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES:
        yield f"{node.func.id}->{NAMES[node.func.id]}", lambda n: setattr(n.func, "id", NAMES[n.func.id])
    else:
        yield from simple_changes(node)


def simple_changes(node: ast.AST) -> Iterator[tuple[str, Callable[[Any], None]]]:
    """Yield as ``changes`` the mistakes in values, returns and conditions."""
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{node.value}->{not node.value}", lambda n: setattr(n, "value", not n.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, (int, float)):
        yield f"{node.value}->{node.value + 1}", lambda n: setattr(n, "value", n.value + 1)
    elif isinstance(node, ast.Return) and not (node.value is None or ast.unparse(node.value) == "None"):
        yield "return None", lambda n: setattr(n, "value", ast.Constant(None))
    elif isinstance(node, (ast.If, ast.IfExp, ast.While)) and not isinstance(node.test, (ast.Compare, ast.Constant)):
        yield "condition turned", lambda n: setattr(n, "test", ast.UnaryOp(ast.Not(), n.test))


def compared(node: ast.Compare, other: type[ast.cmpop]) -> None:
    """Make the first comparison of ``node`` another one."""
    node.ops[0] = other()


def plain(node: ast.UnaryOp) -> None:
    """Make ``not x`` into ``bool(x)``."""
    node.op, node.operand = ast.Not(), ast.UnaryOp(ast.Not(), node.operand)


def mutants(file: str) -> list[Mutant]:
    """Return every mistake that can be made in ``file``, in the order of its lines; annotations are left alone."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    told = {id(part) for node in ast.walk(tree) for part in annotated(node)}
    found = []
    for number, node in enumerate(ast.walk(tree)):
        if id(node) in told:
            continue
        for what, change in changes(node):
            wrong = copy.deepcopy(tree)
            change(next(n for place, n in enumerate(ast.walk(wrong)) if place == number))
            ast.fix_missing_locations(wrong)
            column = getattr(node, "col_offset", 0)
            found.append(Mutant(file, getattr(node, "lineno", 0), f"{column} {what}", compile(wrong, file, "exec")))
    return sorted(found, key=lambda one: (one.line, one.what))


def annotated(node: ast.AST) -> Iterator[ast.AST]:
    """Yield all nodes of the annotations and decorators of ``node``."""
    parts = [getattr(node, "annotation", None), getattr(node, "returns", None), *getattr(node, "decorator_list", [])]
    for part in parts:
        if isinstance(part, ast.AST):
            yield from ast.walk(part)


class Wrong(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """An importer that gives the module with the mistake."""

    def __init__(self, mutant: Mutant) -> None:
        """Keep the mistake."""
        self.mutant = mutant
        self.module = mutant.file.removesuffix(".py").replace("/", ".")

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where the module is found, if it is the one with the mistake."""
        del path, target
        if name != self.module:
            return None
        return importlib.util.spec_from_file_location(name, ROOT / self.mutant.file, loader=self)

    def create_module(self, spec: ModuleSpec) -> None:
        """Leave the making of the module to Python."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module with the mistake."""
        exec(self.mutant.code, module.__dict__)  # noqa: S102 - our own code


def begun(mutant: Mutant) -> int:
    """Start a process that runs the tests with the mistake; it ends with 0 where they all pass. Return its number."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            silence = os.open(os.devnull, os.O_WRONLY)
            os.dup2(silence, 1)
            os.dup2(silence, 2)
            signal.alarm(SECONDS)
            sys.meta_path.insert(0, Wrong(mutant))
            sys.dont_write_bytecode = True
            how = ["-x", "-q", "-p", "no:cacheprovider", "-o", "addopts=", "-W", KNOWN]
            code = pytest.main([*how, *TESTS[mutant.file]])
        finally:
            os._exit(int(code != 0))
    return child


def noticed(wrong: Sequence[Mutant]) -> list[Mutant]:
    """Return those of ``wrong`` with which a test fails, or runs forever; two are tried at a time."""
    waiting, running, found = list(wrong), dict[int, Mutant](), []
    while waiting or running:
        while waiting and len(running) < AT_ONCE:
            one = waiting.pop(0)
            running[begun(one)] = one
        child, status = os.wait()
        one = running.pop(child)
        if status:
            found.append(one)
    return found


def tried(file: str, every: int) -> tuple[int, list[str]]:
    """Return how many mistakes in ``file`` were tried (one of ``every``), and the names of those no test notices."""
    right = Mutant(file, 0, "nothing wrong", compile((ROOT / file).read_text(encoding="utf-8"), file, "exec"))
    if noticed([right]):
        raise SystemExit(f"{file}: the tests fail without any mistake")
    wrong = [one for one in mutants(file) if one.name not in EQUIVALENT][::every]
    killed = noticed(wrong)
    return len(wrong), [one.name for one in wrong if one not in killed]


if __name__ == "__main__":
    hypothesis.settings.register_profile("quick", phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate])
    hypothesis.settings.load_profile("quick")
    for chosen in sys.argv[2:] or TESTS:
        count, left = tried(chosen, int(sys.argv[1]))
        sys.stdout.write("".join(f"  survived {name}\n" for name in left))
        sys.stdout.write(f"{chosen}: {count - len(left)} of {count} noticed\n")
        sys.stdout.flush()

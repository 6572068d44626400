"""Starts a stage: loads corpus and knobs, runs main, says one sentence, shows faults without traceback.

A mistake of ours keeps its traceback, but not what the exception says: a ``KeyError`` can be somebody's name.
"""

from __future__ import annotations

import inspect
import os
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

from pipeline.shared import params
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable, refused

try:
    import fcntl
except ImportError:  # not on Windows
    fcntl = None  # type: ignore[assignment]

FAULT = 2
MISTAKE = 1
OCCUPIED = "{place}: ein anderer Lauf arbeitet gerade an diesem Korpus. Ich warte; abbrechen mit Strg+C."
COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
UNSAID = "Wortlaut verborgen: er kann aus einer Unterlage stammen"


def name_of(main: Callable[..., str]) -> str:
    """Return the stage's name: the module or package that ``main`` stands in.

    >>> name_of(name_of)
    'stage'
    """
    spec = getattr(sys.modules.get(main.__module__), "__spec__", None)
    module = spec.name if spec else main.__module__
    return module.removesuffix(".__main__").rsplit(".", 1)[-1]


def plain(text: str) -> str:
    r"""Return ``text`` with what a terminal obeys (escapes, controls, bidi controls) spelled out; lines and tabs stay.

    >>> print(plain("\x1b[31m\u202eb.exe"))
    \x1b[31m\u202eb.exe
    """
    return COMMANDS.sub(lambda found: ascii(found[0])[1:-1], text)


def call(main: Callable[..., str], name: str) -> str:
    """Run ``main`` with the corpus and, where it asks for them, the knobs of section ``name``."""
    wanted = inspect.get_annotations(main, eval_str=True)
    corpus = params.corpus()
    arguments: list[Any] = [corpus]
    if "params" in wanted:
        arguments.append(params.section(name, wanted["params"]))
    try:
        with alone(corpus):
            return main(*arguments)
    except OSError as error:
        fault = refused(error, corpus.root)
        if fault is None:
            raise
        raise fault from None


@contextmanager
def alone(corpus: Corpus) -> Iterator[None]:
    """Hold the raw folder of ``corpus`` for one stage; where another run holds it, say so and wait.

    Nothing is written for it, and the hold ends with the process, however that ends. Systems without ``flock`` and
    network drives that refuse it go without: there DVC's own lock is the only one.
    """
    if fcntl is None:
        yield
        return
    folder = os.open(corpus.raw, os.O_RDONLY)
    try:
        with suppress(OSError):
            try:
                fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                print(OCCUPIED.format(place=corpus.relative(corpus.raw)), file=sys.stderr, flush=True)
                fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        with suppress(OSError):
            fcntl.flock(folder, fcntl.LOCK_UN)  # for children as well, which may live a moment longer
        os.close(folder)


def run(main: Callable[..., str]) -> None:
    """Run a stage as a command; the exit status is 0, or 2 for a fault that a person can repair."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    name = name_of(main)
    try:
        print(plain(f"{name}: {call(main, name)}"))
    except Repairable as fault:
        print(plain(f"\n{fault}\n"), file=sys.stderr)
        sys.exit(FAULT)
    except Exception as error:  # noqa: BLE001 - whatever it is, its words may stem from a paper
        print(plain(told(error)), file=sys.stderr)
        sys.exit(MISTAKE)


def told(error: BaseException) -> str:
    """Return where ``error`` happened and of which kind it is; its words only where this project wrote them.

    >>> told(KeyError("Name"))
    'KeyError (Wortlaut verborgen: er kann aus einer Unterlage stammen)'
    """
    lines = traceback.format_list(traceback.extract_tb(error.__traceback__))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    kind = type(error)
    ours = kind.__module__.startswith("pipeline.")
    words = [str(error), *getattr(error, "__notes__", [])] if ours else []
    said = ": ".join([kind.__name__, *words]) if ours else f"{kind.__name__} ({UNSAID})"
    return "".join([f"{told(before)}\n\n" if before else "", *lines, said])

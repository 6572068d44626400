"""How much work something takes, counted and not timed: the same number on every machine, however busy it is."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any


def steps(work: Callable[[], object]) -> int:
    """Return how many lines of Python ``work`` runs through; every turn of a loop counts.

    What happens inside one call of a pattern or an array does not show.
    """
    count = 0

    def seen(_: FrameType, event: str, __: Any) -> Any:
        nonlocal count
        count += event == "line"
        return seen

    before = sys.gettrace()
    sys.settrace(seen)
    try:
        work()
    finally:
        sys.settrace(before)
    return count

"""Progress: a bar for what takes longer than a breath, on a terminal only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

Item = TypeVar("Item")
PATIENCE = 2.0


def bar(items: Iterable[Item], what: str, total: int | None = None) -> Iterator[Item]:
    """Yield ``items``; from the third second on a bar names ``what`` is being done and how much is left.

    It is drawn on the standard error stream, vanishes when done, and stays away where nobody watches.

    >>> list(bar("ab", "Buchstaben"))
    ['a', 'b']
    """
    yield from tqdm(items, desc=what, total=total, delay=PATIENCE, leave=False, disable=None, unit="")

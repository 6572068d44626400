"""Patterns: many regular expressions tried at once, by the letters that each of them needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Final, Self

parser: Any = import_module("re._parser")  # the standard library's own; there is no public way to read a pattern

KEY: Final = 3


def literals(pattern: str) -> set[str]:
    """Return strings of which every match of a pattern must contain at least one; empty if none can be named.

    >>> sorted(literals("(es )?(fehlt|mangelt)"))
    ['fehlt', 'mangelt']
    """
    return _needed(parser.parse(pattern, re.IGNORECASE))


def _needed(parsed: Iterable[Any]) -> set[str]:
    """Return the best set of literals among the parts of a sequence: the one whose shortest member is longest."""
    options: list[set[str]] = []
    run = ""
    for code, value in [*parsed, (None, None)]:
        if code is parser.LITERAL:
            run += chr(value).lower()
            continue
        options.append({run} if run else set())
        run = ""
        if code is parser.BRANCH:
            parts = [_needed(branch) for branch in value[1]]
            options.append(set().union(*parts) if all(parts) else set())
        elif code is parser.SUBPATTERN:
            options.append(_needed(value[3]))
        elif code in (parser.MAX_REPEAT, parser.MIN_REPEAT) and value[0]:
            options.append(_needed(value[2]))
    return max(options, key=lambda option: min(map(len, option), default=0), default=set())


@dataclass(frozen=True, eq=False)
class Patterns:
    """Many regular expressions behind an index of the letters they need, so that few have to be tried."""

    patterns: tuple[str, ...]
    index: Mapping[str, tuple[tuple[str, int], ...]]
    always: tuple[int, ...]
    compiled: dict[int, re.Pattern[str]] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, patterns: Iterable[str]) -> Self:
        """Return the index of these patterns; they are matched without regard to case and compiled when first tried."""
        index: dict[str, list[tuple[str, int]]] = {}
        always: list[int] = []
        given = tuple(patterns)
        for number, pattern in enumerate(given):
            needed = literals(pattern)
            if not needed or min(map(len, needed)) < KEY:
                always.append(number)
                continue
            for literal in sorted(needed):
                index.setdefault(literal[:KEY], []).append((literal, number))
        return cls(given, {key: tuple(found) for key, found in index.items()}, tuple(always))

    def candidates(self, text: str) -> list[int]:
        """Return the numbers of the patterns that may match, in order."""
        low = text.lower()
        keys = {low[at : at + KEY] for at in range(len(low) - KEY + 1)}
        near = (pair for key in keys.intersection(self.index) for pair in self.index[key])
        found = {number for literal, number in near if literal in low}
        return sorted(found.union(self.always))

    def matching(self, text: str) -> list[int]:
        """Return the numbers of the patterns found somewhere in the text, in order."""
        return [number for number in self.candidates(text) if self.compiled_at(number).search(text)]

    def covering(self, word: str) -> list[int]:
        """Return the numbers of the patterns that match the whole word, in order."""
        return [number for number in self.candidates(word) if self.compiled_at(number).fullmatch(word)]

    def compiled_at(self, number: int) -> re.Pattern[str]:
        """Return the compiled pattern of a number."""
        if number not in self.compiled:
            self.compiled[number] = re.compile(self.patterns[number], re.IGNORECASE)
        return self.compiled[number]

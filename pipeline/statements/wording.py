"""Wording: the lists of words in wording.yaml and cues.yaml as compiled patterns."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from pipeline.shared import yamls

_ANY_LENGTH: Final = 999


@dataclass(frozen=True, slots=True)
class Rule:
    """Wordings of which any gives a unit away; `head` rules hold only in the header zone of a document."""

    category: str
    reason: str
    patterns: tuple[str, ...]
    head: bool = False
    most_words: int = _ANY_LENGTH


@cache
def _content(name: str) -> Mapping[str, Any]:
    """Return the content of a YAML file beside this module."""
    content: Mapping[str, Any] = yamls.content(Path(__file__).with_name(name))
    return content


def _compiled(entry: Mapping[str, Any]) -> re.Pattern[str]:
    """Return the possibilities of an entry in their frame; case counts only where `exact` says so."""
    joined = "|".join(str(part) for part in entry["any"])
    flags = re.NOFLAG if entry.get("exact") else re.IGNORECASE
    return re.compile(str(entry.get("frame", "{}")).replace("{}", joined), flags)


def pattern(name: str) -> re.Pattern[str]:
    """Return the pattern of that name in cues.yaml.

    >>> bool(pattern("units.negative").search("Es fehlen Busse"))
    True
    """
    return _compiled(_content("cues.yaml")[name])


def patterns(name: str) -> dict[str, re.Pattern[str]]:
    """Return the patterns of a group in cues.yaml by their keys, in their order."""
    return {key: _compiled(entry) for key, entry in _content("cues.yaml")[name].items()}


def rules() -> tuple[Rule, ...]:
    """Return the rules of wording.yaml: what is no assertion, the first that fits."""
    content = _content("wording.yaml")
    fragments: dict[str, str] = {}
    for name, part in content["fragments"].items():
        fragments[name] = _filled(part, fragments)
    return tuple(
        Rule(
            rule["category"],
            rule["reason"],
            tuple(_filled(part, fragments) for part in rule["patterns"]),
            rule.get("head", False),
            rule.get("most_words", _ANY_LENGTH),
        )
        for rule in content["rules"]
    )


def _filled(part: str, fragments: Mapping[str, str]) -> str:
    """Return a pattern with the names of fragments replaced by the fragments."""
    return re.sub(r"\{([A-Z]+)\}", lambda found: fragments[found[1]], part)

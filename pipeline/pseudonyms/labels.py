"""Labels: the pseudonym that stands in the place of a name; the same person has the same number everywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pipeline.pseudonyms.aliases import Aliases
from pipeline.pseudonyms.find import Find
from pipeline.pseudonyms.spread import Person
from pipeline.shared.key import Key
from pipeline.shared.leaks import LABELS
from pipeline.shared.spelling import fold


class Labeller:
    """Gives pseudonyms: the same person the same number, in every document and every run."""

    def __init__(self, key: Key, aliases: Aliases | None = None) -> None:
        """Continue the numbering of ``key``; persons are shown by ``aliases`` where there are such."""
        self.key = key
        self.aliases = aliases

    def person(self, person: Person) -> str:
        """Return the pseudonym of ``person``; somebody first known by surname alone keeps the number."""
        known = self.key.numbers.get("person", {})
        shorter = Person(person.last).key
        if (
            person.key not in known
            and person.first
            and shorter in known
            and not self._taken(known, person, known[shorter])
        ):
            known[person.key] = known[shorter]
        return f"[{LABELS['person']}_{self.key.number('person', person.key)}]"

    @staticmethod
    def _taken(known: Mapping[str, int], person: Person, number: int) -> bool:
        return any(
            other == number and not form.endswith("|")
            for form, other in known.items()
            if form.startswith(f"{person.last}|")
        )

    def label(self, find: Find, original: str, person: Person) -> str:
        """Return what stands in the place of ``original``: pseudonym and kept inflection."""
        label = self.person(person) if find.kind == "person" else self._other(find.kind, original)
        forms = self.key.forms.setdefault(label, [])
        core = original.removesuffix(find.tail) if find.tail else original
        if core not in forms:
            forms.append(core)
        if find.kind == "person" and self.aliases is not None:
            return self.aliases.shown(label, find, core, person)
        return label + find.tail

    def _other(self, kind: str, original: str) -> str:
        canonical = re.sub(r"\D", "", original) if kind == "phone" else " ".join(fold(original).split())
        return f"[{LABELS[kind]}_{self.key.number(kind, canonical)}]"

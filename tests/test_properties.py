"""Properties: what holds for every example, and that each would notice a mistake.

The table stands in properties.py: each property with a mistake that is put into the code for a moment. A property that
still holds then proves nothing and fails here.
"""

from __future__ import annotations

import pytest
from properties import PROPERTIES, Property

NAMES = [one.name for one in PROPERTIES]


@pytest.mark.parametrize("one", PROPERTIES, ids=NAMES)
def test_it_holds_for_every_example(one: Property) -> None:
    one.hold()


@pytest.mark.parametrize("one", PROPERTIES, ids=NAMES)
def test_it_notices_a_mistake(one: Property, monkeypatch: pytest.MonkeyPatch) -> None:
    one.mistake(monkeypatch)
    with pytest.raises(AssertionError):
        one.hold(200)


def test_there_are_enough_of_them() -> None:
    assert len(set(NAMES)) == len(PROPERTIES) >= 25

"""Which characters our typeface has a picture for; what has none is drawn as an empty box."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.font_manager import get_font

FONTS = Path(mpl.get_data_path()) / "fonts" / "ttf"
UNKNOWN = "□"


@lru_cache(maxsize=1)
def known() -> frozenset[int]:
    """Return the characters that can be set."""
    return frozenset(get_font(str(FONTS / "DejaVuSans.ttf")).get_charmap())


def printable(text: str) -> str:
    r"""Return ``text`` with every character that cannot be set as an empty box, control characters as spaces.

    >>> printable("a\tb")
    'a b'
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(letter if (ord(letter) in known() and letter.isprintable()) or letter in "\u202f\u00a0\u00ad\u200b"
                   else " " if letter.isspace() or ord(letter) < 32 else UNKNOWN for letter in text)  # noqa: PLR2004  # fmt: skip

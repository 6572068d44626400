"""Finds statements of one theme that say the same in nearly the same words, whoever wrote them down.

Identical wordings are found where statements are made; here it is the second typist, the corrected spelling, the word
more or less. Different words for the same thing are not joined: that is what the theme is for.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import sparse

from pipeline.themes.clusters import average_linkage

PREFIX = "d_"


def near_duplicates(frame: pd.DataFrame, wording: sparse.csr_matrix, least: float) -> pd.Series:
    """Return for each statement the group of its near-duplicates, named by the oldest of them; empty for single ones.

    Args:
        frame: the statements with theme_id, type, is_rest and statement_id, the oldest first.
        wording: (n, words) rows of length 1.
        least: least mean cosine of a group.
    """
    names = frame["statement_id"].astype(str).to_numpy(dtype=object)
    found = np.full(len(frame), None, dtype=object)
    for _, places in sorted(frame.groupby(["theme_id", "type"]).indices.items()):
        own = np.sort(np.asarray(places))
        if len(own) < 2:  # noqa: PLR2004 (a pair)
            continue
        near = np.asarray((wording[own] @ wording[own].T).toarray(), dtype=np.float64).round(4)
        _, first, labels, count = np.unique(
            average_linkage(near, least), return_index=True, return_inverse=True, return_counts=True
        )
        several = count[labels] > 1
        found[own[several]] = PREFIX + names[own[first[labels]]][several]
    return pd.Series(found, index=frame.index, dtype="string")

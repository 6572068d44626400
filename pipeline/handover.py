"""Hands an earlier round over to the corpus that follows it.

    python -m pipeline.handover EARLIER

copies the tables of data/processed/EARLIER into data/raw/<corpus>/earlier, where <corpus> is the one that params.yaml
names. From then on the themes of the earlier round are the frame of the next one. Files that lie there already are
replaced only after --replace.
"""

from __future__ import annotations

import shutil
import sys

from pipeline.shared import params, stage
from pipeline.shared.corpus import Corpus
from pipeline.shared.earlier import FOLDER, TABLES
from pipeline.shared.errors import Repairable

REPLACE = "--replace"


def handed_over(earlier: Corpus, now: Corpus, *, replace: bool = False) -> str:
    """Copy the tables of ``earlier`` into the folder of ``now``; raises Repairable with everything that is missing."""
    missing = [earlier.relative(table.path(earlier)) for table in TABLES if not table.path(earlier).is_file()]
    if missing:
        remedy = f"Erst die frühere Runde auswerten (corpus: {earlier.name}), dann übergeben."
        raise Repairable("params.yaml", [f"{place} fehlt" for place in missing], remedy)
    target = now.raw / FOLDER
    if earlier.name == now.name:
        raise Repairable("params.yaml", ["corpus ist die frühere Runde selbst"], "Unter corpus die neue Runde nennen.")
    if target.exists() and not replace:
        raise Repairable(now.relative(target), ["dort liegt schon eine frühere Runde"], f"Mit {REPLACE} ersetzen.")
    target.mkdir(parents=True, exist_ok=True)
    for table in TABLES:
        shutil.copyfile(table.path(earlier), target / table.file)
    return f"{len(TABLES)} Tabellen von {earlier.name} liegen jetzt in {now.relative(target)}"


def main(arguments: list[str]) -> int:
    """Copy and say so; the exit status is 0, or 2 for a fault that a person can repair."""
    names = [argument for argument in arguments if argument != REPLACE]
    if len(names) != 1:
        print(__doc__, file=sys.stderr)
        return stage.FAULT
    try:
        now = params.corpus()
        print(handed_over(Corpus(names[0], now.root), now, replace=REPLACE in arguments))
    except Repairable as fault:
        print(f"\n{fault}\n", file=sys.stderr)
        return stage.FAULT
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

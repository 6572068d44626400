"""Faults in something that a person wrote: said in German, all at once, with place and remedy."""

from __future__ import annotations

import contextlib
import errno
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

UNPACK_FAULTS = (  # what a broken, cut or locked ZIP container makes Python raise
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    EOFError,
    KeyError,
)


class Repairable(Exception):  # noqa: N818 - it is not an error of the program, and is not called one
    """A fault in something a person wrote; shown without a traceback.

    ``place`` is a path relative to the project, ``faults`` say line or column and rule, never the words found
    there (they may be somebody's name), ``remedy`` says what to do.

    >>> print(Repairable("params.yaml", ["themes.seed fehlt"], "Ergänzen, dann `dvc repro`."))
    params.yaml:
      - themes.seed fehlt
      → Ergänzen, dann `dvc repro`.
    """

    def __init__(self, place: str, faults: Iterable[str], remedy: str = "Berichtigen, dann `dvc repro`.") -> None:
        """Keep the parts, so that several faults can be joined into one message."""
        self.place = place
        self.faults = tuple(faults)
        self.remedy = remedy
        lines = [f"{place}:", *(f"  - {fault}" for fault in self.faults), f"  → {remedy}"]
        super().__init__("\n".join(lines))


class MachineFault(Repairable):
    """The machine refuses: no room, no permission, or a file went away under the run."""


REFUSALS = {
    errno.ENOSPC: ("der Datenträger ist voll", "Platz schaffen"),
    errno.EDQUOT: ("das Kontingent an Speicherplatz ist erschöpft", "Platz schaffen"),
    errno.EFBIG: ("die Datei darf nicht so groß werden", "Die Grenze für Dateigrößen anheben (`ulimit -f`)"),
    errno.EROFS: ("hier darf nur gelesen werden", "Den Ordner beschreibbar machen"),
    errno.EACCES: ("die Berechtigung fehlt", "Rechte am Ordner prüfen"),
    errno.EPERM: ("die Berechtigung fehlt", "Rechte am Ordner prüfen"),
    errno.EIO: ("der Datenträger meldet einen Fehler", "Datenträger oder Netzlaufwerk prüfen"),
    errno.ENOENT: ("eine Datei ist während des Laufs verschwunden", "Nichts verschieben, solange ein Lauf arbeitet"),
}


def refused(error: OSError, root: Path) -> MachineFault | None:
    """Return what to tell a person about ``error``; None where it is no fault of the machine.

    A file that is missing counts only inside of ``root``, and only as something the run itself relies on. Shown is the
    folder, never the file: its name can be somebody's name.

    >>> print(refused(OSError(errno.ENOSPC, "", "/p/reports/kreis/report.pdf"), Path("/p")))
    reports/kreis:
      - der Datenträger ist voll
      → Platz schaffen, dann `dvc repro`: Entscheidungen und Unterlagen sind unverändert.
    >>> refused(OSError(errno.ENOENT, "", "/usr/bin/soffice"), Path("/p")) is None
    True
    """
    if error.errno not in REFUSALS:
        return None
    place = Path(str(error.filename)) if error.filename else None
    inside = place is not None and place.is_absolute() and place.is_relative_to(root)
    if error.errno == errno.ENOENT and not inside:
        return None
    fault, remedy = REFUSALS[error.errno]
    shown = place.relative_to(root).parent.as_posix() if place and inside else "Arbeitsordner"
    return MachineFault(shown, [fault], f"{remedy}, dann `dvc repro`: Entscheidungen und Unterlagen sind unverändert.")


def discard(partial: Path) -> None:
    """Delete half a file where there is one; a folder that refuses that as well is no new fault."""
    with contextlib.suppress(OSError):
        partial.unlink(missing_ok=True)


class TableFault(Repairable):
    """A table does not keep to its schema."""


class ParamsFault(Repairable):
    """A knob in params.yaml is missing, unknown or mistyped."""


class CodebookFault(Repairable):
    """The codebook cannot be read as a codebook."""

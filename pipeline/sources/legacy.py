"""What needs another program: old Word files through LibreOffice, scans and photos through tesseract.

Both are optional. Where they are missing, one German line says what to install.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import pypdfium2

from pipeline.sources import docx, sheets, text
from pipeline.sources.archive import BROKEN, LOCKED
from pipeline.sources.options import Options
from pipeline.sources.pieces import Draft, Refused

DPI = 200
POINTS = 72
MOST_PIXELS = 60_000_000
NO_OFFICE = {
    "doc": "altes Word-Format (DOC); bitte als DOCX speichern oder LibreOffice installieren (soffice)",
    "xls": "altes Excel-Format (XLS); bitte als XLSX speichern oder LibreOffice installieren (soffice)",
}
STREAMS = {"EncryptedPackage": "locked", "__substg1.0_": "msg", "WordDocument": "doc", "Workbook": "xls", "Book": "xls"}
OLE_ADVICE = {
    "locked": LOCKED,
    "msg": "Outlook-Nachricht im Format MSG; bitte als EML oder TXT speichern",
    "": "altes Office-Format; bitte als DOCX, XLSX oder PDF speichern",
}
NO_OCR = "enthält nur Bilder; bitte Texterkennung installieren (tesseract mit Sprache deu) oder den Text abtippen"
NO_LANGUAGE = "tesseract kennt die Sprache deu nicht; bitte das Paket tesseract-ocr-deu installieren"
OFFICE_NAMES = ("soffice", "libreoffice")


def read_ole(data: bytes, options: Options) -> Draft:
    """Return the pieces of an old Office file; raises Refused where it is locked or LibreOffice is missing."""
    old = next((key for stream, key in STREAMS.items() if stream.encode("utf-16-le") in data), "")
    if old not in {"doc", "xls"}:
        raise Refused(OLE_ADVICE[old])
    office = next((found for name in OFFICE_NAMES if (found := shutil.which(name))), None)
    if office is None:
        raise Refused(NO_OFFICE[old])
    converted = _converted(office, data, f"paper.{old}", options)
    draft = docx.read(converted, options) if old == "doc" else sheets.read_xlsx(converted, options)
    draft.reader = old
    draft.note(f"über LibreOffice aus {old.upper()} gelesen")
    return draft


def _converted(office: str, data: bytes, name: str, options: Options) -> bytes:
    """Return the old Office file ``data`` as LibreOffice saves it today.

    What it leaves behind may still write to its profile while that is being deleted, which is no fault of the paper.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        paper = Path(folder) / name
        paper.write_bytes(data)
        profile = (Path(folder) / "profile").as_uri()
        result = paper.with_suffix(f"{paper.suffix}x")
        command = [office, "--headless", f"-env:UserInstallation={profile}", "--convert-to", result.suffix[1:]]
        _run([*command, "--outdir", folder, str(paper)], options.tool_seconds)
        if not result.is_file():
            raise Refused(BROKEN)
        return result.read_bytes()


def read_scan(data: bytes, options: Options) -> Draft:
    """Return the words of a scan or photo as tesseract reads them; raises Refused where it is missing."""
    tool = shutil.which("tesseract")
    if tool is None:
        raise Refused(NO_OCR)
    languages = _run([tool, "--list-langs"], options.tool_seconds)
    if options.ocr_language not in languages.split():
        raise Refused(NO_LANGUAGE)
    draft = Draft(reader="ocr")
    draft.note("Texterkennung aus Bildern; bitte stichprobenweise mit dem Papier vergleichen")
    with tempfile.TemporaryDirectory() as folder:
        for number, image in enumerate(_images(data, Path(folder), options), start=1):
            words = _run([tool, str(image), "stdout", "-l", options.ocr_language], options.tool_seconds)
            draft.pieces += [text.paged(piece, number) for piece in text.pieces(words)]
    return draft


def _images(data: bytes, folder: Path, options: Options) -> list[Path]:
    """Return the pages as image files; a photo is its own page."""
    if b"%PDF-" not in data[:1024]:
        path = folder / "page-1"
        path.write_bytes(data)
        return [path]
    document = pypdfium2.PdfDocument(data)
    paths = []
    for index in range(min(len(document), options.max_pages)):
        page = document[index]
        width, height = page.get_size()
        scale = min(DPI / POINTS, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        path = folder / f"page-{index + 1}.png"
        page.render(scale=scale, grayscale=True).to_pil().save(path)
        paths.append(path)
    document.close()
    return paths


def _run(command: list[str], seconds: int) -> str:
    """Run another program with a time limit and return what it said; raises Refused where it fails."""
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8"}
    try:
        done = subprocess.run(command, capture_output=True, timeout=seconds, check=False, env=environment)  # noqa: S603
    except (subprocess.TimeoutExpired, OSError):
        raise Refused("das Hilfsprogramm hat zu lange gebraucht oder ließ sich nicht starten") from None
    if done.returncode:
        raise Refused(BROKEN)
    return done.stdout.decode("utf-8", errors="replace")

# ruff: noqa: E501 - a case is one line, as somebody would write it
"""Hostile papers: bounded time and memory, one German line, and the run goes on."""

from __future__ import annotations

import errno
import io
import os
import random
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import docx as docx_library
import pikepdf
import pytest
from documents import W, docx, odt, p, packed, pdf, read, rtf, tbl, xlsx

from pipeline.sources.options import Options
from pipeline.sources.pieces import Refused
from pipeline.sources.worker import Worker, answer

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = sorted((ROOT / "data/raw/sample/documents").iterdir())
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
GERMAN = ("bitte", "Kennwort", "beschädigt")
LAUGHS = "".join(f'<!ENTITY {chr(98 + n)} "{("&" + chr(97 + n) + ";") * 10}">' for n in range(9))


def word(document: str) -> bytes:
    return packed({"[Content_Types].xml": "<Types/>", "word/document.xml": document})


def with_dtd(dtd: str, entity: str) -> bytes:
    body = f"<w:document xmlns:w='{W}'><w:body><w:p><w:r><w:t>&{entity};</w:t></w:r></w:p></w:body></w:document>"
    return word(f"<!DOCTYPE x [{dtd}]>{body}")


def locked_pdf() -> bytes:
    buffer = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf("Text"))) as document:
        document.save(buffer, encryption=pikepdf.Encryption(owner="geheim", user="geheim"))
    return buffer.getvalue()


def empty_pages(count: int) -> bytes:
    document, buffer = pikepdf.new(), io.BytesIO()
    for _ in range(count):
        document.add_blank_page()
    document.save(buffer)
    return buffer.getvalue()


def locked_zip() -> bytes:
    return (
        docx(p("Text"))
        .replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00")
        .replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")
    )


def locked_odt() -> bytes:
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    return packed(
        {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "x", "META-INF/manifest.xml": manifest}
    )


REFUSED = {
    "kennwort.docx": (OLE + "EncryptedPackage".encode("utf-16-le"), "Kennwort"),
    "kennwort.pdf": (locked_pdf(), "Kennwort"),
    "kennwort-zip.docx": (locked_zip(), "Kennwort"),
    "kennwort.odt": (locked_odt(), "Kennwort"),
    "halb.docx": (docx(p("Text"))[:-40], "beschädigt"),
    "halb.pdf": (pdf("Text")[:300], "beschädigt"),
    "bombe.docx": (word("<w:p>" + "A" * 70_000_000), "ungewöhnlich groß"),
    "lachen.docx": (with_dtd(f'<!ENTITY a "lol">{LAUGHS}', "j"), "bitte"),
    "lokal.docx": (with_dtd('<!ENTITY a SYSTEM "file:///etc/passwd">', "a"), "DTD"),
    "tief.rtf": (b"{\\rtf1" + b"{" * 5000 + b"x" + b"}" * 5001, "verschachtelt"),
    "tief.docx": (docx("<w:sdt><w:sdtContent>" * 400 + p("x") + "</w:sdtContent></w:sdt>" * 400), "bitte"),
    "leer.bin": (b"\0" * 3000, "Format ist nicht bekannt"),
    "archiv.zip": (packed({"a.txt": "x"}), "Archive"),
    "folien.odp": (odt("", kind="presentation"), "Präsentationen"),
    "ton.mp3": (b"ID3" + b"\0" * 100, "verschriften"),
    "film.mp4": (b"\0\0\0\x20ftypisom" + b"\0" * 100, "verschriften"),
    "post.msg": (OLE + "__substg1.0_".encode("utf-16-le"), "EML"),
    "alt.ppt": (OLE + "PowerPoint Document".encode("utf-16-le"), "altes Office-Format"),
    "nichts.pdf": (empty_pages(30), "Seiten"),
    "breit.csv": (b"x;" * 100_000, "zu groß"),
    "kaputt.xlsx": (packed({"xl/workbook.xml": "<a"}), "beschädigt"),
}


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_hostile_paper_is_refused_in_german(name: str) -> None:
    data, expected = REFUSED[name]
    with pytest.raises(Refused, match=expected) as refusal:
        read(data, name, max_pages=20)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (docx(p("Text")), "falsch.pdf", "docx"), (pdf("Text"), "falsch.docx", "pdf"), (rtf(r"\pard Text\par"), "falsch.doc", "rtf"),
        (xlsx({"A": [["Text"]]}), "falsch.csv", "xlsx"), (b"<html><body><p>Text</p></body></html>", "falsch.xls", "html"),
        (odt("<text:p>Text</text:p>"), "falsch.docx", "odt"), (b"Text", "ohne", "txt"), (b"From: a@b.example\nSubject: x\n\nText", "falsch.txt", "eml"),
    ],
)  # fmt: skip
def test_a_wrong_extension_is_seen_through(data: bytes, name: str, expected: str) -> None:
    reading = read(data, name)
    assert (reading.reader, "Text" in reading.text) == (expected, True)


def test_many_pages_of_nothing_take_no_time() -> None:
    started = time.process_time()
    assert read(empty_pages(3000), "leer.pdf", max_pages=5000).text == ""
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"I" * 100_000, "a.txt"), (b"[" * 100_000, "a.md"), (b"**" * 50_000 + b"x", "a.md"), (b"_a " * 50_000, "a.md"),
        (b"A. " * 50_000, "a.txt"), (b"|" * 100_000, "a.md"), (b"<b>" * 20_000, "a.html"), (b"> " * 50_000, "a.eml"),
        (b"00:00:01,000 --> " * 5_000, "a.srt"), (b"(" * 100_000 + b")", "a.txt"), (b"#" * 100_000, "a.md"), (b"1. " * 50_000, "a.txt"),
        ("Frau Dr. " * 20_000).encode() and (b"Frau Dr. " * 20_000, "a.txt"), (b"x;" * 400 + b"\n", "a.csv"), (b"- " * 50_000, "a.txt"),
    ],
)  # fmt: skip
def test_no_pattern_runs_away(data: bytes, name: str) -> None:
    started = time.process_time()
    read(data, name)
    assert time.process_time() - started < 5


def test_deep_tables_lose_no_words() -> None:
    body = p("unten")
    for _ in range(40):
        body = tbl([body or "", "x"])
    assert "unten" in read(docx(body), "a.docx").text


def test_macros_and_embedded_files_are_said_and_left_alone() -> None:
    parts = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document xmlns:w='{W}'><w:body>{p('Text')}</w:body></w:document>",
    }
    reading = read(
        packed({**parts, "word/vbaProject.bin": "x", "word/embeddings/a.xlsx": "x", "word/media/a.png": "x"}), "a.docm"
    )
    assert [note.split(";")[0].split(" ")[0] for note in reading.notes] == ["enthält", "eingebettete", "enthält"]


def test_a_paper_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    slow = tmp_path / "langsam.txt"
    slow.write_bytes(b"Der Bus fehlt am Abend.\n" * 400_000)
    quick = tmp_path / "schnell.txt"
    quick.write_bytes(b"Bus fehlt.")
    worker = Worker(Options(), seconds=1)
    try:
        with pytest.raises(Refused, match="länger als 1 Sekunden"):
            worker.read(slow)
        assert worker.read(quick).text == "Bus fehlt."
    finally:
        worker.close()


def test_an_unexpected_error_names_no_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ValueError("Frau Meyer")

    monkeypatch.setattr("pipeline.sources.worker.read", fail)
    said = answer(tmp_path / "a.txt", Options())["refused"]
    assert "ValueError" in said
    assert "Meyer" not in said


@pytest.fixture
def without_tools(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)


@pytest.mark.usefixtures("without_tools")
@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (OLE + "WordDocument".encode("utf-16-le"), "alt.doc", "LibreOffice installieren"),
        (OLE + "Workbook".encode("utf-16-le"), "alt.xls", "LibreOffice installieren"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "foto.png", "Texterkennung installieren"),
        (b"\xff\xd8\xff" + b"\0" * 100, "foto.jpg", "Texterkennung installieren"),
    ],
)
def test_a_missing_program_is_named_once(data: bytes, name: str, expected: str) -> None:
    with pytest.raises(Refused, match=expected):
        read(data, name)


def test_a_scan_goes_through_tesseract(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"--list-langs": b"List:\ndeu\neng\n", "stdout": b"Bus fehlt am Abend.\n\n- Kita fehlt\n"}

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess(
            command, 0, said["--list-langs" if "--list-langs" in command else "stdout"], b""
        )

    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/tesseract")
    monkeypatch.setattr(subprocess, "run", run)
    reading = read(b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "foto.png")
    assert (reading.reader, [reading.slice(b) for b in reading.blocks]) == (
        "ocr",
        ["Bus fehlt am Abend.", "Kita fehlt"],
    )
    assert (reading.blocks[0].page, "Texterkennung" in reading.notes[0]) == (1, True)


def test_a_profile_that_libreoffice_still_writes_to_is_no_fault_of_the_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    remove = os.rmdir

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        folder = Path(command[-1]).parent
        (folder / "profile").mkdir()
        (folder / "paper.docx").write_bytes(docx(p("Bus fehlt.")))
        return subprocess.CompletedProcess(command, 0, b"", b"")

    def rmdir(path: str, *, dir_fd: int | None = None) -> None:
        if str(path).endswith("profile"):
            raise OSError(errno.ENOTEMPTY, "still written to")
        remove(path, dir_fd=dir_fd)

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(os, "rmdir", rmdir)
    reading = read(OLE + "WordDocument".encode("utf-16-le"), "alt.doc")
    assert [reading.slice(block) for block in reading.blocks] == ["Bus fehlt."]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")
def test_an_old_word_file_goes_through_libreoffice(tmp_path: Path) -> None:
    made = docx_library.Document()
    made.add_paragraph("Bus fehlt.")
    made.save(str(tmp_path / "a.docx"))
    profile = (tmp_path / "profile").as_uri()
    command = [
        "soffice",
        "--headless",
        f"-env:UserInstallation={profile}",
        "--convert-to",
        "doc",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "a.docx"),
    ]
    subprocess.run(command, check=True, capture_output=True)
    reading = read((tmp_path / "a.doc").read_bytes(), "a.doc")
    assert (reading.reader, reading.text) == ("doc", "Bus fehlt.")


def mutated(number: int, chance: random.Random) -> tuple[str, bytes]:
    """Return one of the sample's papers, cut, bit-flipped, renamed, zeroed or doubled in part."""
    path = SAMPLE[number % len(SAMPLE)]
    data, name = bytearray(path.read_bytes()), path.name
    place = chance.randrange(1, len(data))
    how = number % 5
    if how == 0:
        data = data[:place]
    elif how == 1:
        for _ in range(chance.choice([1, 5, 50, 500])):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    elif how == 2:
        name = path.stem + chance.choice(
            [
                ".docx",
                ".pdf",
                ".txt",
                ".xlsx",
                ".eml",
                ".vtt",
                ".csv",
                ".md",
                ".odt",
                ".rtf",
                ".html",
                ".srt",
                ".doc",
                "",
            ]
        )
    elif how == 3:
        data[place : place + 500] = b"\0" * 100
    else:
        data[place:place] = data[: chance.randrange(1, 5000)]
    return name, bytes(data)


def check_mutations(first: int, count: int, folder: Path) -> None:
    for number in range(first, first + count):
        name, data = mutated(number, random.Random(number))
        path = folder / name
        path.write_bytes(data)
        started = time.process_time()
        said = answer(path, Options())
        path.unlink()
        assert time.process_time() - started < 20
        if "refused" in said:
            assert "unerwarteter" not in said["refused"], (number, name)
            assert any(word in said["refused"] for word in GERMAN), (number, name)


def test_some_mutated_papers_are_read_or_refused(tmp_path: Path) -> None:
    check_mutations(0, 60, tmp_path)


@pytest.mark.slow
def test_many_mutated_papers_are_read_or_refused(tmp_path: Path) -> None:
    check_mutations(1000, 300, tmp_path)

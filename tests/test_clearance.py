"""Clearance: a name planted in any kind of file is found, and the message does not repeat it."""

from __future__ import annotations

import base64
import gzip
import io
import json
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
import numpy as np
import openpyxl
import pandas as pd
import pikepdf
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typst
import yaml
from conftest import ROOT, Hermetic
from effort import steps
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from pipeline.clearance import __main__ as clearance
from pipeline.clearance.opening import texts
from pipeline.evaluation import gold as labelled
from pipeline.evaluation import privacy
from pipeline.shared import leaks, spelling
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable
from pipeline.shared.leaks import DIGITS, PHRASE, TITLED, WORD, Needles
from pipeline.shared.refi.model import Project, Source
from pipeline.shared.refi.snapshot import MARK, note

NAME = "Wubbenhorst"
KNOWN = {
    NAME: (WORD, "person"),
    "Yılmazer": (WORD, "person"),
    "Sommer": (TITLED, "person"),
    "Maria Sommer": (PHRASE, "person"),
    "k.wubben@kreis-musterau.example": (PHRASE, "email"),
    "04952 8877-31": (DIGITS, "phone"),
    "Ziegeleistraße 14": (PHRASE, "address"),
    "Leiterin der Unterkunft Ziegelhof": (PHRASE, "rare-role"),
}
NEEDLES = Needles(KNOWN)
PLACES = clearance.Params(places=["reports", "data/processed", ".cache", "notebooks", "logs", "dvc.lock"])


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    made = Corpus("probe", tmp_path)
    made.documents.mkdir(parents=True)
    (made.documents / "1.txt").write_text("Papier", encoding="utf-8")
    made.reports.mkdir(parents=True)
    made.processed.mkdir(parents=True)
    leaks.seal(KNOWN, made)
    return made


def packed(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def word(text: str) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    paragraph = document.add_paragraph(text[:4])
    paragraph.add_run(text[4:]).bold = True
    document.save(file)
    return file.getvalue()


def word_properties(text: str) -> bytes:
    document, file = docx.Document(), io.BytesIO()
    document.core_properties.author = text
    document.save(file)
    return file.getvalue()


def excel(text: str) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    sheet = book.create_sheet("versteckt")
    sheet.sheet_state = "hidden"
    sheet["C7"] = f"gesagt von {text}"
    book.save(file)
    return file.getvalue()


def excel_properties(text: str) -> bytes:
    book, file = openpyxl.Workbook(), io.BytesIO()
    book.properties.lastModifiedBy = text
    book.save(file)
    return file.getvalue()


def pdf(text: str) -> bytes:
    return bytes(typst.compile(f"Bericht: {text} war da.".encode()))


def pdf_properties(text: str) -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        document.docinfo["/Author"] = text
        file = io.BytesIO()
        document.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return file.getvalue()


def pdf_xmp(text: str) -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        with document.open_metadata() as meta:
            meta["dc:description"] = text
        file = io.BytesIO()
        document.save(file, compress_streams=True)
    return file.getvalue()


def pdf_attachment(text: str) -> bytes:
    with pikepdf.new() as document:
        document.add_blank_page()
        document.attachments["notiz.txt"] = pikepdf.AttachedFileSpec(document, text.encode(), filename="notiz.txt")
        file = io.BytesIO()
        document.save(file)
    return file.getvalue()


def png(text: str, *, packed_text: bool = False) -> bytes:
    notes, file = PngImagePlugin.PngInfo(), io.BytesIO()
    notes.add_text("Comment", text, zip=packed_text)
    Image.new("RGB", (4, 4)).save(file, "png", pnginfo=notes)
    return file.getvalue()


def parquet(text: str) -> bytes:
    file = io.BytesIO()
    pd.DataFrame({"wort": ["a", text], "zahl": [1, 2]}).to_parquet(file, compression="zstd")
    return file.getvalue()


def parquet_nested(text: str) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table({"liste": [[{"wort": text}]]}), file)
    return file.getvalue()


def parquet_properties(text: str) -> bytes:
    file = io.BytesIO()
    pq.write_table(pa.table({"zahl": [1]}).replace_schema_metadata({"notiz": text}), file)
    return file.getvalue()


def numbers(text: str) -> bytes:
    file = io.BytesIO()
    np.savez_compressed(file, words=np.array(["a", text]))
    return file.getvalue()


def notebook(text: str) -> bytes:
    output = {
        "output_type": "display_data",
        "data": {"image/png": base64.b64encode(png(text)).decode()},
        "metadata": {},
    }
    return json.dumps({"cells": [{"cell_type": "code", "source": [], "outputs": [output]}]}).encode()


def page(text: str) -> bytes:
    picture = f"<svg><text><tspan>{text[:3]}</tspan><tspan>{text[3:]}</tspan></text></svg>".encode()
    return f'<p>ohne</p><img src="data:image/svg+xml;base64,{base64.b64encode(picture).decode()}">'.encode()


def carried(text: str) -> bytes:
    """Return a project whose note carries its state, packed as letters."""
    source = Source("d", "Papier", f"Kontakt: {text}.", ())
    return packed({"sources/1.txt": note(Project("p", "o", (), (), (source,)), "blind").text.encode()})


PLANTED: dict[str, Callable[[str], bytes]] = {
    "a.csv": lambda text: f"name;n\n{text};1\n".encode(),
    "b.csv": lambda text: f"name;n\n{text};1\n".encode("cp1252"),
    "c.csv": lambda text: f"name;n\n{text};1\n".encode("utf-16"),
    "a.json": lambda text: json.dumps({"x": [text]}).encode(),
    "escaped.json": lambda text: ('{"x": "' + "".join(f"\\u{ord(letter):04x}" for letter in text) + '"}').encode(),
    "a.html": lambda text: f"<p>Frau {text[:4]}<b>{text[4:]}</b></p>".encode(),
    "shy.html": lambda text: f"<p>{text[:4]}&shy;{text[4:]}</p>".encode(),
    "attribute.html": lambda text: f'<a title="{text}" href="#">x</a>'.encode(),
    "comment.html": lambda text: f"<!-- {text} -->".encode(),
    "entity.html": lambda text: "".join(f"&#{ord(letter)};" for letter in text).encode(),
    "embedded.html": page,
    "a.md": lambda text: f"# {text}s Vorschlag".encode(),
    "wrapped.txt": lambda text: f"{text[:6]}-\n{text[6:]}".encode(),
    "a.log": lambda text: f"ERROR {text.upper()} fehlt".encode(),
    "a.svg": lambda text: f"<svg><title>{text}</title></svg>".encode(),
    "letters.svg": lambda text: ("<svg>" + "".join(f"<tspan>{letter}</tspan>" for letter in text) + "</svg>").encode(),
    "a.xml": lambda text: f'<?xml version="1.0"?><a b="{text}"/>'.encode(),
    "a.qdc": lambda text: f"<CodeBook><Code name='x {text}'/></CodeBook>".encode(),
    "a.ipynb": notebook,
    "a.docx": word,
    "properties.docx": word_properties,
    "a.xlsx": excel,
    "properties.xlsx": excel_properties,
    "a.qdpx": lambda text: packed({"project.qde": b"<Project/>", "sources/1.txt": text.encode()}),
    "snapshot.qdpx": carried,
    "member.qdpx": lambda text: packed({f"sources/{text}.txt": b"x"}),
    "nested.zip": lambda text: packed({"a.docx": word(text)}),
    "a.pdf": pdf,
    "properties.pdf": pdf_properties,
    "xmp.pdf": pdf_xmp,
    "attachment.pdf": pdf_attachment,
    "a.png": png,
    "packed.png": lambda text: png(text, packed_text=True),
    "tail.png": lambda text: png("x") + text.encode(),
    "a.parquet": parquet,
    "nested.parquet": parquet_nested,
    "properties.parquet": parquet_properties,
    "a.npz": numbers,
    "a.json.gz": lambda text: gzip.compress(json.dumps([text]).encode()),
    "memo.pkl": lambda text: b"\x80\x04\x95" + bytes(20) + text.encode() + b"\x94.",
    "memo": lambda text: zlib.compress(b"x " * 50 + text.encode()),
    "wide.bin": lambda text: b"\x01" + text.encode("utf-16-le"),
    "broken.xlsx": lambda text: b"PK\x03\x04kaputt " + text.encode(),
}


@pytest.mark.parametrize("file", PLANTED)
def test_a_planted_name_is_found_in_every_kind_of_file(file: str, corpus: Corpus) -> None:
    path = corpus.reports / "ordner" / file
    path.parent.mkdir()
    path.write_bytes(PLANTED[file]("ohne Befund"))
    assert clearance.main(corpus, PLACES)
    path.write_bytes(PLANTED[file](NAME))
    with pytest.raises(Repairable) as fault:
        clearance.main(corpus, PLACES)
    assert f"reports/probe/ordner/{file}" in str(fault.value)
    assert "Person" in str(fault.value)
    assert NAME.casefold() not in str(fault.value).casefold()
    assert NAME.casefold() not in (corpus.reports / clearance.FILE).read_text(encoding="utf-8").casefold()
    assert json.loads((corpus.reports / clearance.FILE).read_text(encoding="utf-8"))["leaking_files"] == 1


SPELLINGS = {
    "capitals": str.upper,
    "small": str.lower,
    "genitive": lambda name: f"{name}s",
    "plural": lambda name: f"{name}en",
    "decomposed": lambda name: unicodedata.normalize("NFD", name),
    "other letters": lambda name: name.replace("ı", "i"),
}
ONE_FORM = {"b.csv", "escaped.json", "a.pdf", "a.md"}  # cannot hold a decomposed letter, or inflects by itself


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("file", sorted(set(PLANTED) - ONE_FORM))
def test_a_name_is_found_in_every_spelling_in_every_kind_of_file(file: str, spelling: str) -> None:
    written = SPELLINGS[spelling]("Yılmazer")
    found = [NEEDLES.hits(text) for text in texts(PLANTED[file](written), file.rpartition(".")[2])]
    assert any(hits["person"] for hits in found), written


@pytest.mark.parametrize("place", ["reports/probe", "data/processed/probe/texts", ".cache/memo", "notebooks", "logs"])
def test_every_place_is_searched(place: str, corpus: Corpus) -> None:
    folder = corpus.root / place
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "x.txt").write_text(NAME, encoding="utf-8")
    with pytest.raises(Repairable, match=r"x\.txt: 1 × Person"):
        clearance.main(corpus, PLACES)


def test_a_file_named_after_somebody_is_told_without_its_name(corpus: Corpus) -> None:
    (corpus.reports / f"interview_{NAME.lower()}.csv").write_text("x", encoding="utf-8")
    with pytest.raises(Repairable) as fault:
        clearance.main(corpus, PLACES)
    assert "der Dateiname selbst" in str(fault.value)
    assert NAME.casefold() not in str(fault.value).casefold()


@pytest.mark.parametrize(
    "text",
    [
        "WUBBENHORST",
        "wubbenhorst",
        "Wubbenhorsts Idee",
        "das Wubbenhorst-Papier",
        "Wubbenhorst'",
        "Yilmazer",
        "YILMAZER",
        unicodedata.normalize("NFD", "Yılmazer"),
        "Frau Sommer",
        "Dr. Sommer",
        "Maria\nSommer",
        "k.wubben@kreis-musterau.example",
        "K.Wubben%40Kreis-Musterau.example",
        "+49 4952 887731",
        "(04952) 88 77-31",
        "Ziegeleistraße  14",
        "ZIEGELEISTRASSE 14",
        "die Leiterin der\nUnterkunft Ziegelhof",
        "W u b b e n h o r s t",
    ],
)
def test_a_name_is_known_in_every_spelling(text: str) -> None:
    assert NEEDLES.hits(text)


@pytest.mark.parametrize(
    "text",
    [
        "Im Sommer ist das Amt zu",
        "Sommerfest im Sommer",
        "Ziegeleistraße 140",
        "die Leiterin der Unterkunft",
        "Wubben und Horst",
        "im Jahr 2023 waren 495288 Euro da",
        "[Person_3] sagt",
        "Frau [Person_3] im Sommer",
        "info@kreis-musterau.example",
    ],
)
def test_ordinary_words_are_no_leak(text: str) -> None:
    assert not NEEDLES.hits(text)


def test_words_that_a_shared_model_learned_from_the_training_material_are_no_leak(corpus: Corpus) -> None:
    training = corpus.root / clearance.SHIPPED
    training.mkdir(parents=True)
    (training / "a.jsonl").write_text(json.dumps({"text": f"Frau {NAME} kommt."}), encoding="utf-8")
    model = corpus.root / "data" / "processed" / "gelernt" / "words.json"
    model.parent.mkdir(parents=True)
    model.write_text(json.dumps([NAME.lower()]), encoding="utf-8")
    assert clearance.main(corpus, PLACES)
    (corpus.processed / "words.json").write_text(json.dumps([NAME.lower()]), encoding="utf-8")
    with pytest.raises(Repairable, match=r"processed/probe/words\.json"):
        clearance.main(corpus, PLACES)


@settings(max_examples=200, deadline=None)
@given(st.text(), st.text(alphabet="aA äÄßıłœ’–„“·.%_7ﬁ½Ως\u0301", max_size=400))
def test_the_quick_way_through_a_text_reads_it_as_the_slow_one(rare: str, common: str) -> None:
    for text in (rare, common, rare * 50 + common):
        assert spelling.fold_text(text) == "".join(map(spelling.fold, text))
        assert spelling.words(text) == spelling.TOKEN.findall(text)


def test_thousands_of_names_cost_little_more_than_a_few() -> None:
    text = " ".join(f"wort{'abcdefghij'[n % 10]}{'klmnopqrst'[n % 7]} <b>12{n}</b>" for n in range(40_000))

    def effort(count: int) -> int:
        many = Needles({f"Name{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{n}": (PHRASE, "person") for n in range(count)})
        many.hits("warm")
        return steps(lambda: many.hits(text))

    assert effort(4_000) < 2 * effort(10)


def test_without_the_sealed_list_nothing_is_called_clean(corpus: Corpus) -> None:
    (corpus.documents / "1.txt").write_text("anderes Papier", encoding="utf-8")
    with pytest.raises(Repairable, match="versiegelte"):
        clearance.main(corpus, PLACES)


def test_confidential_files_that_others_may_read_are_a_fault(corpus: Corpus) -> None:
    path = corpus.confidential / "namen_pruefen.csv"
    path.write_text("x", encoding="utf-8")
    path.chmod(0o644)
    with pytest.raises(Repairable, match="chmod 600"):
        clearance.main(corpus, PLACES)


def test_random_bytes_are_read_without_failing() -> None:
    noise = np.random.default_rng(1).bytes(20_000)
    for head in (b"", b"PAR1", b"%PDF-1.7", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG\r\n\x1a\n", b"\x93NUMPY", b"ARROW1"):
        assert list(texts(head + noise, "bin"))


def test_the_scan_comes_after_everything_that_is_written() -> None:
    declared = yaml.safe_load((ROOT / "dvc.yaml").read_text(encoding="utf-8"))["stages"]
    written = {
        next(iter(out))
        for name, spec in declared.items()
        if name != "clearance"
        for out in [*spec.get("outs", []), *spec.get("metrics", [])]
    }
    unscanned = {out for out in written if not out.startswith("data/confidential/")} - set(
        declared["clearance"]["deps"]
    )
    assert unscanned == set()


@pytest.mark.slow
def test_no_line_that_a_run_prints_names_anybody(hermetic: Hermetic) -> None:
    marked = labelled.read(hermetic.corpus, "personal_data")["text"]
    said = "\n".join(hermetic.logs.values())
    assert sum(privacy.stands(text, said) for text in marked) == 0


@pytest.mark.slow
def test_nothing_that_a_run_writes_names_anybody_whom_the_machine_found(hermetic: Hermetic) -> None:
    marked = labelled.read(hermetic.corpus, "personal_data").to_dict("records")
    missed = {row["text"] for row in marked if privacy.stands(row["text"], hermetic.corpus.text(row["file"]))}
    assert len(missed) <= 3
    needles = Needles({row["text"]: (PHRASE, "person") for row in marked if len(row["text"]) > 3})
    needles = Needles({text: how for text, how in needles.known.items() if text not in missed})
    written = clearance.files(hermetic.corpus, ["reports", "data/processed/sample"])
    assert [path.name for path in written if clearance.scanned(path, hermetic.corpus, needles, frozenset())] == []


def test_letters_that_pack_something_are_opened_and_are_no_words() -> None:
    letters = base64.b64encode(zlib.compress(b"nichts von Belang, mehrmals und anders gesagt", 9)).decode()
    found = list(texts(f"vorher\n{MARK}blind:\n{letters}\n".encode(), "txt"))
    assert any("nichts von Belang" in text for text in found)
    assert not any(letters in text for text in found)
    broken = f"data:image/png;base64,{'Tiede' * 10}"
    assert any("TiedeTiede" in text for text in texts(broken.encode(), "html"))  # nothing was opened: all is told

"""The REFI-QDA project opens elsewhere with every coding in place, and what is changed there comes back."""

from __future__ import annotations

import collections
import io
import re
import uuid
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import coded
from effort import steps
from exports_material import BOOK, material
from lxml import etree

from pipeline.exports import project
from pipeline.exports.material import Material, released
from pipeline.shared import review
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable
from pipeline.shared.refi import reader, snapshot, writer
from pipeline.shared.refi.model import Code, Coding, Project, Selection, Source
from pipeline.shared.refi.returned import changes

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parent / "fixtures" / "refi" / "refi_subset.xsd"))
SPACE = "{urn:QDA-XML:project:1.0}"
REFERENCES = ("targetGUID", "creatingUser", "creatingUserGUID", "modifyingUser", "modifyingUserGUID")


def lint(content: bytes) -> None:
    """Check what the schema does not: references, unique GUIDs and names, offsets, dates, coders."""
    archive = zipfile.ZipFile(io.BytesIO(content))
    root = etree.fromstring(archive.read("project.qde"), etree.XMLParser(huge_tree=True))
    assert SCHEMA.validate(root), SCHEMA.error_log
    assert archive.namelist()[0] == "project.qde"
    assert all(name.startswith("sources/") for name in archive.namelist()[1:])
    guids = collections.Counter(element.get("guid") for element in root.iter() if element.get("guid"))
    assert max(guids.values()) == 1
    for element in root.iter():
        assert all(element.get(name) is None or element.get(name) in guids for name in REFERENCES)
    assert root.get("origin")
    assert "ATLAS" not in root.get("origin").upper()
    for kind in ("Code", "TextSource"):
        names = [element.get("name").casefold() for element in root.iter(SPACE + kind)]
        assert len(names) == len(set(names))
    codable = {code.get("guid") for code in root.iter(SPACE + "Code") if code.get("isCodable") == "true"}
    assert all(ref.get("targetGUID") in codable for ref in root.iter(SPACE + "CodeRef"))
    for source in root.iter(SPACE + "TextSource"):
        lint_source(source, archive)


def lint_source(source: etree._Element, archive: zipfile.ZipFile) -> None:
    stored = archive.read("sources/" + source.get("plainTextPath").removeprefix("internal://"))
    text = stored.decode("utf-8")
    assert not stored.startswith(b"\xef\xbb\xbf")
    assert "\r" not in text
    assert all(ord(character) <= 0xFFFF for character in text)
    for selection in source.iter(SPACE + "PlainTextSelection"):
        start, end = int(selection.get("startPosition")), int(selection.get("endPosition"))
        assert 0 <= start < end <= len(text)
        assert " ".join(text[start:end].split()).startswith(selection.get("name"))
        assert selection.get("creationDateTime")
        assert {coding.get("creatingUser") for coding in selection.iter(SPACE + "Coding")} == {
            selection.get("creatingUser")
        }


def test_the_project_is_valid_clean_and_the_same_every_time() -> None:
    given, texts = material()
    content = project.qdpx(given, texts)
    lint(content)
    assert content == project.qdpx(given, texts)


def test_every_coding_lies_on_exactly_its_words() -> None:
    given, texts = material()
    back = reader.qdpx(project.qdpx(given, texts))
    stated = {(c.code, s.text[x.start : x.end]) for s in back.sources for x in s.selections for c in x.codings}
    codes = {code.key for code in back.codes}
    assert not codes & {code for code, _ in stated}  # folders carry no codings
    words = {writer.exportable(text) for text in given.statements["text"]}
    assert {text for _, text in stated} == words


def test_texts_that_are_only_counted_do_not_leave_the_house() -> None:
    given, texts = material()
    secret = given.statements.loc[given.statements["publish"] == "count", "text"].tolist()
    archive = zipfile.ZipFile(io.BytesIO(project.qdpx(released(given), texts)))
    words = "".join(archive.read(name).decode("utf-8") for name in archive.namelist())
    state = snapshot.read(reader.qdpx(project.qdpx(released(given), texts)))
    assert state
    assert not [text for text in secret if writer.exportable(text) in words]
    assert not [
        text for text in secret if any(writer.exportable(text) in source.text for source in state.project.sources)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Ein 😀 Wort 👩‍🏫 hier",
        "Cafe\u0301 & <Büro> „neu“",
        "a\u200db 🇩🇪 ÄÖÜ ß € ½",
        "x\ny  z",
    ],
)
def test_difficult_characters_and_long_names_are_valid(text: str) -> None:
    name = "Ein sehr langer Name " * 15 + '<&>"'
    selected = Selection("s1", 0, len(text), (Coding("c1", "Dr. <Müller> & Söhne"),), memo="Zeile 1\nZeile 2 <&>")
    source = Source("d1", name, text, (selected,), variables={"Ort & <Zeit>": "„x“"})
    built = Project(name, "Test", ("Dr. <Müller> & Söhne",), (Code("c1", name),), (source,))
    lint(writer.qdpx(built))
    back = reader.qdpx(writer.qdpx(built)).sources[0]
    assert back.text == writer.exportable(text)
    assert (back.selections[0].start, back.selections[0].end) == (0, len(text))
    assert back.variables == {"Ort & <Zeit>": "„x“"}


def test_the_codebook_file_holds_all_codes() -> None:
    given, _ = material()
    codes = reader.qdc(project.qdc(given))
    assert [code.name for code in codes] == ["Arbeitsbereiche", "Aussagetypen", "Querschnittsthemen"]
    assert [code.name for code in codes[0].children] == ["Alpha & Beginn", "Beta", "Gamma"]


def test_names_are_never_given_twice() -> None:
    names = project.Names()
    given = [names.unique("Sprache", "Thema Arbeit") for _ in range(4)]
    assert len({name.casefold() for name in given}) == 4


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return coded(tmp_path, BOOK)


def hand_back(corpus: Corpus, edit: Callable[[Project], Project], given: Material, texts: dict[str, str]) -> None:
    """Save the exported project after ``edit``, with new GUIDs throughout, as some clients do."""
    edited = edit(project.build(given, texts))
    (corpus.review / "zurück.qdpx").write_bytes(fresh_guids(writer.qdpx(edited)))


def fresh_guids(content: bytes) -> bytes:
    archive = zipfile.ZipFile(io.BytesIO(content))
    table: dict[bytes, bytes] = {}

    def new(found: re.Match[bytes]) -> bytes:
        return table.setdefault(found[0], str(uuid.uuid5(uuid.NAMESPACE_URL, found[0].decode())).encode())

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as out:
        guid = re.compile(rb"[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12}")
        for name in archive.namelist():
            data = archive.read(name)
            out.writestr(guid.sub(new, name.encode()).decode(), guid.sub(new, data) if name.endswith(".qde") else data)
    return buffer.getvalue()


def with_codes(built: Project, statement: str, change: Callable[[list[Coding]], list[Coding]]) -> Project:
    def edit(selection: Selection) -> Selection:
        if selection.key != statement:
            return selection
        return replace(selection, codings=tuple(change(list(selection.codings))))

    sources = [replace(source, selections=tuple(map(edit, source.selections))) for source in built.sources]
    return replace(built, users=tuple(sorted({*built.users, "Berta"})), sources=tuple(sources))


def test_an_untouched_project_decides_nothing(corpus: Corpus) -> None:
    hand_back(corpus, lambda built: built, *material())
    assert review.log(corpus).empty
    assert review.returned(corpus).empty


def test_recoding_rejecting_and_adding_become_decisions(corpus: Corpus) -> None:
    given, texts = material()
    ids = given.statements["statement_id"].tolist()
    first = given.statements.iloc[0]
    other = next(kind for kind in ("problem", "ziel", "massnahme") if kind != first["type"])

    def edit(built: Project) -> Project:
        built = with_codes(
            built,
            ids[0],
            lambda c: [x for x in c if not x.code.startswith("type:")] + [Coding(f"type:{other}", "Berta")],
        )
        built = with_codes(built, ids[1], lambda _: [])
        return with_codes(built, ids[2], lambda c: [*c, Coding("field:gamma", "Berta"), Coding("field:beta", "Berta")])

    hand_back(corpus, edit, given, texts)
    types = review.read(corpus, "types")
    assert types[["statement_id", "type", "reviewer"]].to_numpy().tolist() == [[ids[0], other, "Berta"]]
    rejected = review.read(corpus, "statements")
    assert rejected[["action", "statement_id"]].to_numpy().tolist() == [["verwerfen", ids[1]]]
    fields = review.read(corpus, "fields")
    assert set(fields.loc[fields["accepted"], "field"]) >= {"beta", "gamma"}
    assert set(fields["statement_id"]) == {ids[2]}


def test_a_new_place_a_renamed_theme_and_a_checked_document_become_decisions(corpus: Corpus) -> None:
    given, texts = material()

    def edit(built: Project) -> Project:
        title = Selection("neu", 0, 7, (Coding("type:ziel", "Berta"), Coding("field:beta", "Berta")))
        source = replace(
            built.sources[0], selections=(title, *built.sources[0].selections), variables={"Prüfstand": "geprüft"}
        )
        fields = built.codes[0]
        alpha = fields.children[0]
        theme = replace(alpha.children[0], name="Orte für alle")
        tree = replace(fields, children=(replace(alpha, children=(theme,)), *fields.children[1:]))
        users = (*built.users, "Berta")
        return replace(built, sources=(source, *built.sources[1:]), codes=(tree, *built.codes[1:]), users=users)

    hand_back(corpus, edit, given, texts)
    added = review.read(corpus, "statements").iloc[0]
    assert (added["action"], added["quote"], added["type"], added["field"]) == (
        "hinzufuegen",
        "Runde 0",
        "ziel",
        "beta",
    )
    themes = review.read(corpus, "themes")
    assert themes[["theme_id", "action", "value"]].to_numpy().tolist() == [["talpha", "umbenennen", "Orte für alle"]]
    assert review.read(corpus, "documents")["document"].tolist() == [given.documents["document"].iloc[0]]
    assert set(review.returned(corpus)["what"]) == {"neue Stelle", "umbenannt", "geprüft"}


def test_mass_disappearance_is_a_failed_exchange_and_changes_nothing(corpus: Corpus) -> None:
    def edit(built: Project) -> Project:
        return replace(built, sources=(replace(built.sources[0], selections=()), *built.sources[1:]))

    hand_back(corpus, edit, *material())
    with pytest.raises(Repairable, match="kein Löschen") as fault:
        review.read(corpus, "types")
    assert "runde" not in str(fault.value)


def test_a_tool_that_drops_notes_needs_the_exported_file_beside(corpus: Corpus) -> None:
    given, texts = material()
    hand_back(corpus, lambda built: replace(built, notes=()), given, texts)
    with pytest.raises(Repairable, match="daneben legen"):
        review.read(corpus, "types")
    (corpus.review / "ausgegeben.qdpx").write_bytes(project.qdpx(given, texts))
    assert review.log(corpus).empty


def test_a_broken_project_is_said_with_its_file(corpus: Corpus) -> None:
    (corpus.review / "kaputt.qdpx").write_bytes(b"no project")
    with pytest.raises(Repairable, match=r"kaputt\.qdpx"):
        review.read(corpus, "types")


def large(number: int = 20_000) -> Project:
    codes = tuple(Code(f"c{place}", f"Code {place}") for place in range(20))
    sources = []
    for place in range(8):
        lines = [f"Satz {place} {line} über etwas, das fehlt und gebraucht wird." for line in range(number // 16)]
        selections, at = [], 0
        for line, words in enumerate(lines):
            codings = (Coding(f"c{line % 20}", "Pipeline"), Coding(f"c{(line + 1) % 20}", "Pipeline"))
            selections.append(Selection(f"s{place}-{line}", at, at + len(words), codings))
            at += len(words) + 1
        sources.append(Source(f"d{place}", f"Text {place}", "\n".join(lines), tuple(selections)))
    return Project("Groß", "Test", ("Pipeline",), codes, tuple(sources))


def written_and_compared(codings: int) -> None:
    plain = large(codings)
    back = reader.qdpx(writer.qdpx(replace(plain, notes=(snapshot.note(plain, "coded"),))))
    state = snapshot.read(back)
    assert state
    assert changes(state, back) == []
    assert sum(len(x.codings) for s in back.sources for x in s.selections) == codings


def test_four_times_as_many_codings_are_written_and_compared_with_four_times_the_effort() -> None:
    assert steps(lambda: written_and_compared(20_480)) < 5 * steps(lambda: written_and_compared(5_120))


def test_the_large_project_is_valid_and_clean() -> None:
    lint(writer.qdpx(large()))


def test_a_blind_project_hides_all_codes_and_decides_nothing(corpus: Corpus) -> None:
    given, texts = material()
    ids = given.statements["statement_id"].tolist()[:6]
    blind = project.blind(given, texts, ids)
    lint(writer.qdpx(blind))
    assert {c.code for s in blind.sources for x in s.selections for c in x.codings} == {"blind:statement"}
    assert not [x.memo for s in blind.sources for x in s.selections if x.memo]
    coded = with_codes(blind, ids[0], lambda c: [*c, Coding("type:ziel", "Berta"), Coding("field:beta", "Berta")])
    (corpus.review / "berta.qdpx").write_bytes(fresh_guids(writer.qdpx(coded)))
    found = review.read(corpus, "blind")
    assert found[["statement_id", "blind_coder", "type", "field"]].to_numpy().tolist() == [
        [ids[0], "Berta", "ziel", "beta"]
    ]
    assert review.read(corpus, "types").empty

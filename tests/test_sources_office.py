# ruff: noqa: E501 - a case is one line, as somebody would write it
"""Word, Writer and Rich Text: every word once, in reading order, as with all changes accepted."""

from __future__ import annotations

import pytest
from documents import W, docx, odt, p, packed, read, rtf, run, tbl, the, told, words

BREAK = "<w:r><w:br/></w:r>"
NOTE = '<w:r><w:footnoteReference w:id="2"/></w:r>'
ENDNOTE = '<w:r><w:endnoteReference w:id="2"/></w:r>'
BOX = f"<w:txbxContent>{p('Im Feld')}</w:txbxContent>"
SHAPE = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>'
    f"{BOX}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r>"
)
DELETED = '<w:del w:id="1"><w:r><w:delText>gelöscht</w:delText></w:r></w:del>'


def inserted(text: str) -> str:
    return f'<w:ins w:id="2">{run(text)}</w:ins>'


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p("Es ", inserted("fehlen"), DELETED, " Kurse."), ["Es fehlen Kurse."]),
        (p("Erster", more='<w:rPr><w:del w:id="3"/></w:rPr>') + p(" Teil"), ["Erster Teil"]),  # deleted paragraph mark
        (f'<w:p><w:moveFrom w:id="1">{run("Umzug")}</w:moveFrom></w:p><w:p><w:moveTo w:id="2">{run("Umzug")}</w:moveTo></w:p>', ["Umzug"]),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Im Steuerelement')}</w:sdtContent></w:sdt>", ["Im Steuerelement"]),
        (p("In ", f"<w:sdt><w:sdtContent>{run('der')}</w:sdtContent></w:sdt>", " Zeile"), ["In der Zeile"]),
        (p("Ein ", f'<w:hyperlink w:anchor="x">{run("Verweis")}</w:hyperlink>', " hier"), ["Ein Verweis hier"]),
        (p("Ein ", f"<w:smartTag>{run('Ort')}</w:smartTag>"), ["Ein Ort"]),
        (p("Ein ", f'<w:fldSimple w:instr="PAGE">{run("7")}</w:fldSimple>'), ["Ein 7"]),
        (p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>', "heute"), ["heute"]),
        (p("Anker", SHAPE), ["Anker", "Im Feld"]),
        (p("sicht", run("unsichtbar", "vanish"), "bar"), ["sichtbar"]),
        (p("eins", BREAK, "zwei"), ["eins\nzwei"]),
        (p("a<w:t/>"), ["a<w:t/>"]),
        (p("Migra", "<w:r><w:softHyphen/></w:r>", "tion"), ["Migration"]),
        (p("Migra\u00adtion fu\u0308r alle"), ["Migration für alle"]),
        (p("E", "<w:r><w:noBreakHyphen/></w:r>", "Mail"), ["E-Mail"]),
        (p('<w:r><w:sym w:font="Symbol" w:char="F0B7"/></w:r>', " Punkt"), ["Punkt"]),
        (p("- Bus"), ["Bus"]),
        (p(""), []),
    ],
)  # fmt: skip
def test_every_word_of_a_docx_once(body: str, expected: list[str]) -> None:
    assert words(read(docx(body), "a.docx")) == expected


@pytest.mark.parametrize(
    ("part", "reference", "kind"),
    [("footnotes", NOTE, "footnote"), ("endnotes", ENDNOTE, "footnote")],
)
def test_a_note_follows_its_paragraph(part: str, reference: str, kind: str) -> None:
    note = part.removesuffix("s")
    content = f'<w:{note} w:type="separator" w:id="1">{p("Strich")}</w:{note}><w:{note} w:id="2">{p("Quelle: Amt")}</w:{note}>'
    reading = read(docx(p("Satz", reference, " weiter.") + p("Danach."), **{part: content}), "a.docx")
    assert told(reading) == ["paragraph: Satz weiter.", f"{kind}: Quelle: Amt", "paragraph: Danach."]


def test_a_strict_docx_is_read_like_any_other() -> None:
    body = f'<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>{p("Bus fehlt.")}</w:body></w:document>'
    assert words(read(packed({"[Content_Types].xml": "<Types/>", "word/document.xml": body}), "a.docx")) == [
        "Bus fehlt."
    ]


def test_headers_and_footers_are_furniture() -> None:
    reading = read(docx(p("Text"), header1=p("Kopf"), header2=p("Kopf"), footer1=p("Fuß")), "a.docx")
    assert told(reading) == ["furniture: Kopf", "paragraph: Text", "furniture: Fuß"]


def test_comments_are_read_on_request() -> None:
    data = docx(
        p("Satz", '<w:r><w:commentReference w:id="4"/></w:r>'),
        comments=f'<w:comment w:id="4" w:author="X">{p("Wirklich?")}</w:comment>',
    )
    assert words(read(data, "a.docx")) == ["Satz"]
    assert any("Kommentare" in note for note in read(data, "a.docx").notes)
    assert told(read(data, "a.docx", comments=True)) == ["paragraph: Satz", "comment: Wirklich?"]


@pytest.mark.parametrize(
    ("style", "kind", "level"),
    [
        ("Titel", "title", 0), ("berschrift1", "heading", 1), ("berschrift2", "heading", 2),
        ("Meine", "heading", 2), ("Gliederung", "heading", 1), ("Listenabsatz", "item", 1), ("", "paragraph", 0),
    ],
)  # fmt: skip
def test_styles_tell_what_a_paragraph_is(style: str, kind: str, level: int) -> None:
    block = read(docx(p("Wort hier", style=style) + p("Noch ein Absatz.")), "a.docx").blocks[0]
    assert (block.kind, block.level) == (kind, level)


def test_nested_lists_keep_their_depth() -> None:
    reading = read(docx(p("a", depth=0) + p("b", depth=1) + p("c", depth=2)), "a.docx")
    assert [(block.kind, block.level) for block in reading.blocks] == [("item", 0), ("item", 1), ("item", 2)]


@pytest.mark.parametrize(
    ("body", "words_below", "path"),
    [
        (p(run("Treffen", "b")) + p(run("Ziele", "b")) + p("Bus fährt."), "Bus", "Treffen > Ziele"),
        (
            p(run("Treffen", "b")) + p(run("1. Wohnen", "b")) + p(run("Probleme", "b")) + p("Teuer."),
            "Teuer",
            "Treffen > 1. Wohnen > Probleme",
        ),
        (p(run("1 Wohnen", "b")) + p(run("1.1 Miete", "b")) + p("Teuer."), "Teuer", "1 Wohnen > 1.1 Miete"),
        (p("Wohnen", style="berschrift1") + p(run("Ziele", "b")) + p("Teuer."), "Teuer", "Wohnen > Ziele"),
        (p(run("Sprache:", "b"), " Es fehlen Kurse."), "Kurse", "Sprache"),
        (p("Fettzeile", style="Fett") + p("Darunter."), "Darunter", "Fettzeile"),
        (p(run("Datum: 3. April 2024", "b")) + p("Darunter."), "Darunter", ""),
        (p(run("Herr Meier:", "b"), " Es fehlen Kurse."), "Kurse", ""),
        (p(run("Das ist ein ganzer fetter Satz.", "b")) + p("Darunter."), "Darunter", ""),
    ],
)
def test_bold_lines_are_headings(body: str, words_below: str, path: str) -> None:
    assert the(read(docx(body), "a.docx"), words_below).heading_path == path


HEAD = ["Problem", "Ziel", "Maßnahme", "Wer", "Punkte"]


def test_a_table_gives_column_row_and_votes() -> None:
    reading = read(docx(tbl(HEAD, ["Bus fehlt", "", "Rufbus", "Kreis", "5 P."])), "a.docx")
    found = the(reading, "Rufbus")
    assert (found.kind, found.column, found.row, found.votes, found.table) == ("cell", "Maßnahme", 1, 5, 0)
    assert the(reading, "Bus fehlt").votes is None  # the points stand by the measure
    assert the(reading, "Maßnahme").kind == "heading"


def test_a_repeated_header_row_is_furniture() -> None:
    reading = read(
        docx(tbl(HEAD, ["Bus fehlt", "", "Rufbus", "", ""], HEAD, ["Arzt fehlt", "", "Praxis", "", ""])), "a.docx"
    )
    assert words(reading, "furniture") == HEAD


def test_a_declared_header_row_is_one() -> None:
    reading = read(docx(tbl(["Eins", "Zwei"], ["ja", "so"], ["da", "es"], header=True)), "a.docx")
    assert the(reading, "so").column == "Zwei"


def test_the_first_column_may_hold_the_titles() -> None:
    reading = read(docx(tbl(["Problem", "Bus fehlt"], ["Ziel", "Bus fährt"], ["Maßnahme", "Rufbus"])), "a.docx")
    assert (the(reading, "Rufbus").column, the(reading, "Problem").kind) == ("Maßnahme", "heading")


def test_titles_in_row_and_column() -> None:
    reading = read(
        docx(
            tbl(["", "Kurzfristig", "Langfristig"], ["Kita", "Plätze melden und verteilen", "Neue Kita bauen im Süden"])
        ),
        "a.docx",
    )
    found = the(reading, "Neue Kita")
    assert (found.heading_path, found.column) == ("Kita", "Langfristig")


def test_a_table_of_header_facts_is_metadata() -> None:
    reading = read(docx(tbl(["Datum", "Ort", "Moderation"], ["3.4.", "Rathaus", "A. Meyer"])), "a.docx")
    assert {block.kind for block in reading.blocks} == {"metadata"}
    keyed = read(docx(tbl(["Datum:", "3.4."], ["Ort:", "Rathaus"], ["Anwesend:", "A. Meyer"])), "a.docx")
    assert the(keyed, "Rathaus").column == "Ort"
    form = read(
        docx(tbl(["Datum:", "3.4.", "Ort:", "Rathaus"], ["Leitung:", "A. Meyer", "Entsch.:", "Polizei"])), "a.docx"
    )
    assert {block.kind for block in form.blocks} == {"metadata"}
    assert the(form, "Polizei").column == "Entsch."
    assert {block.kind for block in keyed.blocks} == {"metadata"}


def merged(text: str, how: str) -> str:
    return f"<w:tc><w:tcPr><w:vMerge{how}/></w:tcPr>{p(text)}</w:tc>"


def test_merged_cells_are_read_once_and_hold_for_their_rows() -> None:
    def row(first: str, text: str) -> str:
        return f"<w:tr>{first}<w:tc>{p(text)}</w:tc></w:tr>"

    rows = row(f"<w:tc>{p('Handlungsfeld')}</w:tc>", "Maßnahme")
    rows += row(merged("Wohnen", ' w:val="restart"'), "Mietlotsen") + row(merged("", ""), "Vermieter ansprechen")
    reading = read(docx(f"<w:tbl>{rows}</w:tbl>"), "a.docx")
    assert (the(reading, "Vermieter").heading_path, words(reading).count("Wohnen")) == ("Wohnen", 1)


def test_a_spanning_cell_keeps_the_columns_in_place() -> None:
    wide = (
        f'<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("Über beide")}</w:tc><w:tc>{p("dritte")}</w:tc></w:tr>'
    )
    body = tbl(["Problem", "Ziel", "Maßnahme"]).replace("</w:tbl>", f"{wide}</w:tbl>")
    assert the(read(docx(body), "a.docx"), "dritte").column == "Maßnahme"


def test_a_table_in_a_table_is_read_once_in_place() -> None:
    body = tbl(["Thema", "Inhalt"], ["Außen", p("vorher") + tbl(["innen", "auch"]) + p("nachher")])
    assert words(read(docx(body), "a.docx"))[-4:] == ["vorher", "innen", "auch", "nachher"]


def test_several_paragraphs_of_a_cell_are_blocks_of_one_row() -> None:
    reading = read(docx(tbl(HEAD, ["Bus", "", p("- Rufbus") + p("- Taxi"), "", "3"])), "a.docx")
    assert [(reading.slice(b), b.row, b.votes) for b in reading.blocks if b.column == "Maßnahme"] == [
        ("Rufbus", 1, 3),
        ("Taxi", 1, 3),
    ]


def test_a_deleted_row_is_gone() -> None:
    body = tbl(["Problem", "Ziel"], ["Bus", "da"], ["weg", "weg"]).rsplit("<w:tr>", 1)
    gone = f'{body[0]}<w:tr><w:trPr><w:del w:id="1"/></w:trPr>{body[1]}'
    assert "weg" not in read(docx(gone), "a.docx").text


ODT = (
    "<text:tracked-changes><text:changed-region><text:deletion><text:p>weg</text:p></text:deletion></text:changed-region>"
    '</text:tracked-changes><text:h text:outline-level="1">Titel</text:h><text:p>Da<text:s text:c="2"/>ist<text:line-break/>was'
    "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Quelle</text:p></text:note-body></text:note>."
    "<office:annotation><dc:creator>X</dc:creator><text:p>Wirklich?</text:p></office:annotation></text:p>"
    "<text:list><text:list-item><text:p>a</text:p><text:list><text:list-item><text:p>a1</text:p></text:list-item></text:list>"
    "</text:list-item></text:list><text:p>Anker<draw:frame><draw:text-box><text:p>Im Feld</text:p></draw:text-box></draw:frame></text:p>"
)


def test_every_word_of_an_odt_once() -> None:
    master = "<style:master-page><style:header><text:p>Kopf</text:p></style:header></style:master-page>"
    assert told(read(odt(ODT, master), "a.odt")) == [
        "furniture: Kopf", "heading: Titel", "paragraph: Da ist\nwas.", "footnote: Quelle", "item: a", "item: a1",
        "paragraph: Anker", "paragraph: Im Feld",
    ]  # fmt: skip
    assert "comment: Wirklich?" in told(read(odt(ODT), "a.odt", comments=True))


def test_bold_lines_of_an_odt_are_headings() -> None:
    bold = (
        '<style:style style:name="F" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    )
    body = '<text:p><text:span text:style-name="F">Ziele</text:span></text:p><text:p>Bus fährt.</text:p>'
    assert the(read(odt(body, automatic=bold), "a.odt"), "Bus").heading_path == "Ziele"


def test_an_odt_table_with_covered_cells() -> None:
    cells = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    head = "".join(cells.format(title) for title in ("Problem", "Ziel", "Maßnahme"))
    wide = '<table:table-cell table:number-columns-spanned="2"><text:p>breit</text:p></table:table-cell><table:covered-table-cell/>'
    body = f"<table:table><table:table-row>{head}</table:table-row><table:table-row>{wide}{cells.format('dritte')}</table:table-row></table:table>"
    assert the(read(odt(body), "a.odt"), "dritte").column == "Maßnahme"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (r"\pard Erster{\deleted weg} Absatz\par Zweiter\par", ["Erster Absatz", "Zweiter"]),
        (r"\pard Satz{\footnote Quelle} weiter.\par", ["Satz weiter.", "Quelle"]),
        (r"\pard \u8222?Ja\u8220? \u252?ber\par", ["„Ja“ über"]),
        (r"\pard\uc2 von\u8211xxbis\par", ["von–bis"]),
        (r"\pard Übermäßig „gut“\par", ["Übermäßig „gut“"]),
        (r"\pard a\emdash b\~c\_d\tab e\line f\par", ["a—b c-d e\nf"]),
        (r"\pard{\v versteckt}sichtbar\par", ["sichtbar"]),
        (r"\pard{\field{\*\fldinst HYPERLINK x}{\fldrslt Verweis}}\par", ["Verweis"]),
        (r"\pard{\pict\pngblip 89504e47}Bild\par", ["Bild"]),
        (r"\pard{\listtext\bullet\tab}\ls1\ilvl0 Punkt\par", ["Punkt"]),
        (r"\pard{\*\unbekannt weg}da\par", ["da"]),
        (r"\pard Anker{\shp{\*\shpinst{\shptxt\pard Im Feld\par}}}\par", ["Anker", "Im Feld"]),
        (r"\pard Mi\-gra\-tion\par", ["Migration"]),
        (r"\pard ohne Ende", ["ohne Ende"]),
    ],
)  # fmt: skip
def test_every_word_of_an_rtf_once(body: str, expected: list[str]) -> None:
    assert words(read(rtf(body), "a.rtf")) == expected


def test_an_rtf_has_headings_lists_tables_and_furniture() -> None:
    head = r"{\stylesheet{\s0 Normal;}{\s1\b heading 1;}}"
    table = r"\trowd\cellx1\cellx2\pard\intbl Problem\cell Maßnahme\cell\row\pard\intbl Bus fehlt\cell Rufbus\line Taxi\cell\row\pard"
    reading = read(
        rtf(r"{\header Kopf\par}\pard\s1 Titel\par\pard\ls1\ilvl1 Punkt\par" + table + r" Ende\par", head), "a.rtf"
    )
    assert told(reading) == [
        "heading: Titel", "item: Punkt", "heading: Problem", "heading: Maßnahme", "cell: Bus fehlt", "cell: Rufbus\nTaxi",
        "paragraph: Ende", "furniture: Kopf",
    ]  # fmt: skip
    assert (the(reading, "Rufbus").column, the(reading, "Punkt").level) == ("Maßnahme", 1)


def test_an_rtf_font_has_its_own_code_page() -> None:
    data = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset238 B;}}\pard\f1 Pol\'b9czenia\par}"
    assert words(read(data, "a.rtf")) == ["Polączenia"]


DRAWN = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
SHOWN = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'


def slide(*shapes: str) -> str:
    return f"<p:sld {SHOWN} {DRAWN}><p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld></p:sld>"


def shape(kind: str, *texts: str) -> str:
    place = f'<p:nvSpPr><p:nvPr><p:ph type="{kind}"/></p:nvPr></p:nvSpPr>'
    body = "".join(f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>" for text in texts)
    return f"<p:sp>{place}<p:txBody>{body}</p:txBody></p:sp>"


def test_slides_are_read_with_title_points_and_tables() -> None:
    cells = [["Problem", "Maßnahme"], ["Bus fehlt", "Rufbus"]]
    rows = "".join(
        f"<a:tr>{''.join(f'<a:tc><a:txBody><a:p><a:r><a:t>{cell}</a:t></a:r></a:p></a:txBody></a:tc>' for cell in row)}</a:tr>"
        for row in cells
    )
    parts = {
        "ppt/presentation.xml": "<x/>",
        "ppt/slides/slide2.xml": slide(shape("title", "Ziele"), f"<a:tbl>{rows}</a:tbl>"),
        "ppt/slides/slide10.xml": slide(shape("body", "Räume", "Busse"), shape("title", "Ideen"), shape("sldNum", "3")),
    }
    reading = read(packed(parts), "a.pptx")
    assert (the(reading, "Rufbus").column, the(reading, "Rufbus").heading_path, the(reading, "Rufbus").page) == (
        "Maßnahme",
        "Ziele",
        1,
    )
    assert told(reading)[-4:] == ["heading: Ideen", "item: Räume", "item: Busse", "furniture: 3"]


def test_lines_broken_inside_a_paragraph_are_items() -> None:
    body = p("Probleme", BREAK, "- Bus fehlt", BREAK, "- Kita fehlt") + tbl(
        ["Problem", "Ziel"], ["Bus", p("- Ruf", BREAK, "- Taxi")]
    )
    assert told(read(docx(body), "a.docx"))[1:3] == ["item: Bus fehlt", "item: Kita fehlt"]
    assert words(read(docx(body), "a.docx"))[-2:] == ["Ruf", "Taxi"]


def test_a_table_of_contents_is_furniture() -> None:
    reading = read(docx(p("1 Wohnen ........ 3") + p("2 Arbeit … … 4") + p("Text.")), "a.docx")
    assert told(reading)[0] == "furniture: 1 Wohnen ........ 3"


def test_an_attendance_list_is_metadata() -> None:
    reading = read(
        docx(tbl(["Name", "Institution", "Unterschrift"], ["A. Meyer", "VHS", ""], ["B. Koch", "DRK", ""])), "a.docx"
    )
    assert {block.kind for block in reading.blocks} == {"metadata"}


def test_the_words_of_a_diagram_are_read() -> None:
    names = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    diagram = f"<x {names}><a:p><a:r><a:t>Anlaufstelle</a:t></a:r></a:p></x>"
    parts = {"[Content_Types].xml": "<Types/>", "word/diagrams/data1.xml": diagram}
    parts["word/document.xml"] = f'<w:document xmlns:w="{W}"><w:body>{p("Text")}</w:body></w:document>'
    reading = read(packed(parts), "a.docx")
    assert (words(reading), reading.notes) == (
        ["Text", "Anlaufstelle"],
        ("Text aus Schaubildern (SmartArt) steht am Ende",),
    )


def test_titles_are_known_where_points_below_bear_them_out() -> None:
    rows = [["1", "Bus fehlt am Abend", "●●"], ["", "Amtsbriefe sind zu lang", "●"]]
    reading = read(docx(tbl(["Etappe", "Gesprächsstand", "Punkte"], *rows)), "a.docx")
    assert (the(reading, "Amtsbriefe").column, the(reading, "Amtsbriefe").votes) == ("Gesprächsstand", 1)


def test_a_profile_of_one_project_has_its_titles_in_the_first_column() -> None:
    rows = [
        ["Projekt", "Mama lernt Deutsch"],
        ["Träger", "VHS"],
        ["Ziel", "Mütter sprechen im Alltag"],
        ["Was fehlt?", "Raum"],
    ]
    reading = read(docx(tbl(*rows)), "a.docx")
    assert (the(reading, "Mama lernt").column, the(reading, "Raum").column) == ("Projekt", "Was fehlt?")
    assert [block.kind for block in reading.blocks if reading.slice(block) in {row[0] for row in rows}] == [
        "heading"
    ] * 4


def test_a_form_that_holds_what_was_said_is_no_head() -> None:
    rows = [["Datum:", "3.4."], ["Ort:", "Rathaus"], ["Ergebnisse:", "Es fehlt ein Bus."]]
    reading = read(docx(tbl(*rows)), "a.docx")
    assert (the(reading, "Bus").kind, the(reading, "Bus").column) == ("cell", "Ergebnisse")

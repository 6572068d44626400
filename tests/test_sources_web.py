# ruff: noqa: E501 - a case is one line, as somebody would write it
"""Web pages and mail: the words somebody wrote, once; what was quoted or hidden is told apart."""

from __future__ import annotations

from email.message import EmailMessage

import pytest
from documents import docx, eml, p, packed, read, tbl, the, told, words

NOSCRIBE = (
    "<html><head><meta charset='UTF-8'/><meta name='qrichtext' content='1'/></head><body><p style='font-weight: 600'>Name_150224</p>"
    "<p><span style='color: #909090'>Transkribiert mit noScribe<br/>Audiodatei: C:/Users/x/geheim.m4a<br/>(Sprache: Deutsch)</span></p>"
    "<p><a name='ts_1_2_S00'>S00: <span>[00:00:03]</span> Wie läuft es? </a><a name='ts_2_3_S00'>Und sonst?</a></p>"
    "<p><a name='ts_3_4_S01'>S01: <span>[00:00:10]</span> Gut, //S00: Mhm.// aber Kurse fehlen.</a></p>"
    "<p><a>S00: <span>[00:00:20]</span> Danke.</a></p></body></html>"
)


def page(body: str) -> bytes:
    return (
        f"<!DOCTYPE html><html><head><title>weg</title><style>p{{}}</style></head><body>{body}</body></html>".encode()
    )


def test_noscribe_gives_turns_and_hides_the_path_of_the_recording() -> None:
    reading = read(NOSCRIBE.encode(), "a.html")
    assert [(b.speaker, b.time, reading.slice(b)) for b in reading.blocks if b.kind == "turn"] == [
        ("S00", "00:00:03", "Wie läuft es? Und sonst?"),
        ("S01", "00:00:10", "Gut, //S00: Mhm.// aber Kurse fehlen."),
        ("S00", "00:00:20", "Danke."),
    ]
    assert "geheim" not in reading.text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<p>Bus <b>fehlt</b> am\n   Abend.</p>", ["paragraph: Bus fehlt am Abend."]),
        ("<h2>Ziele</h2><p>Bus.</p>", ["heading: Ziele", "paragraph: Bus."]),
        ("<ul><li>a<ul><li>a1</li></ul></li><li>b</li></ul>", ["item: a", "item: a1", "item: b"]),
        ("<p style='display:none'>weg</p><p>da <s>alt</s>neu</p>", ["paragraph: da neu"]),
        ("<script>weg()</script><p>da</p><style>p{}</style>", ["paragraph: da"]),
        (
            "<nav>Menü</nav><p>da</p><footer>Impressum</footer>",
            ["furniture: Menü", "paragraph: da", "furniture: Impressum"],
        ),
        (
            "lose Worte<div>im Kasten</div>danach",
            ["paragraph: lose Worte", "paragraph: im Kasten", "paragraph: danach"],
        ),
        ("<p>eins<br>zwei</p>", ["paragraph: eins\nzwei"]),
        ("<p>eins<br><br>zwei</p>", ["paragraph: eins", "paragraph: zwei"]),
        ("<pre>eins\nzwei</pre>", ["paragraph: eins\nzwei"]),
        ("<table><tr><td><p>nur ein Rahmen</p></td></tr></table>", ["paragraph: nur ein Rahmen"]),
        ("<p class=MsoListParagraph>·&nbsp;&nbsp; Bus fehlt</p>", ["item: Bus fehlt"]),
        ("<dl><dt>Wort</dt><dd>Sinn</dd></dl>", ["heading: Wort", "item: Sinn"]),
        ("<!-- weg --><p>da &amp; dort &uuml;berall</p>", ["paragraph: da & dort überall"]),
        ("<p><b>Ziele</b></p><p>Bus.</p>", ["heading: Ziele", "paragraph: Bus."]),
        ("<nav><ul><li>Menü</li></ul></nav><p>da</p>", ["furniture: Menü", "paragraph: da"]),
        # a board: who wrote a post and when, a post that is all title, remarks below it
        (
            "<article><header><b>Heike</b> · <time>vor 3 Wo.</time></header><h3>Bus</h3><p>fährt nie</p></article>",
            ["metadata: Heike · vor 3 Wo.", "heading: Bus", "paragraph: fährt nie"],
        ),
        (
            "<article><h3>Bus fährt nie</h3><span>♥</span><ul class='comments'><li>stimmt</li></ul></article>",
            ["card: Bus fährt nie", "paragraph: ♥", "comment: stimmt"],
        ),
        (
            "<p>Der Bus kommt seit Wochen jeden Morgen zu spät, um <time>8:10</time></p>",
            ["paragraph: Der Bus kommt seit Wochen jeden Morgen zu spät, um 8:10"],
        ),
    ],
)
def test_every_word_of_a_page_once(body: str, expected: list[str]) -> None:
    assert told(read(page(body), "a.html")) == expected


def test_a_page_table_with_spans() -> None:
    body = "<table><tr><th>Problem</th><th>Ziel</th><th>Maßnahme</th></tr><tr><td rowspan=2>Bus</td><td>da</td><td>Ruf</td></tr><tr><td>öfter</td><td>Taxi</td></tr></table>"
    reading = read(page(body), "a.html")
    assert (the(reading, "Taxi").column, the(reading, "öfter").column) == ("Maßnahme", "Ziel")


@pytest.mark.parametrize("charset", ["windows-1252", "utf-8", "iso-8859-1"])
def test_the_charset_of_a_page(charset: str) -> None:
    data = f"<html><head><meta charset={charset}></head><body><p>Für Ämter</p></body></html>".encode(charset)
    assert words(read(data, "a.htm")) == ["Für Ämter"]


def test_deep_nesting_loses_nothing() -> None:
    assert "tief" in read(page("<div>" * 1000 + "tief" + "</div>" * 1000), "a.html").text


def own(data: bytes) -> list[str]:
    return [line for line in told(read(data, "a.eml")) if not line.startswith("metadata")]


def test_the_headers_of_a_mail_are_metadata() -> None:
    reading = read(eml("Bus fehlt.", Subject="Rückmeldung", Date="Thu, 21 Mar 2024 21:47:12 +0100"), "a.eml")
    assert [(b.column, reading.slice(b)) for b in reading.blocks if b.kind == "metadata"][-1] == (
        "Betreff",
        "Rückmeldung",
    )


def test_plain_and_html_part_are_read_once() -> None:
    assert own(eml("Bus fehlt.\n", "<p>Bus fehlt.</p>")) == ["paragraph: Bus fehlt."]


@pytest.mark.parametrize(
    ("plain", "expected"),
    [
        ("Bus fehlt.\n\nViele Grüße\nBen\n", ["paragraph: Bus fehlt.", "signature: Viele Grüße", "signature: Ben"]),
        ("Bus fehlt.\n\n-- \nBen Koch\n", ["paragraph: Bus fehlt.", "signature: --\nBen Koch"]),
        ("Bus fehlt.\n\nAm 3.4.2024 um 12 schrieb Anna:\n> Was fehlt?\n", ["paragraph: Bus fehlt.", "quoted: Am 3.4.2024 um 12 schrieb Anna:\n> Was fehlt?"]),
        ("Bus fehlt.\n\n-----Ursprüngliche Nachricht-----\nVon: A\nalt\n", ["paragraph: Bus fehlt.", "quoted: -----Ursprüngliche Nachricht-----\nVon: A\nalt"]),
        ("Bus fehlt.\n\nVon: A B <a@b.example>\nGesendet: Montag\nAn: C\n\nalt\n", ["paragraph: Bus fehlt.", "quoted: Von: A B <a@b.example>\nGesendet: Montag\nAn: C", "quoted: alt"]),
        ("> Frage?\nJa, Busse.\n> Noch eine?\nNein.\n", ["quoted: > Frage?", "paragraph: Ja, Busse.", "quoted: > Noch eine?", "paragraph: Nein."]),
        ("Bus fehlt.\n\nMfG\nBen\n\nPS: Kita auch.\n", ["paragraph: Bus fehlt.", "signature: MfG", "signature: Ben", "paragraph: PS: Kita auch."]),
        ("Bus fehlt.\n\nBen Koch\nKreis X GmbH\nTel. 040/66969187\n", ["paragraph: Bus fehlt.", "signature: Ben Koch", "signature: Kreis X GmbH", "signature: Tel. 040/66969187"]),
        ("Bitte:\n- Bus\n- Kita\n", ["heading: Bitte:", "item: Bus", "item: Kita"]),
        ("Von: zu Hause aus geht es nicht.\n", ["paragraph: Von: zu Hause aus geht es nicht."]),
    ],
)  # fmt: skip
def test_own_words_are_told_from_quoted_ones(plain: str, expected: list[str]) -> None:
    assert own(eml(plain)) == expected


def test_an_outlook_mail_in_html() -> None:
    body = (
        "<div class=WordSection1><p>der Bus fehlt.</p><p>Viele Grüße<br>Ben</p><div><p><b>Von:</b> A<br><b>Gesendet:</b> Montag<br>"
        "<b>An:</b> C<br><b>Betreff:</b> X</p></div><p>Alter Text</p></div>"
    )
    assert own(eml(page=body))[0] == "paragraph: der Bus fehlt."
    assert own(eml(page=body))[-1] == "quoted: Alter Text"


def test_a_longer_quoted_mail_is_pointed_out() -> None:
    line = "> Viele Frauen kommen erst spät zur Vorsorge, weil niemand übersetzt.\n"
    before = "Danke!\n\nAm 12.03.2024 um 09:02 schrieb Anna Beck:\n"
    assert not read(eml(before + line), "a.eml").notes
    (note,) = read(eml(before + 3 * line), "a.eml").notes
    assert "zitiert" in note
    assert "Vorsorge" not in note


def test_a_quote_of_gmail_is_quoted() -> None:
    body = '<div>Der Bus fehlt.</div><div class="gmail_quote"><div>Am Mo. schrieb X:</div><blockquote>alt</blockquote></div>'
    assert own(eml(page=body)) == ["paragraph: Der Bus fehlt.", "quoted: Am Mo. schrieb X:", "quoted: alt"]


@pytest.mark.parametrize("charset", ["windows-1252", "utf-8", "unbekannt-8", "us-ascii"])
def test_a_mail_of_any_charset(charset: str) -> None:
    real = charset if charset in {"windows-1252", "utf-8"} else "cp1252"
    head = f"From: a@b.example\nSubject: x\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    assert own(head.encode() + "Für Ämter.".encode(real)) == ["paragraph: Für Ämter."]


def letter(*files: tuple[str, bytes], text: str = "Anbei unser Protokoll.\n\nViele Grüße\nUlla\n") -> bytes:
    """Return a mail with attached files."""
    message = EmailMessage()
    message["From"], message["Subject"] = "a@b.example", "Nachtrag"
    message.set_content(text)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def test_an_attached_paper_is_read_below_a_title_of_its_own() -> None:
    table = tbl(["Problem", "Ziel"], ["Bus fehlt", "Bus kommt"])
    found = read(
        letter(
            ("../Ordner/protokoll.docx", docx(p("AG Wohnen", style="berschrift1") + p("Mieten steigen.") + table)),
            ("liste.csv", b"Karte;Punkte\nKita fehlt;3\nHort fehlt;2\n"),
        ),
        "nachtrag.eml",
    )
    assert found.notes == ("Anhang 1 mitgelesen (docx)", "Anhang 2 mitgelesen (csv)")
    assert the(found, "Mieten steigen").heading_path == "Anhang 1: protokoll.docx > AG Wohnen"
    assert the(found, "Bus kommt").column == "Ziel"
    assert the(found, "Kita fehlt").heading_path == "Anhang 2: liste.csv"
    assert the(found, "Kita fehlt").votes == 3
    assert the(found, "Bus kommt").table != the(found, "Kita fehlt").table
    assert words(found, "signature") == ["Viele Grüße", "Ulla"]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        (("a.pdf", b"x"), "Anhang 1 mitgelesen (txt)"),  # content counts, not the name
        (("bild.zip", packed({"a.txt": "x"})), "Anhang 1 nicht gelesen: Archive werden nicht geöffnet; bitte die Dateien einzeln nach documents/ legen"),
        (("leer.txt", b" "), "Anhang 1 enthält keinen Text"),
        (("kaputt.docx", b"PK\x03\x04kaputt"), "Anhang 1 nicht gelesen: die Datei ist beschädigt oder unvollständig; bitte noch einmal speichern oder kopieren"),
        (("weiter.eml", letter(("a.txt", b"Bus fehlt."))), "Anhang 1 hat selbst Anhänge; diese einzeln nach documents/ legen"),
    ],
)  # fmt: skip
def test_an_attachment_that_cannot_be_read_is_said(file: tuple[str, bytes], expected: str) -> None:
    found = read(letter(file), "a.eml")
    assert expected in found.notes
    assert "Anbei unser Protokoll." in words(found)


def test_many_attachments_are_read_up_to_a_bound() -> None:
    found = read(letter(*((f"{number}.txt", b"Bus fehlt.") for number in range(12))), "a.eml")
    assert sum("mitgelesen" in note for note in found.notes) == 10
    assert "Anhang 11 nicht gelesen: zu viele oder zu große Anhänge; einzeln nach documents/ legen" in found.notes


def test_a_forwarded_mail_is_read_once_as_an_attachment() -> None:
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "c@d.example", "Wunsch"
    inner.set_content("Der Bus soll öfter fahren.")
    outer = EmailMessage()
    outer["From"], outer["Subject"] = "a@b.example", "WG"
    outer.set_content("Siehe unten.")
    outer.add_attachment(inner)
    found = read(outer.as_bytes(), "wg.eml")
    assert words(found, "paragraph") == ["Siehe unten.", "Der Bus soll öfter fahren."]
    assert found.notes == ("Anhang 1 mitgelesen (eml)",)


def test_pictures_inside_the_words_are_no_attachments() -> None:
    data = eml("Bus fehlt.").replace(b"\n\nBus", b"\nContent-Disposition: inline\n\nBus")
    assert not read(data, "a.eml").notes

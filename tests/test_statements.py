"""Statements: assertions of invented documents of other districts, what stands beside them, and what is none."""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher

import pytest
from effort import steps
from minutes import Paper, paper, papers

from pipeline.evaluation.detection import covered, tokens
from pipeline.statements import details, transcripts
from pipeline.statements.document import read
from pipeline.statements.groups import group_of, label_of
from pipeline.statements.ledger import Span
from pipeline.statements.reading import Setting, Unit
from pipeline.statements.units import note_units

PAPERS = {name: (kind, made) for name, kind, made in papers()}
NEAR = 0.8
FLOOR = 0.93
SPOKEN_FLOOR = 0.75
CUES = {
    "Gesundheit": ("Klinikum", "Pflegedienst", "Gesundheitsamt"),
    "Arbeitsverwaltung": ("Jobcenter", "Agentur für Arbeit"),
    "Kommunen": ("Bürgermeister", "Samtgemeinde"),
    "Schule": ("Schule", "Kita", "VHS"),
}


def found(name: str) -> tuple[Paper, list[Unit], list[Span]]:
    kind, made = PAPERS[name]
    units, spans = read(made.text, made.blocks, Setting(kind))
    return made, units, spans


def same(first: str, second: str) -> bool:
    return SequenceMatcher(None, first.split(), second.split(), autojunk=False).ratio() >= NEAR


def counts(name: str) -> Counter[str]:
    made, units, _ = found(name)
    wordings = [made.text[unit.start : unit.end] for unit in units]
    return Counter(
        expected=len(made.expected),
        found=len(wordings),
        recalled=sum(any(same(wanted, wording) for wording in wordings) for wanted in made.expected),
        right=sum(any(same(wanted, wording) for wanted in made.expected) for wording in wordings),
    )


def test_notes_minutes_and_letters_are_cut_as_a_reader_would() -> None:
    total = sum((counts(name) for name, (kind, _) in PAPERS.items() if kind != "interview"), Counter[str]())
    assert total["recalled"] >= FLOOR * total["expected"]
    assert total["right"] >= FLOOR * total["found"]


def test_answers_in_interviews_are_cut_nearly_as_a_reader_would() -> None:
    total = sum((counts(name) for name, (kind, _) in PAPERS.items() if kind == "interview"), Counter[str]())
    assert total["recalled"] >= SPOKEN_FLOOR * total["expected"]
    assert total["right"] >= SPOKEN_FLOOR * total["found"]


def test_what_was_said_in_interviews_is_found_however_it_is_cut() -> None:
    said, heard = [], []
    for name, (kind, made) in PAPERS.items():
        if kind == "interview":
            units = [tokens(made.text[unit.start : unit.end]) for unit in found(name)[1]]
            wanted = [tokens(wording) for wording in made.expected]
            said += [covered(words, units) >= NEAR for words in wanted]
            heard += [covered(words, wanted) >= NEAR for words in units]
    assert sum(said) >= FLOOR * len(said)
    assert sum(heard) >= FLOOR * len(heard)


@pytest.mark.parametrize("name", PAPERS)
def test_the_ledger_accounts_for_every_character(name: str) -> None:
    made, _, spans = found(name)
    assert "".join(made.text[span.start : span.end] for span in spans) == made.text
    assert all(span.reason for span in spans)


UNITS = [
    # one card, one assertion
    "* {Weg zur Arbeit | Problem | 6} ⟦ÖPNV!!⟧",
    "* {Kita | Problem | } ⟦Elternbriefe: zwei Seiten, Schachtelsätze. Null Rücklauf.⟧",
    "- ⟦Sprach- und Integrationskurse auch am Abend⟧",
    "- ⟦Haupt-, Real- und Oberschulen kooperieren⟧",
    "- ⟦Kurse für Frauen, z. B. im Familienzentrum, u. a. mit der VHS⟧",
    "- ⟦Kinderbetreuung fehlt -> Frauen bleiben weg⟧",
    "- ⟦Kitas/Schulen ggü. Eltern oft hilflos⟧",
    "- ⟦Teilnehmer:innen brauchen länger als 600 Stunden⟧",
    "- ⟦Ärzt*innen: keine Zeit, keine Dolmetscher⟧",
    "- ⟦WARTEZEITEN BEIM AMT⟧",
    "- ⟦Hebammen brauchen Sprachmittlung, oft übersetzt das älteste Kind.⟧",
    "- ⟦Pflegekräfte aus dem Ausland schneller anerkennen⟧",
    "- ⟦Integration ist keine Einbahnstraße – beide Seiten müssen aufeinander zugehen.⟧",
    "- ⟦Sprachcafé im Familienzentrum, dienstags 15–17 Uhr, gut besucht⟧",
    "- ⟦Ziel: Niemand soll mehr sagen müssen: „Ich habe anderthalb Jahre auf den Kurs gewartet.“⟧",
    "- ⟦Einen Ausweis anbieten, der Rechte erklärt und bei Vermietern vorgelegt werden kann.⟧",
    "- ⟦Betriebe beraten und begleiten⟧",
    "- ⟦Interkulturelle Woche fortschreiben und auf alle Gemeinden ausdehnen⟧",
    "- ⟦Arbeitgeber melden offene Stellen und stellen Praktika bereit.⟧",
    "- Sprachkurse\n-- ⟦zu wenig⟧\n-- ⟦zu weit weg⟧\n- ⟦Busse fehlen⟧",
    "- ⟦Die Busse fahren abends nicht mehr in die Dörfer⟧\n-- ⟦auch nicht am Wochenende⟧",
    # what leads in a list
    "- ⟦Deutsch muss man überall lernen.⟧ Dazu fordern wir:\n-- ⟦einen Kurs in jedem Ort⟧\n-- ⟦Zuschüsse zur Fahrt⟧",
    "Wir fordern:\n- ⟦die Einrichtung eines Kurses in jedem Ort⟧,\n- ⟦Zuschüsse zur Fahrt⟧",
    # two assertions
    "- ⟦Elternlotsen schulen⟧ ⟦und Elternabende mehrsprachig gestalten⟧",
    "- ⟦Lotsen ausbilden⟧ ⟦und Sprechzeiten an Schulen einrichten (10) -> VHS⟧",
    "- ⟦Kitaplätze fehlen⟧; ⟦Anmeldung geht nur online⟧",
    "- ⟦kein Mangel an Sprachkursen⟧, ⟦aber kaum jemand weiß davon⟧",
    "- ⟦Räume gibt es genug⟧, ⟦aber am Wochenende ist niemand da, der aufschließt⟧",
    "| Problem | Maßnahme |\n| ⟦Busse fahren selten⟧⏎⟦Führerschein zu teuer⟧ | ⟦Rufbus einrichten⟧ |",
    "| Problem | Maßnahme |\n| ⟦Es fehlt an Menschen, die⏎beim Übersetzen helfen⟧ | |",
    "- ⟦Die Beratung ist überlaufen.⟧ ⟦Vorschlag: zweite Stelle im Südkreis⟧",
    "- ⟦Kurse werden angeboten⟧, ⟦aber die Leute wissen es nicht⟧",
    "- a) ⟦Busse fehlen⟧ b) ⟦Taxi zu teuer⟧",
    "- ⟦Teilnehmende: mehr Praxis gewünscht⟧",
    "- ⟦Jemand im Rathaus mit Stunden für das Ehrenamt⟧ (8 Punkte) - großer Applaus",
    # running text
    "⟦Frau [Person_1] berichtet, die Betreuung sei das Hindernis;⟧ ⟦mit dem Kurs habe man gute Erfahrungen gemacht.⟧",
    "⟦Frau [Person_2]: „Wir warten. Seit Jahren.“⟧ ⟦Der Kurs sei voll.⟧",
    "⟦Willkommensmappe in Papier, die das Meldeamt in die Hand drückt.⟧ (3)",
    # questions
    "== Probleme\n- ⟦Wer haftet eigentlich, wenn auf der Fahrt etwas passiert??⟧",
    "== Wohnen\nWas müsste passieren, damit mehr Eltern zum Elternabend kommen?",
    "- ⟦Könnte die Bücherei nicht auch sonntags öffnen?⟧",
    "Leitfrage: Wie gelingt der Übergang?",
    # what is none
    "= Protokoll\nDatum: 3. Mai 2024\nAnwesend: 12 Personen\n== Ziele\n- ⟦mehr Kurse⟧",
    "== Nächste Schritte\n- KoStelle verschickt bis 15.11. die Liste der Kursträger an alle TN.",
    "- KoStelle verschickt bis 15.11. die Liste der Kursträger an alle TN.",
    "- Die Steuerungsgruppe tagt am 09.11. um 17 h",
    "- ⟦Der Beirat tagt am ersten Montag im Monat öffentlich⟧",
    "- entfällt (jetzt 5.3.4)",
    "- siehe Wand 2",
    "- Ergebnisse bitte an alle mailen!",
    "- Heike B. · vor 3 Wo.",
    "- Anonym vor 19 T.",
    "- ⟦Der letzte Kurs war vor 3 Jahren⟧",
    "- sonst nichts notiert, Zeit war um",
    "Regeln: keine Namen, +1 wenn ihr es auch so seht",
    "| Problem | Maßnahme |\n| ⟦Busse fahren selten⟧ | (Weg offen) |",
    "- ⟦(kein Bus am Abend)⟧",
    "SÖ (Moscheeverein)",
    "- Protokoll GW bis 21.3. an alle, Fotos JN",
    "- ⟦eine feste Ansprechperson im LRA benennen, mit Telefon (Applaus)⟧",
    "- ⟦Feedback der Eltern: die Elternabende liegen zu spät⟧",
    "Begrüßung durch den Landrat",
    "Kurzer Rückblick auf den letzten Workshop",
    "- ⟦Begrüßung neuer Familien durch Lotsen aus der Nachbarschaft⟧",
    "- ⟦Frau [Person_1] sucht Räume für die Ferienbetreuung.⟧ Der Beamer im Saal ist defekt.",
    "- Jeder TN hatte 4 Punkte.",
    "- Feedback der Teilnehmenden: „tolle Stimmung“, „zu wenig Zeit“",
    "== Maßnahmen\nM 4.1.1 ⟦Einrichtung einer kreisweiten Koordination⟧\nM 4.1.2 ⟦Aufbau mobiler Kurse⟧",
    "- ⟦Lehrer haben keine Zeit⟧ (+1)",
    "- ⟦Handys im Unterricht zum Übersetzen erlauben⟧ +1 +1",
    "== Tagesordnung\n- Begrüßung\n- Sammlung in Gruppen",
    "== Anwesende\n- [Person_1], Jobcenter\n- [Person_2], VHS",
    "10.00 Begrüßung · 10.30 Gruppen · 12.00 Mittag",
    "Vielen Dank an alle fürs Mitmachen!",
    "Jede Person erhielt drei Klebepunkte, Häufeln war erlaubt.",
    "== Wünsche\n- s. o.\n- k. A.",
    "< Seite 3 von 12",
    "== Leitfrage 2: Woran merken wir, dass es gelingt?\n- ⟦Alle kennen ihre Nachbarn⟧",
    "| Maßnahme | Bewertung |\n| ⟦Rufbus einführen⟧ | 12 |\n| ⟦Lotsen schulen⟧ | ⟦das hat bei uns nichts gebracht⟧ |",
    "Herr Abel fragt nach dem Sachstand der Sanierung.",
    "⟦Frau Abel fragt, wie sie ohne Auto zum Kurs komme.⟧",
    "== Leitfragen\n- Was läuft gut?\n- Wo hakt es?",
    "Herr Abel fragt, wann die Sanierung der Unterkunft abgeschlossen sei.",
    "⟦Herr Abel fragt, warum es keinen Bus gibt.⟧",
    "⟦Herr Abel fragt nach dem Schulbus, dort stünden morgens 14 Kinder im Dunkeln.⟧",
    "⟦Vier von elf, ohne die könnte ich zumachen.⟧",
    # transcripts
    "I> ⟦Es fehlen also Kita-Plätze?⟧\nB> Ja, genau.",
    "I> Was fehlt Ihnen?\nB> Hm.\nB> ⟦Ein Raum, den wir abschließen können, das fehlt uns seit Jahren.⟧",
    "I> Stellen Sie sich bitte vor.\nB> Ich bin seit 2015 Leiterin der Beratungsstelle.",
]


@pytest.mark.parametrize("lines", UNITS)
def test_a_reader_would_cut_it_like_this(lines: str) -> None:
    made = paper(lines)
    units, _ = read(made.text, made.blocks, Setting())
    bare = [made.text[unit.start : unit.end].rstrip(";") for unit in units]
    assert bare == [wanted.rstrip(";") for wanted in made.expected]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("- Prüfen, ob der Bus öfter fahren kann", ("pruefauftrag",)),
        ("- dito Kita", ("verweis",)),
        ("- Wer haftet bei einem Unfall?", ("frage",)),
        ("- Digitalisierung", ("zweifel",)),
        ("- We need more evening courses", ("fremdsprachig",)),
        ("- Мало місць у дитячому садку", ("fremdsprachig",)),
        ("== Probleme\n- ÖPNV!!", ()),
        ("I> Es fehlt also an Geld?\nB> Genau.", ("suggestiv",)),
    ],
)
def test_what_a_reader_should_know_is_noted(lines: str, expected: tuple[str, ...]) -> None:
    made = paper(lines)
    units, _ = read(made.text, made.blocks, Setting())
    assert units[0].flags == expected


ROWS = """
| Ziel | Maßnahme | Zuständig | Zeitraum | P. |
| Alle kommen an. | Lotsen schulen⏎Wegweiser drucken | VHS, Kreis | ab 2025 | 7⏎2 |
"""


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (ROWS, [(None, "", ""), (7, "VHS, Kreis", "ab 2025"), (2, "VHS, Kreis", "ab 2025")]),
        (
            "| Idee | Federführung | Umsetzung bis |\n| Rufbus einführen | Kreis | 1. Hj. 2025 |",
            [(None, "Kreis", "1. Hj. 2025")],
        ),
        ("- Busse fehlen (5 P.)", [(5, "", "")]),
        ("- Busse fehlen (7 Punkte)", [(7, "", "")]),
        ("- Busse fehlen ●●●", [(3, "", "")]),
        ("- Busse fehlen [4]", [(4, "", "")]),
        ("- Treff gegründet (2015)", [(None, "", "")]),
        ("* {Bus | Problem | 4} Busse fehlen", [(4, "", "")]),
        ("== Maßnahmen\n- Wegweiser drucken (bis 06/2025)", [(None, "", "bis 06/2025")]),
        ("== Maßnahmen\n- Lotsen schulen (VHS, Jobcenter)", [(None, "VHS, Jobcenter", "")]),
        ("== Maßnahmen\n- Lotsen schulen (ohne Zertifikat)", [(None, "", "")]),
    ],
)
def test_votes_responsible_and_due_are_taken_along(lines: str, expected: list[tuple[int | None, str, str]]) -> None:
    made = paper(lines)
    units, _ = read(made.text, made.blocks, Setting(cues=CUES))
    assert [(unit.votes, unit.responsible, unit.due) for unit in units] == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("== Tisch 5 (Klinikum, Pflegedienst)\n- Kinder übersetzen beim Arzt", ("", "Gesundheit")),
        ("Bürgermeister [Person_3]: Die Gemeinde brauche Geld.", ("Bürgermeister [Person_3]", "Kommunen")),
        ("- Jobcenter: 212 Personen warten", ("Jobcenter", "Arbeitsverwaltung")),
        ("- Teilnehmer:innen warten zu lange", ("", "unbekannt")),
        ("- Ziel: alle kommen mit", ("", "unbekannt")),
        ("Aus dem Jobcenter kommt der Hinweis, dass 212 Personen warten.", ("Jobcenter", "Arbeitsverwaltung")),
        ("I> Was fehlt?\nB> Es fehlt uns vor allem an Räumen für die Gruppen.", ("B", "unbekannt")),
    ],
)
def test_speaker_and_group_are_named_only_where_the_text_makes_them_clear(
    lines: str, expected: tuple[str, str]
) -> None:
    made = paper(lines)
    units, _ = read(made.text, made.blocks, Setting(cues=CUES))
    assert (units[0].voice.speaker, units[0].voice.group) == expected


def test_the_bullet_above_is_context() -> None:
    made = paper("== Probleme\n- Sprachkurse\n-- zu wenig\n- Busse fehlen")
    units, _ = read(made.text, made.blocks, Setting())
    assert [unit.heading for unit in units] == ["Probleme > Sprachkurse", "Probleme"]


def test_a_sentence_that_goes_on_keeps_its_speaker() -> None:
    made = paper("Frau [Person_1] (Jobcenter) berichtet, es fehle Personal. Man könne nur Notfälle annehmen.")
    units, _ = read(made.text, made.blocks, Setting(cues=CUES))
    assert [unit.voice.speaker for unit in units] == ["Frau [Person_1] (Jobcenter)"] * 2


def test_a_person_is_remembered_with_her_group() -> None:
    made = paper("Frau [Person_1] (Jobcenter) berichtet, es fehle Personal.\nFrau [Person_1] ergänzt, das sei neu.")
    units, _ = read(made.text, made.blocks, Setting(cues=CUES))
    assert [unit.voice.group for unit in units] == ["Arbeitsverwaltung"] * 2


def test_a_single_group_of_the_document_holds_where_the_text_names_none() -> None:
    made = paper("- Busse fehlen")
    units, _ = read(made.text, made.blocks, Setting(groups=("Ehrenamt",)))
    assert units[0].voice.group == "Ehrenamt"


def test_several_groups_alike_are_no_clear_group() -> None:
    assert group_of("Tisch 1 (Klinikum, Schule)", CUES) == ""
    assert label_of("Vorschlag: Rufbus") == ""


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ([("I", "Wie geht es?"), ("B", "Es fehlt Personal.")], {"I"}),
        ([("S00", "Wie geht es?"), ("S01", "Es fehlt Personal.")], {"S00"}),
        ([("[Person_1]", "Was fehlt?"), ("[Person_2]", "Es fehlt an Personal und an Räumen.")], {"[Person_1]"}),
        ([("B1", "Was soll ich sagen?"), ("Interviewerin", "Erzählen Sie.")], {"Interviewerin"}),
        ([("Moderator:in 1", "Erzählen Sie."), ("Gast 2", "Was soll ich sagen?")], {"Moderator:in 1"}),
        # who asks to speak and then tells something asks nothing
        (
            [
                ("[Person_1]", "Was fehlt?"),
                ("[Person_2]", "Es fehlt an Personal, an Räumen und an Geld für die Sprachmittlung in der Praxis."),
                ("[Person_3]", "Darf ich einhaken? Bei uns wartet die Hälfte auf die Anerkennung."),
                ("[Person_1]", "Und was wünschen Sie sich?"),
                ("[Person_3]", "Ein Verfahren, das schneller ist."),
            ],
            {"[Person_1]"},
        ),
    ],
)
def test_who_asks_is_known_by_label_or_by_asking(turns: list[tuple[str, str]], expected: set[str]) -> None:
    assert transcripts.askers(turns) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- Das  ist\nschwer", "Das ist schwer"),
        ("Das ist (..) schwer //mhm//, ja", "Das ist schwer, ja"),
        ("„Das ist schwer", "„Das ist schwer“"),
        ("#00:01:02-3# Das ist (unv., Lärm) schwer", "Das ist schwer"),
        ("1. Das ist schwer", "Das ist schwer"),
        ("-", "-"),
    ],
)
def test_the_displayed_wording_is_one_clean_line(text: str, expected: str) -> None:
    assert details.display(text) == expected


SPOKEN = [
    "Früh die Eltern einbinden, nicht erst am Schluss. | Ein Proberaum für alle Gruppen, mit Licht.",
    "Im Hallenbad schwimmen die Klassen nur noch zweimal. | Jeder Antrag kostet den Verein einen ganzen Abend.",
    "Wir backen donnerstags mit den Nachbarn im Gemeindehaus. | Meine Enkel warten jeden Morgen eine halbe Stunde.",
    "Der Bus hält seit Mai nicht mehr am Krankenhaus. Das merken vor allem die Älteren.",
    "Vom Rathaus kommt ewig keine Antwort auf Briefe. Da verliert man irgendwann die Lust.",
    "Unser Chor sucht seit Jahren neue Stimmen. Vergeblich.",
    "Manche Ärztin nimmt uns noch, die meisten winken ab. | Alle drei Apotheken im Ort haben mittags geschlossen.",
    "Am Bahnhof gibt es keinen Aufzug und keine Rampe. Wer einen Kinderwagen hat, muss tragen.",
    "Keiner weiß, wann die Sporthalle wieder aufmacht. | Jeden Freitag kochen wir in der alten Schule.",
    "Zwischen den Dörfern fehlt ein Radweg, seit dreißig Jahren. Der steht in jedem Plan.",
    "Nebenan steht die alte Post leer. | Mehr Sitzbänke auf dem Marktplatz wären auch nicht schlecht.",
    "Wir haben ein Begegnungscafé im Pfarrhaus aufgebaut. Es kommen jeden Mittwoch vierzig Leute.",
    "Ich habe die Prüfung zweimal bezahlt, aus eigener Tasche. | Unsere Kinder sollen im Verein schwimmen lernen.",
    "Die Landfrauen kochen einmal im Monat für alle. Danach sitzen wir bis in die Nacht.",
    "Vereine finden keine Kassenwarte mehr in den Dörfern. | Unsere Kläranlage ist von 1974 und stinkt.",
    "Im Winter ist der Platz stockdunkel und leer. Zwei Lampen würden schon reichen.",
]


@pytest.mark.parametrize("turn", SPOKEN)
def test_two_full_sentences_are_one_assertion_only_where_the_second_goes_on(turn: str) -> None:
    whole = turn.replace(" | ", " ")
    sentences = [whole[start:end] for start, end in transcripts.spoken_units(whole, 0, len(whole))]
    assert " | ".join(" ".join(sentences[start:end]) for start, end in transcripts.grouped(sentences)) == turn


def notes_read(count: int) -> None:
    made = paper("\n".join(f"- Es fehlen Busse nach Ort {number} (5 P.)" for number in range(count)))
    units, _ = read(made.text, made.blocks, Setting(cues=CUES))
    assert len(units) == count


def test_four_times_as_many_assertions_are_read_with_four_times_the_effort() -> None:
    assert steps(lambda: notes_read(1500)) < 5 * steps(lambda: notes_read(375))


def test_a_bullet_that_is_a_paragraph_is_read_as_running_text() -> None:
    paragraph = (
        "Die Lage am Wohnungsmarkt ist ein Problem der ganzen Stadt, berichtet die Verwaltung. Es sollten aber "
        "besondere Angebote wie ein Wohntraining entstehen. Auch das neue Bündnis vermittelt seit dem Frühjahr "
        "zwischen Vermietern und Familien. Im Mai haben die Träger zu einer Besichtigung eingeladen."
    )
    pieces = note_units(paragraph, 0, len(paragraph))
    assert [paragraph[start:end].split(maxsplit=1)[0] for start, end in pieces] == ["Die", "Es", "Auch", "Im"]
    short = "Kurse fehlen. Der Bus fährt nicht. Wer hilft?"
    assert len(note_units(short, 0, len(short))) == 1


def votes_sheet(rows: int) -> Paper:
    lines = "\n".join(f"| Es fehlt Nummer {number} | {number % 9} |" for number in range(rows))
    return paper(f"| Karte | Punkte |\n{lines}")


def test_four_times_as_many_cards_are_read_with_four_times_the_effort() -> None:
    few, many = (votes_sheet(rows) for rows in (400, 1600))
    effort = [steps(lambda made=made: read(made.text, made.blocks, Setting("kartenabschrift"))) for made in (few, many)]
    assert effort[1] < 5 * effort[0]


@pytest.mark.parametrize(
    ("lines", "votes"),
    [
        ("- Busse fehlen (1)\n- Kurse fehlen (2)\n- Räume fehlen (3)", [None] * 3),  # notes, counted through
        ("- Busse fehlen (1)", [None]),
        ("- Busse fehlen (4)\n- Kurse fehlen (2)\n- Räume fehlen (7)", [4, 2, 7]),
        ("- Busse fehlen (3)", [3]),
        ("- Busse fehlen (1 P.)\n- Kurse fehlen (2 P.)", [1, 2]),
        ("- Busse fehlen (3 Punkte)", [3]),
        ("Zahl in Klammern: Klebepunkte\n- Busse fehlen (1)\n- Kurse fehlen (2)", [1, 2]),
        ("- Busse fehlen (1)\n- Kurse fehlen (5)\n- Räume fehlen (1)", [1, 5, 1]),
    ],
)
def test_a_number_behind_a_word_is_a_vote_where_the_document_votes(lines: str, votes: list[int | None]) -> None:
    made = paper("= Ergebnisse\n" + lines)
    units, spans = read(made.text, made.blocks, Setting("protokoll"))
    assert [unit.votes for unit in units] == votes
    assert sum(span.end - span.start for span in spans) == len(made.text)


def test_a_ranking_that_recalls_by_code_is_counted_once() -> None:
    rows = "| A1 Sparkasse | 17 |\n| A2 Bescheide | 6 |\n| neu: Jugendtreff am Samstag | 9 |"
    made = paper(
        f"== A1 Kurs im Ort\n- Kursraum herrichten\n== A2 Ämter\n- Briefe kürzen\n== Rang\n| Kurz | Punkte |\n{rows}"
    )
    units, spans = read(made.text, made.blocks, Setting())
    assert [made.text[unit.start : unit.end] for unit in units][-1] == "neu: Jugendtreff am Samstag"
    assert sum(span.reason.startswith("Rangfolge") for span in spans) == len(("A1", "A2"))


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("Betriebe wissen nicht, wen sie fragen sollen", ""),
        ("Rucksack auf alle Kitas ausweiten (Träger: AWO)", ""),
        ("Kita-Platz: 14 Monate warten", ""),
        ("Jobcenter: 212 Personen warten", "Jobcenter"),
    ],
)
def test_what_looks_like_a_speaker_and_is_none(words: str, speaker: str) -> None:
    assert label_of(words) == speaker

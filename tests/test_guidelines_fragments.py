# ruff: noqa: E501 - one case is one line
"""Fragments: notes of a harbour and a hill district become sentences of a concept, or stand as the quotes they are."""

import pytest

from pipeline.guidelines.faithful import invented, negators
from pipeline.guidelines.rewriting import rewrite


def lines(drawn: str) -> list[tuple[str, ...]]:
    """Return the cells of each line."""
    return [tuple(cell.strip() for cell in line.split("|")) for line in drawn.strip().splitlines()]


MEASURES = lines("""
Nähcafé im Bootshaus | Einrichtung eines Nähcafés im Bootshaus. | nominal
nähcafé im Bootshaus | Nähcafé im Bootshaus. | nominal
Offener Treff am Anleger | Einrichtung eines offenen Treffs am Anleger. | nominal
offene Treffs in allen Bergdörfern | Einrichtung offener Treffs in allen Bergdörfern. | nominal
Treffs in allen Bergdörfern | Einrichtung von Treffs in allen Bergdörfern. | nominal
Zentrale Anlaufstelle, die auch abends öffnet | Einrichtung einer zentralen Anlaufstelle, die auch abends öffnet. | nominal
Eine Anlaufstelle für Saisonkräfte | Einrichtung einer Anlaufstelle für Saisonkräfte. | nominal
Mehrsprachige Telefonhotline | Einrichtung einer mehrsprachigen Telefonhotline. | nominal
Notfallfonds für Fährtickets | Einrichtung eines Notfallfonds für Fährtickets. | nominal
Jugendbeirat mit eigenem Budget | Einrichtung eines Jugendbeirats mit eigenem Budget. | nominal
Runder Tisch für alle Fährorte | Einrichtung eines runden Tisches für alle Fährorte. | nominal
Zwei Spielecken im Terminal | Einrichtung von zwei Spielecken im Terminal. | nominal
3 neue Buslinien im Oberland | Einrichtung von 3 neuen Buslinien im Oberland. | nominal
Schwimmkurse für Mütter | Angebot von Schwimmkursen für Mütter. | nominal
Schwimmkurs am Vormittag | Angebot eines Schwimmkurses am Vormittag. | nominal
kostenlose Schwimmkurse | Angebot kostenloser Schwimmkurse. | nominal
Mehr Schwimmkurse im Winter | Angebot zusätzlicher Schwimmkurse im Winter. | nominal
Mehr Abendkurse ohne Gebühren | Angebot zusätzlicher Abendkurse ohne Gebühren. | nominal
Bewerbungstraining mit Werftmeistern | Angebot eines Bewerbungstrainings mit Werftmeistern. | nominal
Praktika auf der Werft | Angebot von Praktika auf der Werft. | nominal
Workshop zu Seenot und Erster Hilfe | Angebot eines Workshops zu Seenot und Erster Hilfe. | nominal
Ausbildungsmesse an Bord | Durchführung einer Ausbildungsmesse an Bord. | nominal
Hafenfest mit allen Vereinen | Durchführung eines Hafenfestes mit allen Vereinen. | nominal
Elternabende mit Dolmetschern | Durchführung von Elternabenden mit Dolmetschern. | nominal
Mehrsprachiger Fahrplanflyer | Bereitstellung eines mehrsprachigen Fahrplanflyers. | nominal
Mehrsprachige Flyer für die Fähre | Bereitstellung mehrsprachiger Flyer für die Fähre. | nominal
Wegweiser durch die Kreisverwaltung | Bereitstellung von Wegweisern durch die Kreisverwaltung. | nominal
Ein Merkblatt zum Mietrecht | Bereitstellung eines Merkblatts zum Mietrecht. | nominal
Leitfaden für Vermieter | Bereitstellung eines Leitfadens für Vermieter. | nominal
Schutzkonzept für die Sammelunterkunft | Erarbeitung eines Schutzkonzepts für die Sammelunterkunft. | nominal
Gemeinsame Warteliste der Träger | Einführung einer gemeinsamen Warteliste der Träger. | nominal
Feste Ansprechperson im Hafenamt | Benennung einer festen Ansprechperson im Hafenamt. | nominal
Wir brauchen einen festen Ansprechpartner im Hafenamt | Benennung eines festen Ansprechpartners im Hafenamt. | nominal
Wir brauchen mehr Ruhe | Es braucht mehr Ruhe. | satz
Lesepaten in Grundschulen | Einsatz von Lesepaten in Grundschulen. | nominal
Berglotsinnen mit Fahrrad | Einsatz von Berglotsinnen mit Fahrrad. | nominal
Rahmenvertrag mit der Reederei | Abschluss eines Rahmenvertrags mit der Reederei. | nominal
Zuschüsse für Vereinsbeiträge | Gewährung von Zuschüssen für Vereinsbeiträge. | nominal
Wie wäre es mit einem Reparaturcafé im Lokschuppen? | Einrichtung eines Reparaturcafés im Lokschuppen. | nominal
Wie wär's mit einer Tauschbörse? | Einrichtung einer Tauschbörse. | nominal
Der Zugang zum Anleger ist zu erleichtern | Den Zugang zum Anleger erleichtern. | infinitiv
Lotsinnen sind regelmäßig zu schulen | Lotsinnen regelmäßig schulen. | infinitiv
Die Aushänge sind in Klartext zu verfassen. | Die Aushänge in Klartext verfassen. | infinitiv
Ein Dolmetscherpool ist aufzubauen. | Einen Dolmetscherpool aufbauen. | infinitiv
Jeder Steg ist zu beleuchten | Jeden Steg beleuchten. | infinitiv
Steg beleuchten | Steg beleuchten. | infinitiv
Den Steg beleuchten, auch nachts | Den Steg beleuchten, auch nachts. | infinitiv
Man könnte die Fähre abends fahren lassen | Die Fähre abends fahren lassen. | infinitiv
Die Reederei sollte Aushänge übersetzen. | Die Reederei übersetzt Aushänge. | satz
Es wird vorgeschlagen, dass die Reederei Aushänge übersetzt. | Die Reederei übersetzt Aushänge. | satz
Angeregt werde, dass Vereine Patenschaften übernehmen. | Vereine übernehmen Patenschaften. | satz
Ausbau der Mole | Ausbau der Mole. | nominal
Schulung von Hafenarbeitern | Schulung von Hafenarbeitern. | nominal
Nachhilfe durch Studierende | Angebot einer Nachhilfe durch Studierende. | nominal
Keine Abendkurse im Winter | Keine Abendkurse im Winter. | nominal
Abendkurse nicht absagen | Abendkurse nicht absagen. | infinitiv
Mobile Sprechstunde auf der Fähre | Einrichtung einer mobilen Sprechstunde auf der Fähre. | nominal
Lerncafé mit Tablets, offene Zeiten | Einrichtung eines Lerncafés mit Tablets (offene Zeiten). | nominal
Mobiler Kurs: Lehrkraft fährt mit der Fähre, nicht umgekehrt | Angebot eines mobilen Kurses (Lehrkraft fährt mit der Fähre, nicht umgekehrt). | nominal
Runder Tisch Hafen und Dorf | Einrichtung eines runden Tisches Hafen und Dorf. | nominal
Rahmenvertrag Videodolmetschen, Praxen buchen minutenweise | Abschluss eines Rahmenvertrags Videodolmetschen (Praxen buchen minutenweise). | nominal
Hafensprechstunde im Amt, 1x Woche, 2 Lotsinnen | Einrichtung einer Hafensprechstunde im Amt (1x Woche, 2 Lotsinnen). | nominal
Elternabend am Kai mehrsprachig | Elternabend am Kai mehrsprachig. | nominal
Ehrenamtskarte für alle Seenotretter | Einführung einer Ehrenamtskarte für alle Seenotretter. | nominal
""")

QUOTES = lines("""
Werkbus Gewerbegebiet, 5 Firmen zahlen zus. | massnahme
Nähcafé Bootshaus, 2x im Monat | massnahme
Fachsprache Werft, 2x im Monat | massnahme
Fähre: später, Bus: früher | massnahme
Container am Anleger → Jugendliche | massnahme
Tutorien, Buddy, Klausurcoaching | massnahme
Aushang/Flyer Kai 3 | massnahme
Bollerwagen statt Bus statt Taxi | massnahme
Satt und wach in die erste Stunde | ziel
Fähre, Bus, Bahn – alles eins | ziel
""")

GOALS = lines("""
Kürzere Wartezeiten am Fähranleger | Die Wartezeiten am Fähranleger sind kürzer.
kürzere Wege zur Beratung | Die Wege zur Beratung sind kürzer.
Bessere Zusammenarbeit der Häfen | Die Zusammenarbeit der Häfen ist besser.
Einfachere Formulare beim Hafenamt | Einfachere Formulare beim Hafenamt.
Schnellere Anerkennung von Patenten | Die Anerkennung von Patenten ist schneller.
Mehr Frauen an der Werkbank | Es gibt mehr Frauen an der Werkbank.
Weniger Schulabbrüche im Oberland | Es gibt weniger Schulabbrüche im Oberland.
Mehr Vertrauen zwischen Werft und Dorf | Es gibt mehr Vertrauen zwischen Werft und Dorf.
Mehr miteinander statt nebeneinander | Mehr miteinander statt nebeneinander.
Gleicher Zugang zur Fähre für alle Kinder | Alle Kinder haben gleichen Zugang zur Fähre.
Zugang zu Beratung für alle | Alle haben Zugang zu Beratung.
Eltern früh informiert | Eltern sind früh informiert.
Alle Familien gut informiert | Alle Familien sind gut informiert.
Finanzierung dauerhaft gesichert | Die Finanzierung ist dauerhaft gesichert.
Zuständigkeiten klar geregelt | Zuständigkeiten sind klar geregelt.
Zugang barrierefrei | Der Zugang ist barrierefrei.
Haupt- und Ehrenamt verzahnt | Haupt- und Ehrenamt verzahnt.
Sprachbarrieren abbauen | Sprachbarrieren werden abgebaut.
Wartezeiten auf der Fähre verkürzen | Wartezeiten auf der Fähre werden verkürzt.
Eltern früh über Angebote informieren | Eltern werden früh über Angebote informiert.
Zugang zu Kursen erleichtern | Der Zugang zu Kursen wird erleichtert.
Alle Kinder im Hort fördern | Alle Kinder werden im Hort gefördert.
Die Zusammenarbeit mit der Werft stärken | Die Zusammenarbeit mit der Werft wird gestärkt.
Ehrenamtliche besser schützen und entlasten | Ehrenamtliche besser schützen und entlasten.
Doppelstrukturen vermeiden | Doppelstrukturen werden vermieden.
Vorurteile nicht weitertragen | Vorurteile nicht weitertragen.
Gleiche Chancen auf der Insel und am Festland | Es gibt gleiche Chancen auf der Insel und am Festland.
Verlässliche Strukturen im Oberland | Es gibt verlässliche Strukturen im Oberland.
Klare Zuständigkeiten | Es gibt klare Zuständigkeiten.
Ziel ist, dass alle Kinder schwimmen lernen. | Alle Kinder lernen schwimmen.
Ziel ist, dass Eltern die Fähre kostenlos nutzen können. | Eltern können die Fähre kostenlos nutzen.
Ziel ist, dass niemand am Kai übernachtet. | Niemand übernachtet am Kai.
Ziel ist, dass kein Kind ohne Frühstück zur Schule kommt. | Kein Kind kommt ohne Frühstück zur Schule.
Wir wollen, dass jeder Betrieb ausbildet. | Jeder Betrieb bildet aus.
Ziel ist, dass Familien an Festen teilnehmen können. | Familien können an Festen teilnehmen.
Ziel ist, dass Vereine und Schulen zusammenarbeiten. | Vereine und Schulen arbeiten zusammen.
Ziel sei, dass die Beratung vor Ort stattfinde. | Die Beratung findet vor Ort statt.
Angestrebt wird, dass Frauen genauso oft teilnehmen, auch im Winter. | Frauen nehmen genauso oft teil, auch im Winter.
Ziel ist, dass sich alle auf dem Kai sicher fühlen. | Alle fühlen sich auf dem Kai sicher.
Ziel ist, dass mit der Werft geredet wird. | Ziel ist, dass mit der Werft geredet wird.
Ziel ist, dass die Kinder der Hafenarbeiter mitfahren. | Ziel ist, dass die Kinder der Hafenarbeiter mitfahren.
Ziel ist, dass Kinder spielen und Eltern reden können. | Ziel ist, dass Kinder spielen und Eltern reden können.
Alle sollen die Fähre nutzen können. | Alle können die Fähre nutzen.
Niemand soll am Kai schlafen müssen. | Niemand muss am Kai schlafen.
Der Steg ist sicher. | Der Steg ist sicher.
Jede Insel soll bis 2030 eine Hebamme haben. | Jede Insel hat bis 2030 eine Hebamme.
Stärkung der Nachbarschaften | Stärkung der Nachbarschaften.
In Würde alt werden, auch auf der Hallig | In Würde alt werden, auch auf der Hallig.
""")

PRINCIPLES = lines("""
Integration ist Handarbeit | Integration ist Handarbeit.
Wir reden miteinander und nicht übereinander. | Wir reden miteinander und nicht übereinander.
Einig ist man sich, dass niemand ausgegrenzt werde. | Niemand wird ausgegrenzt.
Konsens bestehe darüber, dass Vielfalt zum Hafen gehöre. | Vielfalt gehört zum Hafen.
Der Kapitän betont, Respekt sei keine Einbahnstraße. | Respekt ist keine Einbahnstraße.
""")

PROBLEMS = lines("""
Es fehlen Hebammen im Oberland | Ausreichend Hebammen im Oberland.
Es gibt keinen Bolzplatz am Kai. | Es gibt einen Bolzplatz am Kai.
Fischer erreichen die Beratung nicht | Fischer erreichen die Beratung.
Pendler kennen den Fahrplan nicht | Pendler kennen den Fahrplan.
Werften finden keine Lehrlinge | Werften finden Lehrlinge.
Frauen haben keinen Zugang zu Kursen | Frauen haben Zugang zu Kursen.
Mütter haben keine Räume | Mütter haben Räume.
Anerkennungsverfahren dauern zu lange | Anerkennungsverfahren gehen schneller.
Die Einbürgerung dauert zu lange | Die Einbürgerung geht schneller.
Die Wege zum Arzt sind zu weit | Die Wege zum Arzt sind kürzer.
Gebühren sind zu hoch | Gebühren sind niedriger.
Die Plätze reichen nicht aus | Die Plätze reichen aus.
Eltern trauen sich nicht in die Schule | Eltern trauen sich in die Schule.
Abschlüsse werden nicht anerkannt | Abschlüsse werden anerkannt.
Angebote sind auf der Hallig nicht bekannt | Angebote sind auf der Hallig bekannt.
Muslimische Gräber fehlen | Es gibt muslimische Gräber.
""")

NOT_TURNED = """
Leistungen werden aus Scham nicht beantragt
Der Bus fährt nicht mehr
Entlassene kennen ihre Rechte nicht und werfen Briefe weg
Fördertöpfe kennen wir nicht
Führerschein gilt nicht
Eltern kommen auch abends nicht
Nicht alle kennen die Fähre
Niemand fährt, weil es regnet
Kinder können nicht nur Deutsch
Wir finden keinen Platz, obwohl Räume leer stehen
""".strip().splitlines()

ALL = [("massnahme", case[0], case[1]) for case in MEASURES]
ALL += [("ziel", case[0], case[1]) for case in GOALS]
ALL += [("grundsatz", case[0], case[1]) for case in PRINCIPLES]
ALL += [("problem", case[0], case[1]) for case in PROBLEMS]


@pytest.mark.parametrize(("kind", "said", "expected"), ALL)
def test_a_fragment_becomes_a_sentence_or_stays(kind: str, said: str, expected: str) -> None:
    draft = rewrite(said, kind)
    assert draft is not None
    assert draft.text == expected


@pytest.mark.parametrize(("said", "form"), [(said, form) for said, _, form in MEASURES])
def test_the_form_is_named(said: str, form: str) -> None:
    draft = rewrite(said, "massnahme")
    assert draft is not None
    assert draft.form == form


@pytest.mark.parametrize(("said", "kind"), QUOTES)
def test_what_cannot_be_made_a_sentence_stands_as_a_quote_and_is_marked(said: str, kind: str) -> None:
    draft = rewrite(said, kind)
    assert draft is not None
    assert (draft.form, draft.method) == ("zitat", "auszug")


@pytest.mark.parametrize("said", NOT_TURNED)
def test_a_problem_whose_reversal_is_in_doubt_gives_no_goal(said: str) -> None:
    assert rewrite(said, "problem") is None


@pytest.mark.parametrize(("kind", "said", "expected"), ALL)
def test_nothing_is_added_and_negations_and_numbers_are_kept(kind: str, said: str, expected: str) -> None:
    assert invented(expected, [said]) == []
    assert [word for word in expected if word.isdigit()] == [word for word in said if word.isdigit()]
    if kind != "problem":
        assert negators(expected) == negators(said)


def test_the_set_is_broad() -> None:
    assert len({said for _, said, _ in ALL}) + len(QUOTES) + len(NOT_TURNED) >= 140

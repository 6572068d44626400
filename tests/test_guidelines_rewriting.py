# ruff: noqa: E501 - one case is one line
"""Rewriting: one line says what was noted, the next column what the concept may say."""

import pytest

from pipeline.guidelines.faithful import invented
from pipeline.guidelines.rewriting import rewrite


def lines(drawn: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in drawn.strip().splitlines()]


MEASURES = lines("""
Kurse am Abend anbieten | Kurse am Abend anbieten.
- Kurse am Abend anbieten (5 P.) | Kurse am Abend anbieten.
• Elternlotsen schulen ●●● | Elternlotsen schulen.
Idee: Sprachcafé im Familienzentrum | Einrichtung eines Sprachcafés im Familienzentrum.
Vorschlag Caritas: Patenschaften zu zweit | Patenschaften zu zweit.
Abendkurse!!! | Angebot von Abendkursen.
3. Wegweiser f. Neue u. Alte drucken | Wegweiser für Neue und Alte drucken.
Beratung ggü. dem Rathaus, mind. 2x/Woche | Beratung gegenüber dem Rathaus, mindestens 2x/Woche.
Supervision inkl. Fahrtkosten | Angebot einer Supervision einschließlich Fahrtkosten.
Spielecke + Betreuerin im selben Haus | Spielecke und Betreuerin im selben Haus.
Kinderbetreuung einrichten (VHS, Kursträger) | Kinderbetreuung einrichten.
Man sollte Kurse am Abend anbieten. | Kurse am Abend anbieten.
Am Abend könnte man Kurse anbieten | Am Abend Kurse anbieten.
Kurse könnte man auch am Abend anbieten. | Kurse auch am Abend anbieten.
Wir müssten die Bescheide umschreiben. | Die Bescheide umschreiben.
Wir wollen ein Begegnungshaus bauen | Ein Begegnungshaus bauen.
Man solle Studierende für Nachmittage anfragen. | Studierende für Nachmittage anfragen.
Man solle, so ein Vorschlag, Studierende anfragen. | Studierende anfragen.
Man sollte nicht erst im Winter beginnen. | Nicht erst im Winter beginnen.
Den Antrag müsste man gleich ausfüllen, dann wär das erledigt. | Den Antrag gleich ausfüllen.
Willkommensklasse für drei Monate, dann Übergang mit fester Bezugsperson | Einrichtung einer Willkommensklasse für drei Monate (dann Übergang mit fester Bezugsperson).
Eine Amtszeit lang mitlaufen, dann übernehmen | Eine Amtszeit lang mitlaufen, dann übernehmen.
Patenschaften zeitlich begrenzen, dann traut man sich eher | Patenschaften zeitlich begrenzen.
Der Kreis sollte selbst ausbilden. | Der Kreis bildet selbst aus.
Die Ärztekammer sollte Termine verdoppeln. | Die Ärztekammer verdoppelt Termine.
Das Land möge die Gebühren übernehmen. | Das Land übernimmt die Gebühren.
Die Verwaltung möge prüfen, ob Busse fahren können. | Die Verwaltung prüft, ob Busse fahren können.
Vereine sollen ihre Hallen öffnen. | Vereine öffnen ihre Hallen.
Vereine sollten künftig am Runden Tisch teilnehmen. | Vereine nehmen künftig am Runden Tisch teil.
Die Gemeinde könnte als Mieterin auftreten. | Die Gemeinde tritt als Mieterin auf.
Das Jobcenter muss Aushänge übersetzen lassen. | Das Jobcenter lässt Aushänge übersetzen.
Der Träger sollte Eltern einladen und Fahrten bezahlen. | Der Träger lädt Eltern ein und bezahlt Fahrten.
Die Polizei sollte sich vorstellen und erklären, wie man Anzeige erstattet. | Die Polizei stellt sich vor und erklärt, wie man Anzeige erstattet.
Ein Lotse soll zwischen Amt und Familie vermitteln. | Ein Lotse vermittelt zwischen Amt und Familie.
Die Formulare sollen übersetzt werden. | Die Formulare werden übersetzt.
Ein Fonds sollte eingerichtet werden, damit niemand zahlen muss. | Ein Fonds wird eingerichtet, damit niemand zahlen muss.
Dolmetschende sollen vor dem Einsatz geschult werden. | Dolmetschende werden vor dem Einsatz geschult.
Ab Herbst soll das Amt um Vormünder werben und sie ausbilden. | Ab Herbst wirbt das Amt um Vormünder und bildet sie aus.
Wer Unfälle verschweigt, muss Bußgeld zahlen. | Wer Unfälle verschweigt, zahlt Bußgeld.
Vereine, die ihre Trainings öffnen, sollen einen Zuschuss erhalten. | Vereine, die ihre Trainings öffnen, erhalten einen Zuschuss.
Ein Test soll fehlende Zeugnisse ersetzen können. | Ein Test kann fehlende Zeugnisse ersetzen.
Es wird vorgeschlagen, Kosten zu erstatten. | Kosten erstatten.
Angeregt wird, eine Liste der Ärzte zu führen und auszuhängen. | Eine Liste der Ärzte führen und aushängen.
Vorgeschlagen wird, eine Gruppe anzusiedeln, um auch Mütter zu erreichen. | Eine Gruppe ansiedeln, um auch Mütter zu erreichen.
Der Beirat empfiehlt, Rollstühle vorzuhalten. | Rollstühle vorhalten.
Die Runde regte an, Aufgaben zu zerlegen und zu verteilen. | Aufgaben zerlegen und verteilen.
Frau [Person_3] (Jobcenter) bittet darum, Briefe per App zu versenden. | Briefe per App versenden.
Herr [Person_1] schlägt vor, samstags Unterricht zu geben. | Samstags Unterricht geben.
Herr [Person_1] (Klinik) sagt zu, Praktika anzubieten. | Praktika anbieten.
Wir fordern, einen festen Titel im Haushalt zu verankern. | Einen festen Titel im Haushalt verankern.
Die Anwesenden plädieren dafür, das Konzept alle zwei Jahre fortzuschreiben. | Das Konzept alle zwei Jahre fortschreiben.
Man verständigt sich darauf, den Lotsinnen Ausweise auszuhändigen. | Den Lotsinnen Ausweise aushändigen.
Die Verwaltung wird gebeten, Fahrtkosten zu erstatten. | Die Verwaltung erstattet Fahrtkosten.
Die Träger werden gebeten, ihre Plätze zu melden. | Die Träger melden ihre Plätze.
Der Landrat wird gebeten, sich beim Bund für Kurse einzusetzen. | Der Landrat setzt sich beim Bund für Kurse ein.
Gefordert wird eine unabhängige Beschwerdestelle. | Einrichtung einer unabhängigen Beschwerdestelle.
Beantragt werde die Einrichtung einer Praxis. | Einrichtung einer Praxis.
Vorgeschlagen wurden Stammtische gegen Parolen. | Einrichtung von Stammtischen gegen Parolen.
Gewünscht wird ein Kurs, der auch sonntags stattfinde. | Angebot eines Kurses, der auch sonntags stattfindet.
Nötig sei eine Begutachtung in der Familiensprache. | Begutachtung in der Familiensprache.
Nötig ist das nicht. | Nötig ist das nicht.
Geplant ist der Bau eines Zentrums. | Bau eines Zentrums.
Sie regt Infokarten in Arztpraxen an. | Bereitstellung von Infokarten in Arztpraxen.
Er schlägt Ausbildungen vor, in denen die Gruppen gemischt seien. | Ausbildungen, in denen die Gruppen gemischt sind.
Es wird angeregt, dass die VHS auch samstags prüfe. | Die VHS prüft auch samstags.
Es soll geprüft werden, ob Vereine Module übernehmen. | Prüfen, ob Vereine Module übernehmen.
Es ist zu prüfen, ob der Kreis beitreten kann. | Prüfen, ob der Kreis beitreten kann.
prüfen ob der Kreis zahlen kann | Prüfen, ob der Kreis zahlen kann.
Prüfen, ob der Test auch vor Ort gemacht werden kann | Prüfen, ob der Test auch vor Ort gemacht werden kann.
Wir brauchen einen festen Ansprechpartner. | Benennung eines festen Ansprechpartners.
Bitte informieren Sie die Familien früher. | Die Familien früher informieren.
Bitte führen Sie eine Terminbuchung ein, die auch auf dem Handy funktioniert. | Eine Terminbuchung einführen, die auch auf dem Handy funktioniert.
Warum nicht samstags öffnen? | Samstags öffnen.
Die VHS könne zwei Räume stellen. | Die VHS kann zwei Räume stellen.
Ab dem zweiten Halbjahr werde eine Linie bestellt. | Ab dem zweiten Halbjahr wird eine Linie bestellt.
Die Stiftung biete an, Stipendien auszuloben. | Die Stiftung bietet an, Stipendien auszuloben.
Es ist beabsichtigt, eine gemeinsame Sitzung durchzuführen. | Eine gemeinsame Sitzung durchführen.
Im Anschluss soll die Einbeziehung aller Beteiligten erfolgen. | Im Anschluss erfolgt die Einbeziehung aller Beteiligten.
Die Verwaltung wird beauftragt, ein Konzept zu erarbeiten und dem Rat vorzulegen. | Ein Konzept erarbeiten und dem Rat vorlegen.
Die Verwaltung soll ein Konzept erarbeiten und dem Rat vorlegen. | Die Verwaltung soll ein Konzept erarbeiten und dem Rat vorlegen.
Der Landkreis wird gebeten zu prüfen, ob ein Shuttle eingerichtet werden kann. | Der Landkreis prüft, ob ein Shuttle eingerichtet werden kann.
Seitens der Verwaltung wird vorgeschlagen, einen Runden Tisch einzuberufen. | Einen Runden Tisch einberufen.
Aus Sicht der Träger müssten die Anträge vereinfacht werden. | Aus Sicht der Träger müssten die Anträge vereinfacht werden.
Hier wäre eine zentrale Anlaufstelle hilfreich. | Einrichtung einer zentralen Anlaufstelle.
Wünschenswert wären regelmäßige Treffen der Akteure. | Regelmäßige Treffen der Akteure.
Es sollte geprüft werden, inwieweit Mittel abgerufen werden können. | Prüfen, inwieweit Mittel abgerufen werden können.
Einstellung von zwei Fachkräften für die Beratung | Einstellung von zwei Fachkräften für die Beratung.
Der Hafen soll Kurse anbieten, fordert die Gewerkschaft. | Der Hafen bietet Kurse an.
Die Ämter sollten Sprechzeiten ohne Termin einführen, so das Fazit. | Die Ämter führen Sprechzeiten ohne Termin ein.
""")

GOALS = lines("""
Eltern kennen das Schulsystem | Eltern kennen das Schulsystem.
Ziel: kürzere Wartezeiten | Die Wartezeiten sind kürzer.
Ziel 3: Mehr Frauen in Ausbildung (4) | Es gibt mehr Frauen in Ausbildung.
Alle Kinder sollen am Ganztag teilnehmen können. | Alle Kinder können am Ganztag teilnehmen.
Bescheide sollen so abgefasst sein, dass alle sie verstehen. | Bescheide sind so abgefasst, dass alle sie verstehen.
Die Dauer soll auf wenige Wochen begrenzt bleiben. | Die Dauer bleibt auf wenige Wochen begrenzt.
Niemand soll länger als drei Monate warten. | Niemand wartet länger als drei Monate.
Niemand soll ohne Abschluss gehen müssen. | Niemand muss ohne Abschluss gehen.
Kein Kind soll in einer Turnhalle schlafen müssen. | Kein Kind muss in einer Turnhalle schlafen.
Keine Familie muss in nassen Wohnungen leben. | Keine Familie muss in nassen Wohnungen leben.
Fürsorge soll nicht auf Kosten der Frauen gehen. | Fürsorge geht nicht auf Kosten der Frauen.
Verständigung soll nicht länger vom Zufall abhängen. | Verständigung hängt nicht länger vom Zufall ab.
Wer kommt, soll ankommen. | Wer kommt, kommt an.
Mittelfristig solle niemand mehr außerhalb untergebracht werden müssen. | Mittelfristig muss niemand mehr außerhalb untergebracht werden.
Die Kommunen sollten frühzeitig einbezogen sein. | Die Kommunen sind frühzeitig einbezogen.
Kursleitende sollen von ihrem Honorar leben und nicht aufstocken müssen. | Kursleitende sollen von ihrem Honorar leben und nicht aufstocken müssen.
Jugendliche sollen nicht nur gehört werden, sondern mitentscheiden. | Jugendliche sollen nicht nur gehört werden, sondern mitentscheiden.
Eltern dürfen nicht zwischen Arbeit und Kind wählen müssen. | Eltern dürfen nicht zwischen Arbeit und Kind wählen müssen.
Ziel ist, dass alle binnen zwei Wochen versorgt sind. | Alle sind binnen zwei Wochen versorgt.
Ziel müsse sein, dass jeder binnen zwei Wochen versorgt sei. | Jeder ist binnen zwei Wochen versorgt.
Ziel müsse es sein, so die Vertreterin, dass niemand über seine Kräfte gehe. | Niemand geht über seine Kräfte.
Angestrebt werde, dass der Anteil jenem der übrigen entspreche. | Der Anteil entspricht jenem der übrigen.
Wünschenswert sei, dass Betriebe mehr wissen. | Betriebe wissen mehr.
Wir wollen, dass niemand mehr ausgeschlossen bleibt. | Niemand bleibt mehr ausgeschlossen.
Man wolle erreichen, dass Ratsuchende gleich richtig landen. | Ziel ist, dass Ratsuchende gleich richtig landen.
Dass Ältere ihre Rechte kennen, das wär schön. | Ziel ist, dass Ältere ihre Rechte kennen.
„Dass wir uns weiter treffen.“ | Wir treffen uns weiter.
Als Ziel wird festgehalten, Anträge innerhalb eines Jahres zu bescheiden. | Anträge innerhalb eines Jahres bescheiden.
Es gehe darum, den Anteil zu halbieren. | Den Anteil halbieren.
Angestrebt werde eine Verwaltung, die alle erreicht. | Verwaltung, die alle erreicht.
Jeder Mensch hat Anspruch darauf, gehört zu werden. | Jeder Mensch hat Anspruch darauf, gehört zu werden.
Amtliche Schreiben sind so formuliert, dass alle sie verstehen. | Amtliche Schreiben sind so formuliert, dass alle sie verstehen.
Betriebe können sich darauf verlassen, dass Zusagen gelten. | Betriebe können sich darauf verlassen, dass Zusagen gelten.
Vertrauen zur Verwaltung aufbauen | Das Vertrauen zur Verwaltung wird aufgebaut.
Abbau von Sprachbarrieren in der Pflege | Abbau von Sprachbarrieren in der Pflege.
Bis 2031 soll jeder Ortsteil einen Bolzplatz besitzen, der auch im November bespielbar ist. | Bis 2031 besitzt jeder Ortsteil einen Bolzplatz, der auch im November bespielbar ist.
Familien sollten Hilfe als Entlastung erfahren, so das Fazit des Dezernenten. | Familien erfahren Hilfe als Entlastung.
Wir möchten, dass sich alle hier wohlfühlen. | Alle fühlen sich hier wohl.
Ziel ist es, Doppelstrukturen zu vermeiden und Synergien zu nutzen. | Doppelstrukturen vermeiden und Synergien nutzen.
Der Anteil der Frauen, die B1 erreichen, soll steigen. | Der Anteil der Frauen, die B1 erreichen, steigt.
Am Ende soll keiner länger als, sag ich mal, acht Wochen warten. | Am Ende wartet keiner länger als acht Wochen.
In den Räten soll sich widerspiegeln, wer hier lebt. | In den Räten spiegelt sich wider, wer hier lebt.
Maßnahmen von Kreis und Gemeinden sollen künftig ineinandergreifen. | Maßnahmen von Kreis und Gemeinden greifen künftig ineinander.
""")

PRINCIPLES = lines("""
Integration ist keine Einbahnstraße | Integration ist keine Einbahnstraße.
Integration sei keine Einbahnstraße, bewegen müssten sich beide Seiten. | Integration ist keine Einbahnstraße, bewegen müssen sich beide Seiten.
Das Grundgesetz gelte für alle, darüber werde nicht verhandelt. | Das Grundgesetz gilt für alle, darüber wird nicht verhandelt.
Die Runde betont, Verständigung sei Bringschuld und Holschuld zugleich. | Verständigung ist Bringschuld und Holschuld zugleich.
Frau [Person_2] entgegnet, Vielfalt sei kein Sonderfall, sondern Alltag. | Vielfalt ist kein Sonderfall, sondern Alltag.
Herr [Person_4] fasst zusammen: Der Kreis könne Türen öffnen, durchgehen müsse jeder selbst. | Der Kreis kann Türen öffnen, durchgehen muss jeder selbst.
[Person_5]: Wer sich einbringt, gehört dazu. | Wer sich einbringt, gehört dazu.
Einig ist man sich, dass Religionsfreiheit für alle gelte. | Religionsfreiheit gilt für alle.
Es herrscht Konsens, dass Erfolge gefeiert werden sollten. | Grundsatz ist, dass Erfolge gefeiert werden sollen.
Die Gruppe hält fest, dass Vielfalt der Normalfall sei. | Grundsatz ist, dass Vielfalt der Normalfall ist.
Jeder solle von seiner Arbeit leben können, so die Kammer. | Jeder soll von seiner Arbeit leben können.
Wer hier wohne, solle mitbestimmen können. | Wer hier wohnt, soll mitbestimmen können.
Ein Konzept lebe davon, dass man es jedes Jahr in die Hand nehme. | Ein Konzept lebt davon, dass man es jedes Jahr in die Hand nimmt.
Armut dürfe kein Grund sein, einem Kind etwas vorzuenthalten. | Armut darf kein Grund sein, einem Kind etwas vorzuenthalten.
Man dürfe niemanden für dumm halten – darüber herrscht Einvernehmen. | Man darf niemanden für dumm halten.
Herkunft darf über Schulerfolg nicht entscheiden | Herkunft darf über Schulerfolg nicht entscheiden.
Wir planen mit den Menschen und nicht über ihre Köpfe hinweg. | Wir planen mit den Menschen und nicht über ihre Köpfe hinweg.
Integration gelinge nur, wenn beide Seiten dazu bereit seien, so der Bürgermeister. | Integration gelingt nur, wenn beide Seiten dazu bereit sind.
Es bestehe Einvernehmen darüber, dass niemand ausgegrenzt werden dürfe. | Niemand darf ausgegrenzt werden.
Niemand muss sich für seinen Namen rechtfertigen. | Niemand muss sich für seinen Namen rechtfertigen.
Helfen heißt nicht bevormunden (2 Pkt.) | Helfen heißt nicht bevormunden.
Wer arbeitet, gehört dazu (längere Diskussion) | Wer arbeitet, gehört dazu.
Fördertöpfe blieben uns lange verschlossen. | Fördertöpfe blieben uns lange verschlossen.
Ohne Ehrenamt stünde vieles still. | Ohne Ehrenamt stünde vieles still.
Wichtig ist der Respekt voreinander. | Wichtig ist der Respekt voreinander.
Kriege der alten Heimat werden hier nicht weitergeführt. | Kriege der alten Heimat werden hier nicht weitergeführt.
Freiwillige ergänzen das Hauptamt, es sei denn, sie wollen nicht. | Freiwillige ergänzen das Hauptamt, es sei denn, sie wollen nicht.
Wir stehen ein für einfache Sprache und kurze Wege. | Wir stehen ein für einfache Sprache und kurze Wege.
""")

PROBLEMS = lines("""
Es fehlen Kita-Plätze im Nordkreis. | Ausreichend Kita-Plätze im Nordkreis.
Zu wenig bezahlbarer Wohnraum | Ausreichend bezahlbarer Wohnraum.
zu wenige Sprachmittler für Arztgespräche | Ausreichend Sprachmittler für Arztgespräche.
Fehlende Kinderbetreuung beim Kurs | Es gibt Kinderbetreuung beim Kurs.
fehlender bezahlbarer Wohnraum | Es gibt bezahlbaren Wohnraum.
Es gibt keinen Treffpunkt im Ort. | Es gibt einen Treffpunkt im Ort.
Es gibt keine Beratungsstelle im Südkreis. | Es gibt eine Beratungsstelle im Südkreis.
Es gibt keine Kurse am Abend. | Es gibt Kurse am Abend.
Zu lange Wartezeiten auf den Kurs | Kürzere Wartezeiten auf den Kurs.
Angebote sind kaum bekannt | Angebote sind bekannt.
Eltern kennen das Schulsystem nicht. | Eltern kennen das Schulsystem.
Wir brauchen mehr Hebammen. | Es braucht mehr Hebammen.
Kinderbetreuung am Abend fehlt | Es gibt Kinderbetreuung am Abend.
Mangel an bezahlbarem Wohnraum | Sicherstellung von bezahlbarem Wohnraum.
Lange Wartezeiten bei der Ausländerbehörde | Kürzere Wartezeiten bei der Ausländerbehörde.
Keine Anlaufstelle für Alleinerziehende | Es gibt eine Anlaufstelle für Alleinerziehende.
Es mangelt an Hebammen. | Sicherstellung von Hebammen.
""")

NOT_TURNED = lines("""
Eltern kennen das Schulsystem nicht und erfahren zu spät vom Elternabend.
Die Wohnungssuche dauert ewig.
Kein Mangel an Kursen, aber kaum jemand weiß davon.
Meine Tochter findet keinen Platz.
Fehlende Bindungen gehen mit Krankheit einher.
Niemand fühlt sich zuständig.
Viele Angebote sind nicht bekannt.
Es fehlt an einem Konzept, das alle kennen.
Hebammen übersetzen mit dem ältesten Kind, weil Dolmetscher fehlen.
Es fehlt nicht an Geld.
""")

ALL = [("massnahme", *case) for case in MEASURES]
ALL += [("ziel", *case) for case in GOALS]
ALL += [("grundsatz", *case) for case in PRINCIPLES]
ALL += [("problem", *case) for case in PROBLEMS]


@pytest.mark.parametrize(("kind", "said", "expected"), ALL)
def test_a_statement_becomes_a_sentence_of_the_concept(kind: str, said: str, expected: str) -> None:
    draft = rewrite(said, kind)
    assert draft is not None
    assert draft.text == expected


@pytest.mark.parametrize(("said", "expected"), [case[1:] for case in ALL])
def test_no_content_word_is_added(said: str, expected: str) -> None:
    assert invented(expected, [said]) == []


@pytest.mark.parametrize("said", [case[0] for case in NOT_TURNED])
def test_a_problem_whose_reversal_is_in_doubt_gives_no_goal(said: str) -> None:
    assert rewrite(said, "problem") is None


@pytest.mark.parametrize(
    ("said", "least", "most"),
    [
        ("Kurse am Abend anbieten", 0.85, 1.0),
        ("Ich hab im Mai angerufen und keiner ist drangegangen", 0.0, 0.49),
        ("Kurse -> später?", 0.0, 0.49),
        ("Mehr davon", 0.0, 0.49),
        ("Da müsste man abends, also / nee, eher vormittags was machen", 0.0, 0.49),
    ],
)
def test_a_broken_or_personal_sentence_is_not_presentable(said: str, least: float, most: float) -> None:
    draft = rewrite(said, "massnahme")
    assert draft is not None
    assert least <= draft.quality <= most


@pytest.mark.parametrize("said", ["[Person_3] kümmert sich um die Liste", "●●●", "?!", ""])
def test_a_name_or_an_empty_note_gives_no_sentence(said: str) -> None:
    assert rewrite(said, "massnahme") is None


def test_what_was_only_cleaned_is_marked_as_an_extract() -> None:
    methods = {
        said: draft.method
        for said in ("Kurse anbieten (3)", "Man sollte Kurse anbieten")
        if (draft := rewrite(said, "massnahme"))
    }
    assert methods == {"Kurse anbieten (3)": "auszug", "Man sollte Kurse anbieten": "umgeformt"}


UNKNOWN = pytest.mark.xfail(strict=True, reason="bekannte Grenze")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param("Die Runde sprach sich für einen gemeinsamen Bogen aus.", "Gemeinsamer Bogen.", marks=UNKNOWN),
        pytest.param("Schaffen wir doch ein Patent!", "Ein Patent schaffen.", marks=UNKNOWN),
        pytest.param("Wir führen ein Parlament ein.", "Ein Parlament einführen.", marks=UNKNOWN),
    ],
)
def test_known_limits(said: str, expected: str) -> None:
    draft = rewrite(said, "massnahme")
    assert draft is not None
    assert draft.text == expected

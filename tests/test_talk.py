"""Talk: what people say about the conversation, themselves or their mail is no statement; what they demand is one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.shared.german.segments import flowing_sentences
from pipeline.statements import categories, talk, transcripts
from pipeline.statements.categories import STATEMENT, Place

ROOT = Path(__file__).resolve().parents[1]
CONVERSATION = """
Da sagen Sie was.
Das ist jetzt nur meine Meinung.
Ich will da niemandem zu nahe treten.
Das können Sie gern so aufschreiben.
Wie viel Zeit haben wir noch?
Ich muss mal eben das Fenster zumachen.
Also, wo fange ich an?
Das hatte ich ja vorhin schon gesagt.
Da müssten Sie mit meiner Kollegin sprechen.
Ich habe Ihnen da mal was mitgebracht.
Den Flyer können Sie behalten.
Da hinten hängt übrigens der Plan.
Jetzt bin ich ganz abgekommen.
Was war noch mal die Frage?
Das wissen Sie ja selbst.
Das brauche ich Ihnen nicht zu erzählen.
Entschuldigung, ich bin etwas erkältet.
Ich hoffe, das war verständlich.
Können wir kurz unterbrechen?
Da kommt gerade der Hausmeister rein.
Schönes Büro haben Sie hier.
Soll ich noch mehr erzählen?
Na ja, so ist das.
Man muss ja auch mal lachen.
Das ist ein weites Feld.
Das nur am Rande.
Lange Rede, kurzer Sinn.
Ich rede schon wieder viel zu viel.
Kein Problem.
Da bin ich überfragt.
Das müsste ich nachreichen.
Bei uns hat es heute Morgen geschneit.
Haben Sie gut hergefunden?
Ich hatte Ihnen die Zahlen ja schon gemailt.
"""
PERSON = """
Ich komme gebürtig aus Aserbaidschan und lebe seit 2009 im Kreis.
Ich bin mit neunzehn hergekommen, als Au-pair.
Von Haus aus bin ich Lehrerin für Mathematik.
Ich habe zwei Kinder, die gehen beide hier zur Schule.
Seit vier Jahren arbeite ich im Jugendamt, vorher war ich bei einem freien Träger.
Ich bin Hebamme, freiberuflich.
Mein Name ist Petersen, ich vertrete die Kreishandwerkerschaft.
Wir sind zu dritt im Team, zwei Kolleginnen und ich.
Den Verein gibt es seit 1998, ich bin seit drei Jahren im Vorstand.
Ich selbst bin 2015 über die Balkanroute gekommen, mit meinem Bruder.
Studiert habe ich in Aleppo, Elektrotechnik.
Verheiratet, drei Kinder, das vierte unterwegs.
Ich bin hier aufgewachsen, meine Großeltern kamen aus Schlesien.
Und ich mache die Buchhaltung nebenbei, ehrenamtlich.
Ich bin 52.
Ich war vorher zwölf Jahre bei der Bundeswehr.
Und dann bin ich hier hängen geblieben, der Liebe wegen.
Wir hatten da eine Familie aus Eritrea, fünf Kinder, das jüngste zwei Monate alt.
Letztes Jahr hatten wir einen Jungen, vierzehn, der ist mit seinem Onkel gekommen.
Da war eine junge Frau aus Ghana, die hat im Nachbardorf gewohnt, mit dem Baby.
Der Vater ist dann irgendwann zurück nach Rumänien gegangen.
Die Kleine kam in eine Pflegefamilie in der Nähe von Oldenburg.
Zuständig bin ich für den Südkreis, das sind vier Gemeinden.
Ich spreche Russisch und ein bisschen Polnisch.
Ich heiße Amira und gehe in die elfte Klasse.
Seit November zwanzig.
Also, seit ungefähr sieben Jahren.
Schon seit Ende 2016.
Mein Bruder ist, ähm, der ist noch dort.
Meine Eltern sind in Odessa geblieben.
"""
MAIL = """
Schade, dass ich am Donnerstag nicht dabei sein konnte, die Kinder waren krank.
Ihre Mail habe ich leider erst heute gelesen.
Der Abend war wirklich gut organisiert, vielen Dank an das Team.
Auf dem Heimweg sind mir noch drei Dinge eingefallen.
Ich schreibe Ihnen als Vater von zwei Kindern und als Mitglied im Elternrat.
Wie am Telefon besprochen, fasse ich unsere Punkte noch einmal zusammen.
Verzeihen Sie die Länge dieser Mail.
Gern können Sie das so in das Protokoll aufnehmen.
Ich bin bis zum 15. im Büro erreichbar.
Vielleicht passt das ja noch in die Unterlagen.
Unser Vorstand hat am 3. Mai darüber beraten.
Mit Interesse haben wir den Entwurf gelesen.
Wir sind ein Familienbetrieb mit 14 Beschäftigten in dritter Generation.
Bitte bestätigen Sie mir kurz den Eingang.
Falls Sie Fragen haben, rufen Sie mich gern an.
Danke fürs Lesen!
Das war's schon von mir.
Ich freue mich auf die Abschlussveranstaltung.
Das Foto vom Plakat hänge ich an.
Entschuldigen Sie die Tippfehler, ich schreibe vom Handy.
Kommen Sie doch einfach mal vorbei und schauen Sie es sich an.
Ich habe beim Workshop am Tisch 3 gesessen.
Über eine kurze Antwort würde ich mich freuen.
Zu Ihrer Frage nach den Zahlen:
Gruß nach Brakenau!
Eigentlich wollte ich das schon am Abend selbst sagen, aber dann war die Zeit um.
Ich konnte am 7. leider nicht kommen, weil ich Notdienst hatte.
Auf dem Zettel war zu wenig Platz, deshalb noch einmal so.
Meine Frau sagt, ich soll mich kurz fassen.
Es ist schon spät, und morgen früh habe ich Dienst.
Ich war beim Workshop an Tisch 4, Sie erinnern sich vielleicht.
Bei der Abschlussveranstaltung musste ich früher gehen, der letzte Zug.
Die Diskussion an unserem Tisch fand ich sehr anregend.
Wir haben im Team noch einmal über den Abend gesprochen.
Eine Kollegin hat mir Ihren Aufruf weitergeleitet.
Ich hoffe, meine Hinweise kommen nicht zu spät.
Ich bin kein großer Redner, deshalb lieber schriftlich.
Jetzt ist die Mail doch länger geworden als geplant.
Nehmen Sie davon, was Sie brauchen können.
Sie kennen mich ja, ich bin immer sehr direkt.
Da ich in der großen Runde nicht zu Wort gekommen bin, hier noch zwei Punkte.
Vielleicht ist es ja noch nicht zu spät für das Papier.
Ein paar Gedanken von mir, ungeordnet.
Nichts für ungut.
Schön, dass der Kreis so etwas überhaupt macht.
Danke, dass Sie sich so viel Mühe machen.
Mehr fällt mir gerade nicht ein.
Bitte geben Sie mir kurz Bescheid, ob die Mail angekommen ist.
Der Rest steht ja schon in Ihrem Protokoll.
"""
DEMANDS = """
Ich schicke meine Kinder nicht mehr in den Hort, der ist zu teuer.
Sie müssen das mal erleben, wie lange man im Amt wartet.
Wissen Sie, was ein Kurs im Nachbarkreis kostet?
Da muss ich jedes Mal einen halben Tag Urlaub nehmen, nur für den Bus.
Ich weiß nicht, wo ich mein Kind anmelden soll.
Fragen Sie mal eine Mutter, die mit zwei Kindern zum Kurs will.
Wir haben keine Zeit für die Familien, die Fälle werden immer mehr.
Ich war seit März auf der Warteliste.
Sie können hier ohne Auto nicht leben.
Mir fällt kein Betrieb ein, der noch ausbildet.
Meine Mutter wartet seit einem Jahr auf einen Pflegegrad.
Ich bin Erzieherin und darf hier nicht arbeiten.
Wir schreiben Ihnen, weil die Unterkunft am Kanal schimmelt.
Bei der Veranstaltung hat niemand von den Jugendlichen gesprochen.
Ich hole die Leute zu Hause ab, sonst kommt keiner.
Man sollte die Termine abends anbieten.
Ich wünsche mir, dass jemand die Briefe erklärt.
Meine Mutter ist den ganzen Tag zu Hause, weil kein Bus fährt.
Seit zwei Jahren gibt es den Treff am Hafen.
Ab zwei Kindern wird es teuer.
"""


def lines(words: str) -> list[str]:
    return [line for line in words.strip().split("\n") if line]


def spoken(sentence: str) -> bool:
    """Tell whether a sentence of an answer counts, by the rules alone."""
    ruled = categories.by_wording(sentence, Place("turn")) is None
    return ruled and not (talk.is_talk(sentence) or talk.asks_back(sentence) or transcripts.biography(sentence, ""))


def written(sentence: str) -> bool:
    """Tell whether a sentence of a letter counts, by the rules alone."""
    return categories.judge(sentence, Place("paragraph", letter=True)).category == STATEMENT


@pytest.mark.parametrize("sentence", lines(DEMANDS))
def test_what_people_demand_counts_however_they_say_it(sentence: str) -> None:
    assert spoken(sentence)
    assert written(sentence)


@pytest.mark.parametrize(
    ("words", "judge", "most"),
    [(CONVERSATION, spoken, 2), (PERSON, spoken, 4), (MAIL, written, 6)],
    ids=["Gespräch", "Person", "Mail"],
)
def test_most_of_what_is_beside_the_matter_is_known_by_rule(words: str, judge: object, most: int) -> None:
    kept = [line for line in lines(words) if judge(line)]  # type: ignore[operator]
    assert len(kept) <= most, kept


def training(*registers: str) -> list[str]:
    """Return the statements of the training material in these registers."""
    records = (
        json.loads(line)
        for path in sorted((ROOT / "data" / "training").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    )
    return [one["text"] for one in records if one.get("register") in registers and one.get("is_statement", True)]


def test_the_rules_cost_hardly_any_statement_of_the_training_material() -> None:
    talks = training("interview", "gruppendiskussion")
    lost = [text for text in talks if talk.is_talk(text) or transcripts.biography(text, "")]
    assert len(talks) > 2000
    assert len(lost) <= len(talks) * 0.005, lost
    letters = training("e-mail", "brief")
    lost = [text for text in letters if talk.is_talk(text) or talk.is_covering(text)]
    assert len(lost) <= len(letters) * 0.005, lost


def test_a_story_is_told_on_until_somebody_says_what_is_wrong() -> None:
    told = "Der Onkel hat ihn dann bei einer Tante abgegeben. Da fehlt uns eine Clearingstelle."
    first, second = (told[start:end] for start, end in flowing_sentences(told))
    assert transcripts.goes_on(first)
    assert not transcripts.goes_on(second)

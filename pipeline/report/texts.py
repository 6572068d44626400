"""What the report says about itself: how to read it, how it was made. Plain German, the same in every format."""

from __future__ import annotations

from pipeline.report.content import Source
from pipeline.shared.wording import number

CONFIDENTIAL = "Vertraulich – nur für den internen Gebrauch"
PUBLIC_NOTE = "Öffentliche Fassung"


def how_to_read(source: Source) -> list[tuple[str, str]]:
    """Return the terms a reader needs, with their meaning."""
    limits = source.codebook.publication
    terms = [
        ("Nennung", "Eine Aussage an einer Stelle eines Dokuments. Wird dasselbe zweimal gesagt, sind es zwei Nennungen. "
                    "Daneben steht die Zahl ohne wortgleiche Wiederholungen."),
        ("Dokumente", "In wie vielen Protokollen, Mitschriften, Mails oder Interviews etwas vorkommt."),
        ("Gruppen", "Wie viele der beteiligten Gruppen bei diesen Runden dabei waren. Nicht jede Gruppe hat das selbst gesagt."),
        ("n", "Die Zahl der Nennungen, auf die sich ein Bild oder eine Tabelle bezieht."),
        ("Häufigkeit", "Oft genannt heißt nicht wichtig. Eine einzelne Aussage kann den Ausschlag geben; auch sie steht hier."),
        ("Klebepunkte", "Punkte aus Abstimmungen. Sie stehen für sich und vervielfachen keine Nennung."),
        ("Anteile", f"Prozente stehen erst ab {number(limits.minimum_for_percentages)} Nennungen. Der Bereich in Klammern sagt, "
                    "wie sehr der Anteil schwanken würde, wären andere Dokumente zusammengekommen."),
        ("Vorschlag", "Was die Maschine vorschlägt, heißt Vorschlag, bis ein Mensch entschieden hat. Was gilt, entscheiden Menschen."),
    ]  # fmt: skip
    if source.public:
        terms.append(
            ("·", f"Nicht gezeigt: Hinter der Zahl stehen weniger als {number(limits.minimum_sources)} Dokumente (bei Interviews "
                  f"{number(limits.minimum_sources_interview)}), oder eine solche Zahl ließe sich sonst ausrechnen.")
        )  # fmt: skip
    return terms


def method(source: Source) -> list[tuple[str, str]]:
    """Return how the report was made, in headed paragraphs."""
    book = source.codebook
    fields = sum(1 for field in book.fields if field.role == "field")
    return [
        ("Was ausgewertet wurde",
         "Ausgewertet wurden die Papiere des Verfahrens: Protokolle, Kartenabschriften, Mitschriften, Mails und Interviews. "
         "Jedes Zeichen jedes Dokuments ist entweder Teil einer Aussage, oder es ist verzeichnet, warum nicht."),
        ("Was eine Aussage ist",
         "Eine Aussage hat eine Art und einen Inhalt: eine Karte, ein Stichpunkt, eine Tabellenzelle oder ein Satzteil. Um sie zu "
         "verstehen, werden Überschrift, Spaltentitel und in Interviews die Frage davor mitgelesen."),
        ("Wie zugeordnet wurde",
         f"Grundlage ist das Codebuch in der Fassung {book.version} mit {number(fields)} Arbeitsbereichen und "
         f"{number(len(book.types))} Arten von Aussagen. Jede Aussage bekommt genau eine Art und einen ersten, höchstens einen "
         "zweiten Arbeitsbereich. Die Maschine schlägt vor und nennt die Wörter, die den Ausschlag gaben; Menschen prüfen und "
         "ändern. Eine Entscheidung von Menschen bleibt bei jedem neuen Durchlauf erhalten. Das Vorgehen folgt der inhaltlich "
         "strukturierenden Inhaltsanalyse: Die Arbeitsbereiche standen vorher fest, die Themen wurden aus dem Material gebildet."),
        ("Wie Themen entstehen",
         "Aussagen mit ähnlichem Inhalt werden zu Themen zusammengestellt. Die Stabilität sagt, welcher Anteil der Aussagen bei "
         "Wiederholungen zusammenbleibt (1 heißt: immer). Aussagen, die zu keinem Thema passen, stehen in der Restliste; "
         "keine verschwindet."),
        ("Wie Vorschläge entstehen",
         "Vorschläge für Leitlinien, Ziele und Aktivitäten werden aus Aussagen gebildet. Jeder nennt die Aussagen, die ihn "
         "stützen, die ihm widersprechen, und Angebote, die es schon gibt. Ein Vorschlag ohne Beleg kann nicht entstehen."),
        ("Wie gezählt wird",
         "Nennungen, Dokumente und Gruppen stehen nebeneinander. Die Schwankungsbreiten entstehen, indem aus den vorhandenen "
         "Dokumenten viele Male zufällig gezogen wird (ganze Dokumente, weil Aussagen einer Runde zusammenhängen)."),
        ("Was geschützt ist",
         "Namen, Kontakte, kleine Orte und seltene Ämter wurden ersetzt, bevor etwas zugeordnet wurde. Interviews werden nur "
         "zusammengefasst gezählt und nie mit anderen Merkmalen gekreuzt. Zitiert wird nur, was dafür freigegeben ist. "
         "Freigegebene Aussagen stehen einzeln in der Liste und lassen sich dort abzählen."),
        ("Was die Auswertung nicht kann",
         "Sie sagt, was gesagt und abgegeben wurde, nicht, was stimmt, was die Bevölkerung insgesamt meint oder was wichtig ist. "
         "Wer nicht dabei war, kommt nicht vor. Kurze Stichworte können falsch zugeordnet sein; dafür gibt es die Prüfung."),
    ]  # fmt: skip

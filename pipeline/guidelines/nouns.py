"""Nouns that a measure is made of: their gender, their forms, and what is done with what they name.

A note says `Sprachcafé im Familienzentrum`; the concept says `Einrichtung eines Sprachcafés im Familienzentrum`. Only
nouns listed here are treated, compounds by their last part; where an adjective does not agree with the listed gender,
the words are left as they are.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

LISTED = """
Einrichtung |
  Team n Teams, Stelle f Stellen, Café n Cafés, Cafe n Cafes, Treff m Treffs, Treffpunkt m Treffpunkte, Büro n
  Büros, Sprechstunde f Sprechstunden, Gruppe f Gruppen, Pool m Pools, Börse f Börsen, Beirat m Beiräte, Fonds m
  Fonds, Tisch m Tische, Netzwerk n Netzwerke, Hotline f Hotlines, Zentrum n Zentren, Klasse f Klassen,
  Arbeitskreis m Arbeitskreise, Gesprächskreis m Gesprächskreise, Forum n Foren, Portal n Portale, Plattform f
  Plattformen, Datenbank f Datenbanken, Werkstatt f Werkstätten, Spielecke f Spielecken, Leseecke f Leseecken,
  Buslinie f Buslinien, Rufbus m Rufbusse, Kommission f Kommissionen, Stammtisch m Stammtische, Fahrdienst m
  Fahrdienste, Besuchsdienst m Besuchsdienste, Dolmetschdienst m Dolmetschdienste, Begleitdienst m
  Begleitdienste, Bereitschaftsdienst m Bereitschaftsdienste, Garten m Gärten, Stützpunkt m Stützpunkte,
  Servicepunkt m Servicepunkte, Infopunkt m Infopunkte, Bibliothek f Bibliotheken, Schalter m Schalter,
  Koordinierungskreis m Koordinierungskreise, Verteiler m Verteiler, Topf m Töpfe, Beschwerdetelefon n
  Beschwerdetelefone, Nottelefon n Nottelefone, Elternrunde f Elternrunden, Lotsenpunkt m Lotsenpunkte
Angebot |
  Beratung f Beratungen, Kinderbetreuung f -, Supervision f -, Tandem n Tandems, Kurs m Kurse, Lehrgang m
  Lehrgänge, Training n Trainings, Workshop m Workshops, Seminar n Seminare, Modul n Module, Praktikum n
  Praktika, Coaching n Coachings, Nachhilfe f -, Spielkreis m Spielkreise, Lernzeit f Lernzeiten,
  Schnupperstunde f Schnupperstunden, Schnuppertag m Schnuppertage, Sprechtag m Sprechtage, Ferienprogramm n
  Ferienprogramme, Mentoring n -, Fahrradkurs m Fahrradkurse, Ferienfreizeit f Ferienfreizeiten, Probestunde f
  Probestunden
Durchführung |
  Abend m Abende, Fachtag m Fachtage, Messe f Messen, Kampagne f Kampagnen, Konferenz f Konferenzen, Infoabend m
  Infoabende, Informationsabend m Informationsabende, Elternabend m Elternabende, Themenabend m Themenabende,
  Infonachmittag m Infonachmittage, Nachmittag m Nachmittage, Fest n Feste, Aktionstag m Aktionstage,
  Aktionswoche f Aktionswochen, Projektwoche f Projektwochen, Veranstaltung f Veranstaltungen, Ausstellung f
  Ausstellungen, Umfrage f Umfragen, Befragung f Befragungen, Wettbewerb m Wettbewerbe, Stadtführung f
  Stadtführungen, Führung f Führungen, Turnier n Turniere, Freiwilligentag m Freiwilligentage, Tag der offenen
  Tür m Tage der offenen Tür, Lesung f Lesungen, Vortrag m Vorträge, Hospitation f Hospitationen, Fachaustausch
  m -, Rundgang m Rundgänge
Bereitstellung |
  Flyer m Flyer, Broschüre f Broschüren, Leitfaden m Leitfäden, Merkblatt n Merkblätter, Infoblatt n
  Infoblätter, Übersicht f Übersichten, Wegweiser m Wegweiser, Handreichung f Handreichungen, Mappe f Mappen,
  Heft n Hefte, Video n Videos, Film m Filme, Erklärfilm m Erklärfilme, Fragebogen m Fragebögen, Vorlage f
  Vorlagen, Checkliste f Checklisten, Glossar n Glossare, Wörterbuch n Wörterbücher, Katalog m Kataloge, Plakat
  n Plakate, Stadtplan m Stadtpläne, Kontaktliste f Kontaktlisten, Kalender m Kalender, Bildkarte f Bildkarten,
  Infokarte f Infokarten
Erarbeitung |
  Konzept n Konzepte, Satzung f Satzungen, Richtlinie f Richtlinien, Notfallplan m Notfallpläne, Strategie f
  Strategien, Curriculum n Curricula, Handlungsplan m Handlungspläne
Einführung |
  Ehrenamtskarte f Ehrenamtskarten, Gesundheitskarte f Gesundheitskarten, Pauschale f Pauschalen, Standard m
  Standards, Verfahren n Verfahren, Quote f Quoten, Siegel n Siegel, App f Apps, Warteliste f Wartelisten,
  Ausweis m Ausweise, Leitsystem n Leitsysteme, Meldesystem n Meldesysteme, Sprechzeit f Sprechzeiten,
  Öffnungszeit f Öffnungszeiten, Regelung f Regelungen
Benennung |
  Ansprechpartner m Ansprechpartner, Ansprechpartnerin f Ansprechpartnerinnen, Ansprechperson f
  Ansprechpersonen, Bezugsperson f Bezugspersonen, Vertrauensperson f Vertrauenspersonen, Kontaktperson f
  Kontaktpersonen
Einsatz |
  Lotse w Lotsen, Lotsin f Lotsinnen, Pate w Paten, Patin f Patinnen, Mentor v Mentoren, Mentorin f Mentorinnen,
  Dolmetscher m Dolmetscher, Dolmetscherin f Dolmetscherinnen, Sprachmittler m Sprachmittler, Sprachmittlerin f
  Sprachmittlerinnen, Berater m Berater, Beraterin f Beraterinnen, Begleiter m Begleiter, Begleiterin f
  Begleiterinnen, Vermittler m Vermittler, Betreuungskraft f Betreuungskräfte, Assistenzkraft f Assistenzkräfte,
  Sozialarbeiter m Sozialarbeiter, Sozialarbeiterin f Sozialarbeiterinnen, Botschafter m Botschafter,
  Botschafterin f Botschafterinnen, Scout m Scouts, Vorlesepate w Vorlesepaten, Kümmerer m Kümmerer, Pflegelotse
  w Pflegelotsen
Abschluss |
  Vertrag m Verträge, Rahmenvertrag m Rahmenverträge, Kooperationsvereinbarung f Kooperationsvereinbarungen,
  Vereinbarung f Vereinbarungen, Zielvereinbarung f Zielvereinbarungen
Gewährung |
  Zuschuss m Zuschüsse, Stipendium n Stipendien, Aufwandsentschädigung f Aufwandsentschädigungen
- |
  Vielfalt f -, Zugang m Zugänge, Austausch m -, Anteil m Anteile, Dialog m Dialoge, Übergang m Übergänge,
  Einstieg m Einstiege, Respekt m -, Zusammenhalt m -, Vertrauen n -, Verständnis n -, Angebot n Angebote,
  Miteinander n -, Wissen n -, Ehrenamt n -, Engagement n -, Bewusstsein n -, Personal n -, Selbstvertrauen n -,
  Schutz m -, Wohnraum m -, Nachwuchs m -, Platz m Plätze, Kind n Kinder, Abschluss m Abschlüsse, Verein m
  Vereine, Betrieb m Betriebe, Weg m Wege, Hürde f Hürden, Barriere f Barrieren, Chance f Chancen, Familie f
  Familien, Schule f Schulen, Kita f Kitas, Behörde f Behörden, Amt n Ämter, Frau f Frauen, Mann m Männer,
  Mensch w Menschen, Person f Personen, Sprache f Sprachen, Information f Informationen, Zuständigkeit f
  Zuständigkeiten, Wartezeit f Wartezeiten, Termin m Termine, Antrag m Anträge, Fahrzeit f Fahrzeiten, Kontakt m
  Kontakte, Begegnung f Begegnungen, Kompetenz f Kompetenzen, Qualifikation f Qualifikationen, Fachkraft f
  Fachkräfte, Lehrkraft f Lehrkräfte, Kollege w Kollegen, Nachbar v Nachbarn, Jugendlicher a Jugendliche,
  Geflüchteter a Geflüchtete, Zugewanderter a Zugewanderte, Ehrenamtlicher a Ehrenamtliche, Alleinerziehender a
  Alleinerziehende, Senior v Senioren, Patient w Patienten, Migrant w Migranten, Schüler m Schüler, Schülerin f
  Schülerinnen, Bewohner m Bewohner, Einwohner m Einwohner, Elternteil n Eltern, Ort m Orte, Wohnung f
  Wohnungen, Struktur f Strukturen, Doppelstruktur f Doppelstrukturen, Vorurteil n Vorurteile, Angst f Ängste,
  Konflikt m Konflikte, Kosten f Kosten, Gebühr f Gebühren, Leistung f Leistungen, Recht n Rechte, Ressource f
  Ressourcen, Stärke f Stärken, Talent n Talente, Verfahren n Verfahren, Unterlage f Unterlagen, Brief m Briefe,
  Bescheid m Bescheide, Mädchen n Mädchen, Junge w Jungen, Fahrt f Fahrten, Gemeinde f Gemeinden, Träger m
  Träger, Partner m Partner, Netzwerk n Netzwerke
"""
"""What is done with it | noun, gender, plural. Gender w, v: masculine with -n, -en in the singular; a: adjective."""

GENITIVE_ES = re.compile(r"(?:s|ß|x|z|sch|st)$")


@dataclass(frozen=True)
class Noun:
    """A noun of a note: gender (m, f, n, p for plural), genitive (or dative plural), what is done with it."""

    gender: str
    genitive: str
    frame: str


@dataclass(frozen=True)
class _Entry:
    gender: str
    singular: str
    plural: str
    frame: str


def _entries() -> tuple[_Entry, ...]:
    found = []
    parts = re.split(r"^(\S+) \|$", LISTED, flags=re.MULTILINE)
    for frame, rest in zip(parts[1::2], parts[2::2], strict=True):
        for item in " ".join(rest.split()).split(","):
            match = re.match(r"(?P<noun>.+?) (?P<gender>[mfnwva]) (?P<plural>.+)$", item.strip())
            if match:
                plural = "" if match["plural"] == "-" else match["plural"]
                found.append(_Entry(match["gender"], match["noun"], plural, frame.strip("-")))
    return tuple(found)


ENTRIES = _entries()
"""Every listed noun."""


Place = tuple[int, int, int]


def _places() -> tuple[dict[str, list[Place]], dict[str, list[Place]]]:
    """Return the places of every listed form by the form, and by the ending of a compound that it makes."""
    whole: dict[str, list[Place]] = {}
    endings: dict[str, list[Place]] = {}
    for place, entry in enumerate(ENTRIES):
        for number, listed in enumerate((entry.singular, entry.plural)):
            if listed:
                whole.setdefault(listed, []).append((len(listed), number, place))
                for ending in (listed.lower(), f"-{listed}"):
                    endings.setdefault(ending, []).append((len(listed), number, place))
    return whole, endings


WHOLE, ENDINGS = _places()
"""Length, number (0 singular, 1 plural) and place in ``ENTRIES`` of listed nouns."""


def _fits(word: str) -> list[Place]:
    """Return the listed forms that a word is, or, of a compound, that it ends with."""
    tails = (word[start:] for start in range(1, len(word))) if word[:1].isupper() else ()
    return [*WHOLE.get(word, ()), *(place for tail in tails for place in ENDINGS.get(tail, ()))]


@lru_cache(maxsize=20_000)
def known(word: str) -> Noun | None:
    """Return what is known of a noun, the longest listed ending first; None for others.

    >>> known("Elterncafé")
    Noun(gender='n', genitive='Elterncafés', frame='Einrichtung')
    >>> known("Abendkurse")
    Noun(gender='p', genitive='Abendkursen', frame='Angebot')
    """
    fits = _fits(word)
    if not fits:
        return None
    _, number, place = max(fits)
    entry = ENTRIES[place]
    if number:
        return Noun("p", word if word.endswith(("n", "s", "a")) else f"{word}n", entry.frame)
    if entry.gender == "a":
        return None
    return Noun(entry.gender if entry.gender in "fn" else "m", _genitive(word, entry.gender), entry.frame)


def alone(word: str) -> Noun | None:
    """Return a noun whose plural looks like its singular as the singular; None for others.

    >>> alone("Elternflyer"), alone("Kurse")
    (Noun(gender='m', genitive='Elternflyers', frame='Bereitstellung'), None)
    """
    fits = [place for place in _fits(word) if not place[1]]
    entry = ENTRIES[max(fits)[2]] if fits else None
    if entry is None or entry.singular != entry.plural:
        return None
    return Noun(entry.gender if entry.gender in "fn" else "m", _genitive(word, entry.gender), entry.frame)


def _genitive(word: str, gender: str) -> str:
    """Return the genitive singular: Kurses, Cafés, Lotsen, Fonds."""
    if gender == "f":
        return word
    if gender == "w":
        return f"{word}n" if word.endswith("e") else f"{word}en"
    if word.endswith(("Fonds", "fonds")):
        return word
    return f"{word}{'ses' if word.endswith('bus') else 'es' if GENITIVE_ES.search(word) else 's'}"

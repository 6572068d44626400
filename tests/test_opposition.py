"""Opposition: opposed stances on the same thing are found, everything else is left alone."""

import pytest
from effort import steps

from pipeline.shared.german.opposition import opposed, pairs, stance

OPPOSED = """
ziel/massnahme | Mehr Busse am Sonntag | Am Sonntag weniger Busse fahren lassen
massnahme/massnahme | Mehr Streetworker einstellen | Weniger Streetworker, dafür Lehrkräfte
massnahme/ziel | Schwimmkurse verpflichtend machen | Die Schwimmkurse bleiben freiwillig
massnahme/massnahme | Verpflichtende Schulungen für Vereinsvorstände | Schulungen nur auf freiwilliger Basis
ziel/ziel | Die Beratung soll zentral im Kreishaus sein | Die Beratung soll dezentral angeboten werden
massnahme/massnahme | Unterbringung zentral in Haus Nord | Dezentrale Unterbringung
massnahme/ziel | Die Gutscheine abschaffen | Die Gutscheine beibehalten
massnahme/massnahme | Das Hafenfest streichen | Das Hafenfest fortführen
ziel/massnahme | Mittagessen kostenlos | Mittagessen nur mit Eigenanteil
massnahme/massnahme | Handys im Unterricht verbieten | Handys im Unterricht erlauben
angebot/problem | Die Plätze im Ferienlager reichen aus | Die Plätze im Ferienlager reichen bei weitem nicht aus
angebot/problem | Genug Dolmetscher im Krankenhaus | Dolmetscher fehlen im Krankenhaus
angebot/problem | Die Übergabe klappt gut | Die Übergabe klappt nicht
angebot/problem | Die Anmeldung läuft reibungslos | Die Anmeldung läuft schlecht
grundsatz/grundsatz | Kinder sollen für ihre Eltern übersetzen | Kinder sollen nicht für ihre Eltern übersetzen
problem/angebot | Der Fahrdienst kommt nicht in die Dörfer | Der Fahrdienst kommt in die Dörfer
massnahme/massnahme | Die Nachtlinie nicht abschaffen | Die Nachtlinie abschaffen
massnahme/massnahme | Keine Pflicht zum Elternabend | Pflicht zum Elternabend
ziel/ziel | Weniger Formulare im Amt | Zusätzliche Formulare im Amt
massnahme/massnahme | Das Café am Markt schließen | Das Café am Markt weiterführen
"""

NOT_OPPOSED = """
ziel/ziel | Mehr Kurse am Abend | Weniger Kurse am Vormittag
problem/ziel | Mehr Gewalt auf dem Schulhof | Weniger Gewalt auf dem Schulhof
problem/ziel | Eltern kennen das Angebot nicht | Eltern kennen das Angebot
ziel/ziel | Mehr Lotsen an Schulen | Weniger Bürokratie an Schulen
massnahme/massnahme | Deutschkurse verpflichtend machen | Freiwillige Helfer gewinnen
massnahme/massnahme | Freiwillige im Schwimmkurs einsetzen | Schwimmkurs für alle
ziel/ziel | Niemand wartet mehr auf einen Kurs | Alle warten kürzer auf einen Kurs
angebot/problem | Der Fahrdienst fährt seit 2019 | Im Winter fehlen Handschuhe
problem/problem | Es fehlen Plätze | Es fehlen Räume
massnahme/massnahme | Mehr Busse am Sonntag | Mehr Busse am Samstag
ziel/ziel | Nicht nur reden, handeln | Reden und handeln
massnahme/massnahme | Das Hafenfest streichen | Das Erntefest beibehalten
angebot/problem | Genug Räume im Norden | Im Süden fehlen Lehrkräfte
massnahme/massnahme | Wände im Jugendhaus streichen | Das Jugendhaus erhalten
ziel/massnahme | Kostenlose Fahrten zum Kurs | Gebühren der Behörde senken
angebot/problem | Die Übergabe klappt gut | Die Anmeldung klappt nicht
massnahme/massnahme | Beratung zentral im Kreishaus | Fahrdienst in jeder Gemeinde
ziel/ziel | Mehr als vier Kurse | Weniger Kursabbrüche
grundsatz/grundsatz | Jeder darf seine Sprache sprechen | Niemand wird wegen seiner Sprache ausgelacht
massnahme/ziel | Einen Treffpunkt im Norden eröffnen | Kein Treffpunkt ohne Barrierefreiheit
ziel/ziel | Keine Familie wohnt länger als ein Jahr im Heim | Jede Familie findet eine Wohnung
massnahme/massnahme | Bußgeld bei Schulschwänzen | Begleitung statt Bußgeld bei Krankheit
angebot/angebot | Das Sprachcafé läuft gut | Das Nähcafé läuft gut
problem/angebot | Die Kurse reichen nicht aus | Die Kurse gibt es seit zwei Jahren
ziel/ziel | Mehr Vertrauen zwischen Amt und Familien | Weniger Misstrauen zwischen Amt und Familien
"""


def cases(drawn: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in drawn.strip().splitlines()]


def found(types: str, one: str, other: str) -> str | None:
    first, second = types.split("/")
    return opposed(stance(one, first), stance(other, second))


@pytest.mark.parametrize(("types", "one", "other"), cases(OPPOSED))
def test_opposed_stances_on_the_same_thing_are_found_in_either_order(types: str, one: str, other: str) -> None:
    assert found(types, one, other)
    assert found("/".join(reversed(types.split("/"))), other, one) == found(types, one, other)


@pytest.mark.parametrize(("types", "one", "other"), cases(NOT_OPPOSED))
def test_what_only_sounds_like_a_contradiction_is_none(types: str, one: str, other: str) -> None:
    assert found(types, one, other) is None


def test_all_pairs_are_found_without_comparing_all() -> None:
    drawn = [stance(text, types.split("/")[side]) for types, *both in cases(OPPOSED) for side, text in enumerate(both)]
    searched = {(one, other) for one, other, _ in pairs(drawn)}
    assert searched == {
        (a, b) for a in range(len(drawn)) for b in range(a + 1, len(drawn)) if opposed(drawn[a], drawn[b])
    }
    assert {(place, place + 1) for place in range(0, len(drawn), 2)} <= searched


def searched(count: int) -> int:
    """Return the steps of a search for the opposite of every statement."""
    drawn = [
        stance(f"{'Mehr' if n % 2 else 'Weniger'} Busse nach Ort{n % (count // 2 - 1)} fahren lassen", "ziel")
        for n in range(count)
    ]
    found: list[object] = []
    effort = steps(lambda: found.extend(pairs(drawn)))
    assert len(found) == count // 2 + 1
    return effort


def test_four_times_as_many_statements_are_searched_with_four_times_the_effort() -> None:
    assert searched(10_000) < 5 * searched(2_500)

"""Councils: names as minutes of councils and boards write them, with a party behind or a seat in front."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.pseudonyms.find import Find
from pipeline.pseudonyms.judge import Judge
from pipeline.pseudonyms.patterns import FIRM, GOOD, PARTICLE, WORD

PARTY = (
    r"(?:CDU|CSU|SPD|FDP|AfD|BSW|SSW|ÖDP|UWG|FWG|BfB|WG|FW|B ?90|B'?90/Grüne|Bündnis ?90|(?:Die |Offene )?Grünen?|"
    r"(?:Die )?Linke|Die Linken|Freie Wähler|Piraten|Volt|Die PARTEI|parteilos|fraktionslos)"
)
OF_PARTY = re.compile(
    rf"(?<![\w-])(?P<first>(?:{WORD} ){{0,2}})(?P<last>(?:{PARTICLE})?{WORD}) ?[(,/-] ?"
    rf"{PARTY}(?:[\w/ .-]*\)|(?=[\s,.;:)]|$))"
)
SEAT = re.compile(
    r"(?<![\w-])(?:[Bb]eratende[sn] )?(?:(?:Rats|Beirats|Ausschuss|Kreistags|Gremien|Vorstands)?[Mm]itglied(?:er)?|"
    r"Rats(?:frau|herrn?|dame)|Stadtr(?:at|ätin)|Gemeinder(?:at|ätin)|Kreisr(?:at|ätin)|Stadtverordnete[rn]?|"
    r"Kreistagsabgeordnete[rn]?|Abgeordnete[rn]?|Abg\.|Beigeordnete[rn]?|Beig\.|Dezernent(?:in)?|"
    r"(?:[Ss]tv\.|[Ss]tellv\.|[Ss]tellvertretende[rn]?) (?:Vorsitzende[rn]?|Landr(?:at|ätin)|Bürgermeister(?:in)?)|"
    rf"Vorsitzende[rn]?|Sachkundige[rn]? (?:Einwohner(?:in)?|Bürger(?:in)?)) (?P<name>(?:{PARTICLE})?{WORD})(?!\w)"
)


def of_party(text: str, judge: Judge) -> Iterator[Find]:
    """Yield the name in front of a party: "Abel Bergmann (SPD)"."""
    for found in OF_PARTY.finditer(text):
        first = " ".join(word for word in found["first"].split() if not judge.lexicon.is_role(word))
        first = first if all(judge.named(word) or judge.likely(word) for word in first.split()) else ""
        last = found["last"]
        if not (_name(last, judge) or (first and not judge.lexicon.is_role(last) and not judge.lexicon.is_body(last))):
            continue
        start = found.start("last") - (len(first) + 1 if first else 0)
        yield Find(start, found.end("last"), "person", FIRM, "Name vor einer Partei", first, last)


def seated(text: str, judge: Judge) -> Iterator[Find]:
    """Yield the name behind a seat: "Ratsmitglied Abel", "Mitglied van der Abel"."""
    for found in SEAT.finditer(text):
        if _name(found["name"], judge):
            yield Find(*found.span("name"), "person", GOOD, "Sitz in einem Gremium davor", "", found["name"])


def _name(words: str, judge: Judge) -> bool:
    """Tell whether ``words``, perhaps with a particle, can be a surname here."""
    word = words.rsplit(maxsplit=1)[-1]
    lexicon = judge.lexicon
    if lexicon.is_role(word) or lexicon.is_body(word) or judge.is_place(word):
        return False
    return len(words.split()) > 1 or judge.named(word) or lexicon.is_surname(word)

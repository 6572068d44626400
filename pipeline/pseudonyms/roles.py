"""Roles: who is recognised without a name, because a district has only one like that.

The head of a certain house, the only one of a kind, a profession together with a country, a large family.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.pseudonyms import lexicon as lists
from pipeline.pseudonyms.find import Find
from pipeline.pseudonyms.people import WORD, Judge

HEAD = (
    r"(?:(?:stellv(?:\.|ertretende[rn]?)|ehemalige[rn]?|frühere[rn]?|neue[rn]?|Erste[rn]?|kommissarische[rn]?)\s)?"
    r"(?:[A-ZÄÖÜ][a-zäöüß]*)?(?:[Ll]eiter(?:in)?|[Ll]eitung|[Rr]ektor(?:in)?|[Bb]ürgermeister(?:in)?|[Vv]orsitzende[rn]?|[Vv]orstand|"
    r"[Gg]eschäftsführer(?:in)?|[Gg]eschäftsführung|[Pp]farrer(?:in)?|[Pp]astor(?:in)?|[Ii]mam|[Hh]ausmeister(?:in)?|[Ii]nhaber(?:in)?|"
    r"[Cc]hef(?:in)?|[Dd]irektor(?:in)?|[Dd]ezernent(?:in)?|[Kk]oordinator(?:in)?|[Bb]eauftragte[rn]?|[Ss]precher(?:in)?|[Vv]orsteher(?:in)?|"
    r"[Bb]eigeordnete[rn]?|[Oo]bermeister(?:in)?|[Pp]räsident(?:in)?|[Tt]rainer(?:in)?|[Hh]eimleiter(?:in)?|[Gg]ründer(?:in)?)"
)
HOUSE = r"(?:[A-ZÄÖÜ][\wäöüß.-]*|„[^“\n]{2,40}“|\"[^\"\n]{2,40}\")"
LINK = r"(?:der|des|von|vom|von der|im|in|in der|am|an der|beim|bei der|bei|für|aus)"
OF = re.compile(rf"(?<![\w-])(?P<head>{HEAD})\s(?P<link>{LINK})\s(?P<house>(?:[a-zäöüß]+e[nrs]?\s)?{HOUSE}(?:\s(?:(?:in|im|am|an der|für|und)\s)?{HOUSE}){{0,3}})")
BARE = re.compile(rf"(?<![\w-])(?P<head>{HEAD})\s(?P<house>[A-ZÄÖÜ]{{2,6}}|{HOUSE})(?P<more>,?\s(?:LK\s|Landkreis\s|Stadt\s|Gemeinde\s|in\s)?{HOUSE})?")
MANY = r"(?:fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|[5-9]|1[0-4])"
FAMILY = re.compile(
    rf"(?<!\w)(?:(?:[Aa]lleinerziehende[rn]?\s)?(?:Mutter|Vater|Familie|Witwe|Witwer|Eltern|Ehepaar|Paar|Frau|Mann)\s(?:mit|von)\s(?:{MANY}|drei|vier|3|4)\s(?:kleinen\s|minderjährigen\s)?(?:Kindern|Söhnen|Töchtern)"
    rf"|(?:{MANY})\s(?:Kinder|Kindern|Geschwister|Geschwistern|Söhne|Töchter)(?:,\s(?:der|die|das)\s(?:Älteste|Jüngste|Kleinste|Große|älteste|jüngste)\w*)"
    rf"|(?:hat|haben|mit|ihre|seine|ihren|seinen|hatte)\s(?P<count>(?:{MANY})\s(?:Kinder|Kindern|Geschwister|Geschwistern|Söhne|Töchter)))(?!\w|\s(?:je|pro|in\sder\sGruppe|auf\s))"
)
ONLY = re.compile(
    rf"(?<!\w)(?:einzige[rnms]?|erste[rn]?)\s(?:[a-zäöüß]+e[rn]?\s)?(?P<noun>[A-ZÄÖÜ][\wäöüß-]+(?:in|er|arzt|amme|frau|mann|ist|ent|eur|loge|rat|eister|ärztin))\s(?:im|in|der|des|am|an|von|vom|auf|aus|mit)\s(?:(?:der|dem|den|ganzen|gesamten)\s)*[A-ZÄÖÜ][\wäöüß-]+"
)
GENERAL = re.compile(r"^(?:jede|einer|eines|keiner|Schulen|Kitas|Vereine|Kurse|Unterkünfte|Gruppen)", re.IGNORECASE)
PLURAL = re.compile(r"(?:^|\s)(?:alle|viele|mehrere|die meisten|einige|manche|beide|unsere|keine|jede[rnms]?|eine[rsmn]?|ein|zwei|drei|vier|durch|als)\s$")


@cache
def vocabulary() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Return folded offices that exist once, nationalities, and professions."""
    return lists.folded("unique_offices.txt"), lists.folded("nationalities.txt"), lists.folded("professions.txt")


def roles(text: str, judge: Judge) -> Iterator[Find]:
    """Yield offices and circumstances that only one person has."""
    yield from _heads(text, judge)
    yield from _origins(text, judge)
    for found in FAMILY.finditer(text):
        start, end = found.span("count") if found["count"] else found.span()
        yield Find(start, end, "rare-role", 0.8, "große Familie")
    for found in ONLY.finditer(text):
        yield Find(*found.span(), "rare-role", 0.7, "die Einzige ihrer Art")


def _heads(text: str, judge: Judge) -> Iterator[Find]:
    """Yield the head of a certain house, and offices that exist once."""
    for found in OF.finditer(text):
        if _certain(found, text, judge):
            yield Find(found.start(), found.end("house"), "rare-role", 0.75, "Amt mit Haus")
    for found in BARE.finditer(text):
        house = found["house"]
        proper = judge.strange(house) or judge.is_place(house) or (house.isupper() and len(house) > 1)
        if proper and not judge.lexicon.is_first(house) and not judge.lexicon.is_surname(house):
            end = found.end() if found["more"] and _proper(found["more"], judge) else found.end("house")
            yield Find(found.start(), end, "rare-role", 0.6, "Amt mit Haus")
    once, _, _ = vocabulary()
    for token in re.finditer(rf"(?<![\w-]){WORD}(?!\w)", text):
        if lists.fold(token[0]) in once or lists.fold(token[0].removesuffix("s")) in once:
            yield Find(*token.span(), "rare-role", 0.7, "Amt, das es einmal gibt")


def _certain(found: re.Match[str], text: str, judge: Judge) -> bool:
    """Tell whether one house is meant, and not houses of a kind."""
    many = PLURAL.search(text[max(0, found.start() - 14) : found.start()])
    return not many and not GENERAL.match(found["house"]) and _proper(found["house"], judge)


def _proper(house: str, judge: Judge) -> bool:
    """Tell whether the words name one house: a proper name, a place, a quotation, capitals, or an office of a district."""
    words = [word.strip(",.") for word in house.split()]
    proper = any(judge.is_place(word) or judge.strange(word) or (word.isupper() and len(word) > 1) for word in words)
    return proper or "„" in house or '"' in house


def _origins(text: str, judge: Judge) -> Iterator[Find]:
    """Yield a profession with a country: "Zahnärztin aus …", "syrische Zahnärztin"."""
    _, nations, professions = vocabulary()
    for found in re.finditer(rf"(?<![\w-])(?P<job>{WORD})\s(?:aus|von)\s(?:dem\s|der\s|den\s)?(?P<land>{WORD})(?!\w)", text):
        if lists.fold(found["job"]) in professions and judge.is_place(found["land"]):
            yield Find(*found.span(), "rare-role", 0.8, "Beruf mit Herkunft")
    for found in re.finditer(rf"(?<![\w-])(?P<nation>[A-Za-zäöü]+isch)e[rnms]?\s(?P<job>{WORD})(?!\w)", text):
        if lists.fold(found["job"]) in professions and lists.fold(found["nation"]) in nations:
            yield Find(*found.span(), "rare-role", 0.8, "Beruf mit Herkunft")

"""Roles: who is recognised without a name, because a district has only one like that.

The head of a certain house, the only one of a kind, a profession together with a country or language, a large
family, what people tell about themselves. Houses, professions and origins are lists in ``data/lexicon``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from pipeline.pseudonyms import lexicon as lists
from pipeline.pseudonyms.find import Find
from pipeline.pseudonyms.judge import Judge
from pipeline.pseudonyms.patterns import WORD
from pipeline.shared.spelling import fold

RANK = r"(?:(?:stellv(?:\.|ertretende[rn]?)|ehemalige[rn]?|frühere[rn]?|neue[rn]?|Erste[rn]?|kommissarische[rn]?) )?"
STEM = (
    r"(?:[Ll]eiter(?:in)?|[Rr]ektor(?:in)?|[Bb]ürgermeister(?:in)?|[Vv]orsitzende[rn]?|"
    r"[Gg]eschäftsführer(?:in)?|[Pp]farrer(?:in)?|"
    r"[Pp]astor(?:in)?|[Ii]mam|[Hh]ausmeister(?:in)?|[Ii]nhaber(?:in)?|[Cc]hef(?:in)?|"
    r"[Dd]irektor(?:in)?|[Dd]ezernent(?:in)?|"
    r"[Kk]oordinator(?:in)?|[Bb]eauftragte[rn]?|[Ss]precher(?:in)?|[Oo]rtsvorsteher(?:in)?|"
    r"[Bb]eigeordnete[rn]?|[Oo]bermeister(?:in)?|"
    r"[Pp]räsident(?:in)?|[Gg]ründer(?:in)?)"
)
HEAD = (
    rf"{RANK}(?!Begleit|Reiseleit|Übungsleit|Überleit|Einleit|Anleit|Klassenleit|"
    rf"Gruppenleit)(?:[A-ZÄÖÜ][a-zäöüß]+)?{STEM}"
)
ONE_HEAD = re.compile(rf"(?<![\w-])(?P<head>{HEAD})(?![\w-])")
QUOTED = r"(?:„[^“\n]{2,40}“|\"[^\"\n]{2,40}\")"
HOUSE = rf"(?:[A-ZÄÖÜ][\wäöüß.-]*\w|{QUOTED})"
LINK = r"(?:der|des|von|vom|im|in|in der|am|an der|beim|bei der|bei|für)"
TAIL = rf"(?P<house>(?:[a-zäöüß]+e[nrs]? )?{HOUSE}(?: (?:(?:in|im|am|an der|für) )?{HOUSE}){{0,2}})"
OF = re.compile(rf"(?<![\w-])(?P<head>{HEAD})(?: (?P<link>{LINK}))? {TAIL}")
LEADS = re.compile(
    rf"(?<![\w-])(?P<head>(?:[A-ZÄÖÜ][a-zäöüß]+)?(?:Leitung|leitung)) (?P<house>[A-ZÄÖÜ]{{2,6}}|"
    rf"{QUOTED}|(?:der|des|vom) {HOUSE} {HOUSE})(?:, (?:LK |Landkreis |Stadt |Gemeinde |Region |"
    rf"Bezirk |Team |Abteilung |Standort |Außenstelle ){HOUSE})?(?!\w)"
)
MANY = r"(?:fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dreizehn|vierzehn|[5-9]|1[0-4])"
KIDS = r"(?:Kinder|Kindern|Geschwister|Geschwistern|Söhne|Söhnen|Töchter|Töchtern)"
OLDEST = r"(?:, (?:der|die|das) (?:[Ää]lteste|[Jj]üngste|Kleinste|Große|Mittlere)\w*)"
FAMILY = re.compile(
    r"(?<!\w)(?:(?:[Aa]lleinerziehende[rn]? )?(?:Mutter|Vater|Familie|Witwe|Witwer|Eltern|Ehepaar|"
    rf"Paar|Frau|Mann) (?:mit|von) {MANY} (?:\w+en )?{KIDS}{OLDEST}?"
    rf"|{MANY} {KIDS}{OLDEST}"
    r"|(?:hat|haben|habe|mit|ihre|seine|ihren|seinen|hatte|meine|meinen|"
    rf"unsere) (?P<count>{MANY} {KIDS}{OLDEST}?))(?!\w| (?:je|pro|in der Gruppe|auf ))"
)
ONLY = re.compile(
    r"(?<!\w)(?P<all>(?:(?:[Dd]ie|[Dd]er|[Dd]en|[Aa]ls|[Uu]nsere?|[Mm]eine?) )?(?:einzige[rnms]?|"
    r"erste[rn]?) (?:\w+e[rn]? )?(?P<noun>[A-ZÄÖÜ][\wäöüß-]+(?:in|er|arzt|amme|frau|mann|ist|ent|eur|"
    r"loge|rat))(?P<where> (?:im|in|der|des|am|an|von|vom|auf|aus|mit) (?:(?:der|dem|den|ganzen|"
    r"gesamten) )*[A-ZÄÖÜ][\wäöüß-]+)?)(?!\w)"
)
BEST = re.compile(
    r"(?<![\w-])(?:Innungs|Landes|Bundes|Kammer|Jahrgangs|Kreis|Kurs|Ausbildungs|"
    r"Prüfungs)(?:beste[rn]?|sieger(?:in)?|bester)(?!\w)"
)
SOMEBODY = (
    r"(?:Mann|Frau|Junge|Jungen|Mädchen|Mutter|Vater|Schüler|Schülerin|Azubi|Auszubildende|"
    r"Auszubildender|Student|Studentin|Familie|Ehepaar|Bewerber|Bewerberin|Praktikant|Praktikantin|"
    r"Kollege|Kollegin|Mitarbeiter|Mitarbeiterin|Patient|Patientin|Nachbar|Nachbarin|Teilnehmer|"
    r"Teilnehmerin|Freund|Freundin)"
)
CERTAIN = re.compile(
    r"(?<!\w)(?P<all>(?:[Dd](?:er|ie|en|em|as)|[Uu]nsere?[rn]?|"
    rf"[Mm]eine?[rn]?) (?:\w+[ea][rn]? )?{SOMEBODY} aus (?:dem |der |den )?(?P<land>{WORD}))(?!\w)"
)
SPEAKING = re.compile(rf"(?<![\w-])(?P<tongue>{WORD})(?: |-)(?:sprechende|sprachige)[rnms]? (?P<job>{WORD})(?!\w)")
MYSELF = re.compile(
    r"(?<!\w)(?P<all>(?:ich )?(?:komme|stamme|kam|bin) (?:ich )?(?:ursprünglich |eigentlich |selbst |"
    rf"selber )?aus (?:dem |der |den )?(?P<land>{WORD}))(?!\w)"
)
TRADE = re.compile(
    rf"(?<!\w)(?P<all>(?:[Ii]n (?:der |dem )?{WORD} )?(?:war|bin|wäre) ich (?:von Beruf |früher |"
    rf"gelernte[rn]? |eigentlich |selbst |mal |noch |zuletzt )*(?:als )?(?P<job>{WORD}))(?!\w)"
    r"|(?<!\w)(?P<all2>[Ii]ch (?:war|bin) (?:von Beruf |früher |gelernte[rn]? |eigentlich |selbst |"
    rf"mal |dort |da )*(?P<job2>{WORD})(?: (?:in|im) (?:der |dem )?{WORD})?)(?!\w)"
)
SERVES = re.compile(
    r"(?<!\w)(?P<all>(?:[Ee]ine?|[Dd]ie|"
    rf"[Dd]er) (?P<job>{WORD}) für (?P<land>{WORD})(?: und (?P<other>{WORD}))?(?: zusammen)?(?:, das bin ich)?)(?!\w)"
)
LOAD = re.compile(
    rf"(?<!\w)(?P<all>[Ee]ine? (?P<job>{WORD}(?:in|er)) (?:hat|betreut|begleitet|für|"
    rf"führt) (?:\d{{2,3}}|hundert\w*) {WORD})(?!\w)"
)
CLERGY = re.compile(
    r"(?<![\w-])(?:Pastor(?:in)?|Pfarrer(?:in)?|Imam|Rabbiner(?:in)?|Diakon(?:in)?|Kaplan|"
    r"Dechant)(?:, (?:Pastor(?:in)?|Pfarrer(?:in)?|Imam|Rabbiner(?:in)?))?(?: und | & |"
    r"/)(?:Pastor(?:in)?|Pfarrer(?:in)?|Imam|Rabbiner(?:in)?|Diakon(?:in)?)(?![\w])"
)
STAFF = re.compile(
    r"(?<=\()(?P<all>(?:(?:stud|wiss|stellv|ehem)\. )?(?:Hilfskraft|Praktikant(?:in)?|"
    r"Werkstudent(?:in)?|Trainee|Referendar(?:in)?|FSJlerin|FSJler|Bufdi|Volontär(?:in)?|Sekretariat|"
    rf"Assistenz|Assistent(?:in)?)(?: (?:der |des |im |in der |beim )?{HOUSE}){{0,2}})(?=\))"
)
GENERAL = re.compile(r"^(?:jede|einer|eines|keiner)", re.IGNORECASE)
MANY_BEFORE = re.compile(
    r"(?:^|\W)(?:alle|viele|mehrere|die meisten|einige|manche|beide|keine?|jede[rnms]?|zwei|drei|"
    r"vier|als|je|pro|eine[rsmn]?|ein)\s$",
    re.IGNORECASE,
)
THE_BEFORE = re.compile(r"(?:^|\W)(?:die|der|den|dem|unsere?[rnm]?|meine?[rnm]?|zur|zum|mit|,|:|\()\s$", re.IGNORECASE)


@cache
def listed(name: str) -> frozenset[str]:
    """Return the folded words of a list."""
    return lists.folded(name)


def is_job(word: str) -> bool:
    """Tell whether ``word`` is a profession in the singular, or a compound of one ("Anerkennungsberaterin")."""
    folded = fold(word)
    return (
        folded in listed("professions.txt")
        or folded in listed("roles.txt")
        or bool(
            re.search(
                r"(?:berater|pfleger|lehrer|vermittler|arbeiter|therapeut|mittler|dolmetscher|ärzt|vormünd)in$",
                word.lower(),
            )
        )
    )


def roles(text: str, judge: Judge) -> Iterator[Find]:
    """Yield offices and circumstances that only one person has."""
    yield from _heads(text, judge)
    yield from _origins(text, judge)
    yield from _single(text, judge)
    yield from _myself(text, judge)


def _heads(text: str, judge: Judge) -> Iterator[Find]:
    """Yield the head of a certain house, and offices that exist once."""
    for found in OF.finditer(text):
        end = _house_end(found, text, judge)
        if end:
            yield Find(found.start(), end, "rare-role", 0.75, "Amt mit Haus")
    for found in LEADS.finditer(text):
        yield Find(*found.span(), "rare-role", 0.6, "Leitung mit Haus")
    for token in re.finditer(rf"(?<![\w-]){WORD}(?!\w)", text):
        if fold(token[0]) in listed("unique_offices.txt") or fold(token[0].removesuffix("s")) in listed(
            "unique_offices.txt"
        ):
            yield Find(*token.span(), "rare-role", 0.7, "Amt, das es einmal gibt")
    for pattern, why in ((BEST, "Auszeichnung"), (CLERGY, "Geistliche eines Orts"), (STAFF, "Stelle in Klammern")):
        for found in pattern.finditer(text):
            yield Find(*found.span(), "rare-role", 0.6, why)


def _house_end(found: re.Match[str], text: str, judge: Judge) -> int:
    """Return where the name of one certain house ends; 0 where no certain house is meant."""
    before = text[max(0, found.start() - 14) : found.start()]
    house, link = found["house"], found["link"]
    if MANY_BEFORE.search(before) or GENERAL.match(house):
        return 0
    head = found["head"].split()[-1]
    if not link:
        return (
            found.end("house")
            if house.startswith(("„", '"')) or (house.isupper() and not judge.lexicon.is_first(house))
            else 0
        )
    words = list(re.finditer(r"[^\s]+", house))
    proper = [word for word in words if _proper(word[0], judge)]
    single = [word for word in words if fold(word[0]) in listed("single_houses.txt")]
    person = re.search(r"(?:er|in|or|ent|eur|am|[rn]|te)$", head) and THE_BEFORE.search(before)
    if proper:
        return found.start("house") + proper[-1].end()
    if single and (person or link in {"der", "des", "vom"}):
        return found.start("house") + single[-1].end()
    return 0


def _proper(word: str, judge: Judge) -> bool:
    """Tell whether a word makes a house a certain one: a proper name, a place, a quotation."""
    bare = word.strip(",.")
    return (
        word.startswith(("„", '"'))
        or judge.is_place(bare)
        or (judge.strange(bare) and not judge.lexicon.is_common(bare))
    )


def _origins(text: str, judge: Judge) -> Iterator[Find]:
    """Yield a profession with a country or language: "Zahnärztin aus …", "syrische Zahnärztin"."""
    for found in re.finditer(rf"(?<![\w-])(?P<job>{WORD}) (?:aus|von) (?:dem |der |den )?(?P<land>{WORD})(?!\w)", text):
        if fold(found["job"]) in listed("professions.txt") and (
            _land(found["land"], judge) or judge.is_place(found["land"])
        ):
            yield Find(*found.span(), "rare-role", 0.8, "Beruf mit Herkunft")
    for found in re.finditer(rf"(?<![\w-])(?P<nation>[A-Za-zäöü]+isch)e[rnms]? (?P<job>{WORD})(?!\w)", text):
        if fold(found["job"]) in listed("professions.txt") and fold(found["nation"]) in listed("nationalities.txt"):
            yield Find(*found.span(), "rare-role", 0.7, "Beruf mit Herkunft")
    for found in SPEAKING.finditer(text):
        if fold(found["tongue"]) in listed("languages.txt") and is_job(found["job"]):
            yield Find(*found.span(), "rare-role", 0.7, "Beruf mit Sprache")
    for found in CERTAIN.finditer(text):
        if _land(found["land"], judge):
            yield Find(*found.span("all"), "rare-role", 0.6, "bestimmter Mensch mit Herkunft")


def _land(word: str, judge: Judge) -> bool:
    """Tell whether ``word`` is a country or town of origin."""
    return fold(word) in judge.lexicon.countries or fold(word) in listed("origins.txt")


def _single(text: str, judge: Judge) -> Iterator[Find]:
    """Yield the only one of a kind, large families, somebody who serves two places alone or has a counted load."""
    for found in FAMILY.finditer(text):
        start, end = found.span("count") if found["count"] else found.span()
        yield Find(start, end, "rare-role", 0.8, "große Familie")
    for found in ONLY.finditer(text):
        alone = found["all"].split()[0].lower() in {"einzige", "einziger", "einzigen"} or "einzig" in found["all"]
        if (alone and (found["where"] or is_job(found["noun"]))) or (found["where"] and is_job(found["noun"])):
            yield Find(*found.span("all"), "rare-role", 0.7, "die Einzige ihrer Art")
    for found in SERVES.finditer(text):
        if is_job(found["job"]) and judge.is_place(found["land"]):
            yield Find(*found.span("all"), "rare-role", 0.6, "Beruf für bestimmte Orte")
    for found in LOAD.finditer(text):
        if is_job(found["job"]):
            yield Find(*found.span("all"), "rare-role", 0.6, "Beruf mit gezählten Fällen")


def _myself(text: str, judge: Judge) -> Iterator[Find]:
    """Yield what people tell about themselves: where from, what they were."""
    for found in MYSELF.finditer(text):
        if fold(found["land"]) in listed("origins.txt") or ("ich" in found["all"] and _land(found["land"], judge)):
            yield Find(*found.span("all"), "rare-role", 0.6, "eigene Herkunft")
    for found in TRADE.finditer(text):
        group = "all" if found["all"] else "all2"
        job = found["job"] or found["job2"]
        place = re.search(r" (?:in|im|aus) |^[Ii]n ", found[group])
        if fold(job) in listed("professions.txt") and place:
            yield Find(*found.span(group), "rare-role", 0.6, "eigener Beruf mit Herkunft")

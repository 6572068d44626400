"""German verbs: which word is an infinitive, and how does it stand in a main clause?

Rules for weak verbs, a table for those that change their vowel, and the lemma list of
simplemma as a witness that a word exists. Nothing here is learned.
"""

from functools import lru_cache

from pipeline.shared.german.words import found_lemma, is_known


def _listed(words: str) -> list[str]:
    return words.split()


def vocabulary(words: str) -> frozenset[str]:
    """Return a set of words written as running text."""
    return frozenset(_listed(words))


SEPARABLE = tuple(
    sorted(
        _listed("""
        ab an auf aus bei bereit da dabei daran darauf dar davon dazu dazwischen drauf durch ein empor
        entgegen entlang fern fest fort frei gegenüber gleich gut heim her heran heraus herbei herum hervor hin
        hinaus hindurch hinein hinweg hinzu hoch kennen klar los mit mitaus miteinander nach nahe nieder offen
        preis ran raus rein rum runter sicher statt still teil um unterbreit vor voran voraus vorbei vorher
        vorüber wahr weg weiter wett wieder wohl zu zufrieden zugrunde zurecht zurück zusammen bekannt
        nebeneinander ineinander aneinander aufeinander auseinander gegen über unter wider
        """),
        key=lambda prefix: (-len(prefix), prefix),
    )
)
"""Prefixes that leave the verb in a main clause; the longest is tried first."""

SEPARABLE_ONLY_IN = {
    "über": frozenset({"übergehen", "überlaufen", "überkochen"}),
    "unter": frozenset({"unterbringen", "unterkommen", "untergehen", "unterordnen"}),
    "wider": frozenset({"widerspiegeln", "widerhallen"}),
    "gegen": frozenset({"gegenprüfen", "gegenlesen"}),
    "da": frozenset({"dalassen", "dableiben", "dastehen"}),
}

INSEPARABLE_WHOLE = vocabulary("""
    umfassen umgeben umgehen umarmen umreißen umringen umrahmen wiederholen durchqueren durchdringen durchlaufen
    durchsuchen durchleben durchbrechen vollziehen vollenden übersetzen anberaumen einigen
    beibringe beinhalten hinterlassen
    """)

INSEPARABLE = ("be", "emp", "ent", "er", "ge", "hinter", "miss", "über", "unter", "ver", "wider", "zer", "um", "durch")

FURTHER_VERBS = vocabulary("""
    bezuschussen beschildern befähigen bezahlen gehören erleichtern verknüpfen verstetigen lizenzieren evaluieren
    priorisieren digitalisieren koordinieren moderieren dolmetschen enttabuisieren gelangen überzeugen vergüten
    vertrauen übernachten begrenzen
    entbürokratisieren verbeamten doppeln dauern erweitern sammeln
    """)
"""Verbs that the lemma list does not know or reads as something else."""

WEAK_LOOKALIKES = frozenset({"beantragen", "beauftragen", "veranlassen", "beherbergen", "bewerten", "verarzten"})
"""Verbs that end like a strong one and are conjugated like a weak one."""

THIRD_SINGULAR = dict(
    pair.split(":")
    for pair in _listed("""
    sein:ist haben:hat werden:wird können:kann müssen:muss sollen:soll dürfen:darf wollen:will mögen:mag wissen:weiß
    tun:tut geben:gibt nehmen:nimmt sehen:sieht lesen:liest treten:tritt treffen:trifft sprechen:spricht
    brechen:bricht helfen:hilft werfen:wirft werben:wirbt sterben:stirbt gelten:gilt essen:isst messen:misst
    vergessen:vergisst fressen:frisst treiben:treibt stehlen:stiehlt empfehlen:empfiehlt befehlen:befiehlt
    geschehen:geschieht bergen:birgt verderben:verdirbt erschrecken:erschrickt schelten:schilt
    fahren:fährt tragen:trägt schlagen:schlägt laden:lädt halten:hält lassen:lässt fallen:fällt fangen:fängt
    schlafen:schläft raten:rät waschen:wäscht wachsen:wächst laufen:läuft stoßen:stößt graben:gräbt backen:backt
    blasen:bläst saufen:säuft braten:brät gebären:gebärt handeln:handelt
    """)
)
"""Third person singular present of verbs that do not follow the rule."""

KONJUNKTIV = {
    "sei": "ist",
    "seien": "sind",
    "habe": "hat",
    "werde": "wird",
    "könne": "kann",
    "müsse": "muss",
    "solle": "soll",
    "dürfe": "darf",
    "wolle": "will",
    "wisse": "weiß",
    "möge": "soll",
    "mögen": "sollen",
    "tue": "tut",
}
"""Reported speech to indicative, third person, where no other reading exists."""

KONJUNKTIV_REPLACED = {
    "hätten": "haben",
    "würden": "werden",
    "könnten": "können",
    "müssten": "müssen",
    "sollten": "sollen",
    "dürften": "dürfen",
    "wollten": "wollen",
    "wären": "sind",
    "wüssten": "wissen",
    "gäben": "geben",
    "kämen": "kommen",
    "blieben": "bleiben",
    "fänden": "finden",
    "gingen": "gehen",
    "stünden": "stehen",
    "ständen": "stehen",
    "sähen": "sehen",
    "hielten": "halten",
    "bekämen": "bekommen",
    "lägen": "liegen",
    "nähmen": "nehmen",
    "brächten": "bringen",
    "säßen": "sitzen",
    "sprächen": "sprechen",
}
"""Second subjunctive that stands for the first in the plural; to be used inside reported speech only."""

NOT_VERBS = vocabulary("""
    einen keinen meinen deinen seinen ihren unseren euren allen jeden diesen jenen welchen solchen beiden vielen
    anderen weiteren neuen alten eigenen offen allein zusammen willkommen innen außen draußen drinnen schon nebenan
    dagegen daneben dahin hinein heran voran extern intern gestern morgen modern selten eben neben gegen wegen
    zwischen hinten vorn vorne oben unten mitten sondern denn wenn dann wann nun von den denen deren ihnen man kein
    mein dein sein ein nein fein klein rein allgemein gemein gemeinsam wohin woran daran darin hieran davon hiervon
    waren hatten wurden kamen gern außerhalb trocken eigen minder mindesten größten meisten besten
    letzten ersten nächsten wenigen einigen mehreren paaren lieben großen kleinen guten hohen freien
    """) - {"sein"}
"""Words that end like an infinitive and are none; `sein` is one."""


SHORTEST_VERB = 4


@lru_cache(maxsize=100_000)
def lemma(word: str) -> str:
    """Return the dictionary form of a word.

    >>> lemma("richtet")
    'richten'
    """
    return found_lemma(word)


def _stem(infinitive: str) -> str:
    return infinitive[:-2] if infinitive.endswith("en") else infinitive[:-1]


def _weak(infinitive: str) -> str:
    """Return the third person singular by rule: arbeiten -> arbeitet, sammeln -> sammelt."""
    stem = _stem(infinitive)
    hard = stem[-1:] in {"t", "d"} or (
        stem[-1:] in {"m", "n"} and (stem[-2:-1] not in {*"aeiouäöülrhmn", ""} or stem[-3:-1] == "ch")
    )
    return stem + ("et" if hard else "t")


def _simple_third(infinitive: str) -> str:
    """Return the third person singular of a verb that stays in one piece."""
    if infinitive in THIRD_SINGULAR:
        return THIRD_SINGULAR[infinitive]
    if infinitive not in WEAK_LOOKALIKES:
        for prefix in INSEPARABLE:
            rest = infinitive.removeprefix(prefix)
            if rest != infinitive and rest in THIRD_SINGULAR:
                return prefix + THIRD_SINGULAR[rest]
    return _weak(infinitive)


@lru_cache(maxsize=100_000)
def _simple_verb(word: str) -> bool:
    """Tell whether a word without separable prefix is an infinitive that the dictionary knows."""
    if word in THIRD_SINGULAR:
        return True
    if word in FURTHER_VERBS:
        return True
    if len(word) < SHORTEST_VERB or word in NOT_VERBS or not word.endswith(("en", "eln", "ern")):
        return False
    return is_known(word) and lemma(_simple_third(word)) == word


@lru_cache(maxsize=100_000)
def split(infinitive: str) -> tuple[str, str]:
    """Return the prefix that leaves the verb in a main clause, and the verb without it.

    >>> split("teilnehmen"), split("übersetzen"), split("anerkennen")
    (('teil', 'nehmen'), ('', 'übersetzen'), ('an', 'erkennen'))
    """
    if infinitive in INSEPARABLE_WHOLE:
        return "", infinitive
    for prefix in SEPARABLE:
        base = infinitive.removeprefix(prefix)
        if base == infinitive or len(base) < SHORTEST_VERB - 1:
            continue
        if prefix in SEPARABLE_ONLY_IN and infinitive not in SEPARABLE_ONLY_IN[prefix]:
            continue
        if _simple_verb(base):
            return prefix, base
        inner = split(base) if prefix == "mit" and base.startswith(("ein", "aus", "auf")) else ("", "")
        if inner[0]:
            return prefix + inner[0], inner[1]
    return "", infinitive


@lru_cache(maxsize=100_000)
def is_infinitive(word: str) -> bool:
    """Tell whether a lower-case word is an infinitive.

    >>> [is_infinitive(word) for word in ("einrichten", "offen", "Kurse", "verstanden")]
    [True, False, False, False]
    """
    if not word.islower() or word in NOT_VERBS or not word.endswith("n"):
        return False
    return bool(split(word)[0]) or _simple_verb(word)


def finite(infinitive: str, *, plural: bool) -> tuple[str, str]:
    """Return the finite form of the third person present and the prefix that goes to the end.

    >>> finite("teilnehmen", plural=False), finite("sein", plural=True)
    (('nimmt', 'teil'), ('sind', ''))
    """
    prefix, base = split(infinitive)
    if plural:
        return ("sind" if base == "sein" else base), prefix
    return _simple_third(base), prefix


@lru_cache(maxsize=100_000)
def without_zu(word: str) -> str | None:
    """Return the infinitive inside a verb with `zu` between prefix and stem, None for other words.

    >>> without_zu("einzurichten"), without_zu("zulassen"), without_zu("zuzulassen")
    ('einrichten', None, 'zulassen')
    """
    if not word.islower():
        return None
    for prefix in SEPARABLE:
        rest = word.removeprefix(prefix)
        if rest == word or not rest.startswith("zu"):
            continue
        candidate = prefix + rest[2:]
        if is_infinitive(candidate) and split(candidate)[0]:
            return candidate
    return None


def _adjective(word: str) -> bool:
    """Tell whether a word in -e is a known adjective as well: einfache beside einfachem."""
    return is_known(word + "m")


@lru_cache(maxsize=100_000)
def indicative(word: str, *, reported: bool) -> str | None:
    """Return the indicative of a subjunctive in the third person, None where the word is none or is unclear.

    >>> indicative("gebe", reported=False), indicative("sei", reported=False), indicative("feste", reported=False)
    ('gibt', 'ist', None)
    """
    if word in KONJUNKTIV:
        return KONJUNKTIV[word]
    if reported and word in KONJUNKTIV_REPLACED:
        return KONJUNKTIV_REPLACED[word]
    if (
        not word.islower()
        or not word.endswith("e")
        or word in {"bitte", "danke", "tage", "eine", "seine", "anstelle", "zunichte"}
    ):
        return None
    infinitive = word + "n"
    prefix, base = split(infinitive)
    known = lemma(word) == infinitive or (prefix and lemma(base[:-1]) == base)
    if not known or not is_infinitive(infinitive) or _adjective(word):
        return None
    return prefix + _simple_third(base)

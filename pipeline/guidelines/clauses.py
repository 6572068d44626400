"""Turns a German clause: modal to indicative, `man` to infinitive, `zu` to infinitive, reported to direct speech.

Every function returns None where it is not sure; the caller then keeps the words as they were said.
"""

import re
from collections.abc import Iterator, Sequence

from pipeline.shared.german import inflect
from pipeline.shared.german.inflect import vocabulary

TOKEN = re.compile(r"\s*(?:\[[^\]]*\]|\w+(?:[-/:*_’'.]\w+)*-?|[^\w\s])")
BOUNDARY = frozenset({".", "!", "?", ";", ":", "–", "-", ")", "“", '"'})
SUBORDINATE = vocabulary("""
    dass damit weil wenn falls sofern sodass ob obwohl bevor ehe bis nachdem während solange sobald seit indem da
    um ohne statt anstatt als wie wo wohin woher was wer wen wem wobei wodurch womit wofür worauf worüber wonach
    die der das den dem deren dessen denen welche welcher welches welchen welchem auch gerade außer
    """)
"""Words that open a clause of their own after a comma."""
RELATIVE = frozenset({"denen", "deren", "dessen", "welchen", "welcher", "welchem", "dem", "der", "die", "das", "den"})
OPENERS = SUBORDINATE - vocabulary(
    "die der das den dem auch gerade als wie bis während seit um ohne statt außer wer was wo da"
)
MODALS = {
    "soll": False, "solle": False, "sollte": False, "sollen": True, "sollten": True,
    "muss": False, "müsse": False, "müsste": False, "müssen": True, "müssten": True,
    "möge": False, "mögen": True, "könnte": False, "könnten": True,
}  # fmt: skip
"""Modal verbs of a demand, and whether the form is plural."""
WISHES = frozenset(
    {*MODALS, "kann", "können", "will", "wollen", "wolle", "möchte", "möchten", "könne", "würde", "würden"}
)
AUXILIARIES = frozenset({"können", "dürfen", "müssen", "wollen", "werden", "sein", "haben", "lassen"})
ATTRIBUTIVE = vocabulary("""
    der die das den dem des eine keine meine ihre seine unsere diese jede alle viele einige mehrere manche solche
    in mit für von bei aus auf an zu ohne gegen durch über unter um nach vor seit und oder sowie als wie zwei drei
    """)
"""Words before an adjective: what follows them is no verb."""
NEGATIVE = frozenset(
    {"nicht", "kein", "keine", "keinen", "keiner", "keinem", "niemand", "niemanden", "nie", "niemals", "nichts"}
)
FINITE = vocabulary(
    "ist sind hat haben wird werden kann können darf dürfen muss müssen soll sollen will wollen weiß gilt gelten"
)
PERSONS = frozenset({"ich", "du", "mich", "mir", "dir", "dich", "ihr", "euch", "mein", "meine", "meinen", "meiner"})
VIEW = re.compile(
    r"(?:Aus (?:der )?Sicht|Nach (?:Ansicht|Meinung|Auffassung|Einschätzung)|Laut|Für [A-ZÄÖÜ]\w+ "
    r"wäre)\b"
)
"""Whose view it is: as a plain statement the sentence would say something else."""
OBJECTS = vocabulary(
    "den die das einen eine ein ihre ihren seine seinen unsere sie ihn es sich alle keine mehr weitere"
)
"""What may open an object of one's own."""
AFTERTHOUGHT = re.compile(
    r",\s+(?:und\s+)?(?:(?:dann|sonst|andernfalls) (?P<verb>\w+)|dahin|mehr erhoff\w+|"
    r"das (?:wär|wäre|gehört|reicht|ist|schulden|müsst|wünsch))\w*\b[^,:;]*[.!]?$"
)
"""A last clause that only says what follows: `dann wär das erledigt`; `dann übernehmen` is a second step and stays."""
TAIL_OPENERS = frozenset({"um", "ohne", "statt", "anstatt"})


def tokens(text: str) -> list[str]:
    """Return words and punctuation, each with the space before it; joined they are the text.

    >>> tokens("Kurse, auch abends")
    ['Kurse', ',', ' auch', ' abends']
    """
    return TOKEN.findall(text)


def bare(token: str) -> str:
    """Return a token without the space before it."""
    return token.strip()


def lowered(words: Sequence[str]) -> list[str]:
    """Return the tokens bare, the first one in lower case unless it is a noun's likely capital."""
    return [bare(word) if place else _opening(bare(word)) for place, word in enumerate(words)]


def _opening(word: str) -> str:
    low = word.lower()
    return low if low in MODALS or low in WISHES or low in SUBORDINATE or low in {"man", "wir", "es"} else word


def segment_start(words: Sequence[str], place: int) -> int:
    """Return where the stretch between commas begins that holds ``place``."""
    for index in range(place - 1, -1, -1):
        if bare(words[index]) in {",", ";", ":", "–"}:
            return index + 1
    return 0


def closes(words: Sequence[str], place: int) -> bool:
    """Tell whether the clause ends after ``place``."""
    return place + 1 >= len(words) or bare(words[place + 1]) in BOUNDARY or bare(words[place + 1]) == ","


def _segments(words: Sequence[str]) -> list[list[str]]:
    """Return the stretches between commas, bare."""
    found: list[list[str]] = [[]]
    for word in words:
        if bare(word) == ",":
            found.append([])
        else:
            found[-1].append(bare(word))
    return [segment for segment in found if segment]


def opens_subordinate(segment: Sequence[str]) -> bool:
    """Tell whether a stretch after a comma is a clause of its own: `die ...`, `in denen ...`."""
    first, second = segment[0].lower(), segment[1].lower() if len(segment) > 1 else ""
    return first in SUBORDINATE or second in RELATIVE


def _has_zu(segment: Sequence[str]) -> bool:
    """Tell whether a stretch holds an infinitive with `zu`."""
    pairs = zip(segment, [*segment[1:], ""], strict=True)
    return any(inflect.without_zu(word) or (word == "zu" and inflect.is_infinitive(after)) for word, after in pairs)


def _tail_is_safe(words: Sequence[str], place: int) -> bool:
    """Tell whether what follows the closing verb may stay as it is: no further verb hangs on the modal."""
    if place + 1 >= len(words) or bare(words[place + 1]) != ",":
        return True
    segments = _segments(words[place + 2 :])
    if segments and not opens_subordinate(segments[0]) and segments[0][0] != "und" and not _has_zu(segments[0]):
        return False
    return not any(
        inflect.is_infinitive(word) and not opens_subordinate(segment) and not _has_zu(segment)
        for segment in segments
        for word in segment
    )


def without_afterthought(text: str) -> str:
    """Return the text without a last main clause that only draws the consequence.

    >>> without_afterthought("Den Antrag müsste man gleich ausfüllen, dann wär das erledigt.")
    'Den Antrag müsste man gleich ausfüllen'
    """
    found = AFTERTHOUGHT.search(text)
    if not found:
        return text
    verb = found["verb"]
    step = verb is not None and (not is_finite(verb) or found.end("verb") >= len(text.rstrip(".! ")))
    return text if step and not (verb or "").startswith(("wär", "hätt", "würd")) else text[: found.start()]


def closing_infinitive(words: Sequence[str], start: int) -> int | None:
    """Return the place of the infinitive that closes the main clause begun at ``start``; None if unclear."""
    for place in range(start, len(words)):
        if not closes(words, place) or not inflect.is_infinitive(bare(words[place])):
            continue
        begin = max(segment_start(words, place), start)
        if begin > start and opens_subordinate([bare(word) for word in words[begin:]]):
            continue
        return place if _tail_is_safe(words, place) else None
    return None


def _coordinated(words: Sequence[str], start: int, end: int) -> list[int]:
    """Return the places of infinitives before ``end`` that are joined to it by und/oder."""
    return [
        place
        for place in range(start, end)
        if inflect.is_infinitive(bare(words[place])) and bare(words[place + 1]) in {"und", "oder", "sowie", "bzw."}
    ]


def _in_main_clause(words: Sequence[str], place: int) -> bool:
    """Tell whether a finite verb at ``place`` stands in second position, not at the end of a subordinate clause."""
    if closes(words, place):
        return False
    begin = segment_start(words, place)
    return begin == place or bare(words[begin]).lower() not in OPENERS


def _finite_part(words: Sequence[str], *, plural: bool) -> list[str]:
    """Return `... verb` (infinitive last) as `finite ... prefix`."""
    form, prefix = inflect.finite(bare(words[-1]), plural=plural)
    return [f" {form}", *words[:-1], *([f" {prefix}"] if prefix else [])]


def settle(text: str) -> str | None:
    """Return a demand with a modal verb as a state: `sollen ... begrenzt bleiben` becomes `bleiben ... begrenzt`.

    >>> settle("Alle Kinder sollen am Ganztag teilnehmen können, auch ohne Antrag.")
    'Alle Kinder können am Ganztag teilnehmen, auch ohne Antrag.'
    >>> settle("Die Ärztekammer sollte Termine verdoppeln und das Personal schulen.")
    'Die Ärztekammer verdoppelt Termine und schult das Personal.'
    """
    words = tokens(text)
    plain = lowered(words)
    places = [place for place, word in enumerate(plain) if word in MODALS and not closes(words, place)]
    if len(places) != 1 or VIEW.match(text) or "sondern" in plain or PERSONS & {word.lower() for word in plain}:
        return None
    modal = places[0]
    if plain[modal] in {"muss", "müssen"} and NEGATIVE & {word.lower() for word in plain}:
        return None
    if plain[segment_start(words, modal)].lower() in {"das", "dahin", "da", "die"} and segment_start(words, modal):
        return None
    end = closing_infinitive(words, modal + 1) if modal and _in_main_clause(words, modal) else None
    if end is None or _scope_unclear(words, modal, end):
        return None
    return "".join(_settled(words, modal, end)).strip()


def _own_object(words: Sequence[str], start: int, end: int) -> bool:
    """Tell whether a joined verb brings its own object, so that it can stand alone in a main clause."""
    first = bare(words[start])
    if start >= end:
        return end + 2 < len(words) and bare(words[end + 1]) == "," and bare(words[end + 2]) in OPENERS | {"wie", "wo"}
    attribute = first.islower() and first.endswith(("e", "en", "es")) and bare(words[start + 1])[:1].isupper()
    return first[:1].isupper() or first in OBJECTS or attribute


def _scope_unclear(words: Sequence[str], modal: int, end: int) -> bool:
    """Tell whether an auxiliary at the end may govern only the second of two joined verbs."""
    joined = _coordinated(words, modal + 1, end)
    if bare(words[end]) not in AUXILIARIES and any(not _own_object(words, place + 2, end) for place in joined):
        return True
    negated = NEGATIVE & {bare(word).lower() for word in words[modal:end]}
    return bool(joined) and bare(words[end]) in AUXILIARIES and (bool(negated) or bare(words[end]) == "müssen")


def _settled(words: Sequence[str], modal: int, end: int) -> list[str]:
    """Return the tokens with the modal replaced by the finite form of the closing infinitive."""
    plural = MODALS[bare(words[modal]).lower()]
    joined = [] if bare(words[end]) in AUXILIARIES else _coordinated(words, modal + 1, end)
    parts: list[str] = []
    begin = modal + 1
    for place in joined:
        parts += [*_finite_part(words[begin : place + 1], plural=plural), words[place + 1]]
        begin = place + 2
    parts += _finite_part(words[begin : end + 1], plural=plural)
    return [*words[:modal], *parts, *words[end + 1 :]]


def impersonal(text: str) -> str | None:
    """Return `man sollte/wir könnten ... einrichten` as the bare infinitive phrase.

    >>> impersonal("Am Abend könnte man Kurse anbieten.")
    'Am Abend Kurse anbieten.'
    """
    words = tokens(text)
    plain = [bare(word).lower() for word in words]
    pairs = [
        place
        for place in range(len(plain) - 1)
        if (plain[place] in {"man", "wir"} and plain[place + 1] in WISHES)
        or (plain[place] in WISHES and plain[place + 1] in {"man", "wir"})
    ]
    if len(pairs) != 1 or "," in plain[: pairs[0]] or {"ich", "mir", "mich"} & set(plain):
        return None
    start = pairs[0]
    if start and plain[0] in OPENERS:
        return None
    end = closing_infinitive(words, start + 2)
    kept = [word for word in words[start + 2 : (end or 0)] if bare(word) not in {"gern", "gerne", "doch", "ja"}]
    if end is None or bare(words[end]) in {"können", "haben", "sein", "werden"} or (not kept and not start):
        return None
    question = plain[-1] == "?" and start == 0
    kept = [word for word in kept if not (question and bare(word) == "nicht")]
    tail = words[end + 1 : -1] if plain[-1] == "?" else words[end + 1 :]
    return "".join([*words[:start], *kept, words[end], *tail]).strip()


def infinitive_phrase(text: str) -> str | None:
    """Return a `zu` clause as a bare infinitive phrase; what stands behind `, um` stays.

    >>> infinitive_phrase("Fahrtkosten auch EU-Bürgern zu erstatten und Plätze vorzuhalten, um niemanden zu verlieren")
    'Fahrtkosten auch EU-Bürgern erstatten und Plätze vorhalten, um niemanden zu verlieren'
    """
    words = tokens(text)
    cut = next(
        (
            place
            for place in range(1, len(words))
            if bare(words[place]) in TAIL_OPENERS and bare(words[place - 1]) == ","
        ),
        len(words),
    )
    head = list(_without_zu(words[:cut]))
    if len(head) == cut and [bare(word) for word in head] == [bare(word) for word in words[:cut]]:
        return None
    return "".join([*head, *words[cut:]]).strip()


def _without_zu(words: Sequence[str]) -> Iterator[str]:
    for place, word in enumerate(words):
        after = bare(words[place + 1]) if place + 1 < len(words) else ""
        if bare(word) == "zu" and inflect.is_infinitive(after):
            continue
        inner = inflect.without_zu(bare(word))
        yield word.replace(bare(word), inner) if inner else word


def direct(text: str, *, reported: bool) -> tuple[str, bool]:
    """Return reported speech as direct speech, and whether anything was changed.

    ``reported``: is it known from outside (a frame like `es wird berichtet`) that somebody is reported?

    >>> direct("Integration sei keine Einbahnstraße, bewegen müssten sich beide.", reported=False)
    ('Integration ist keine Einbahnstraße, bewegen müssen sich beide.', True)
    """
    words = tokens(text)
    plain = [bare(word) for word in words]
    if PERSONS & {"ich", "mich", "mir"} & {word.lower() for word in plain}:
        return text, False
    certain = reported or any(_reported_form(plain, place) for place in range(len(plain))) or _only_subjunctive(plain)
    changed = [
        _reported_form(plain, place) or (_open_form(plain, place) if certain else None) for place in range(len(plain))
    ]
    result = "".join(word.replace(bare(word), new) if new else word for word, new in zip(words, changed, strict=True))
    return result, any(changed)


def _only_subjunctive(plain: Sequence[str]) -> bool:
    """Tell whether two open forms stand together, or one that is the sentence's only verb."""
    clear = (place for place in range(len(plain)) if plain[place] not in inflect.KONJUNKTIV_REPLACED)
    places = [place for place in clear if _open_form(plain, place)]
    if len(places) != 1:
        return len(places) > 1
    before = plain[places[0] - 1]
    others = (word for place, word in enumerate(plain) if place != places[0] and place)
    named = before[:1].isupper() or before in {"man", "es", "er", "sie"}
    return named and not any(is_finite(word) for word in others)


def is_finite(word: str) -> bool:
    """Tell whether a word is a finite verb of the third person, or may be one of the plural.

    >>> [is_finite(word) for word in ("ist", "bietet", "kennen", "Kurse", "gut")]
    [True, True, True, False, False]
    """
    if word in FINITE:
        return True
    base = inflect.lemma(word) if word.islower() and word.endswith("t") else ""
    base = "" if word.startswith("ge") and not base.startswith("ge") else base
    return inflect.is_infinitive(word) or (bool(base) and base != word and inflect.is_infinitive(base))


def _reported_form(plain: Sequence[str], place: int) -> str | None:
    """Return the indicative of a form that has no other reading."""
    word = plain[place]
    if place == 0 or (word == "sei" and place + 1 < len(plain) and plain[place + 1] in {"es", "denn"}):
        return None
    return inflect.KONJUNKTIV.get(word)


def _open_form(plain: Sequence[str], place: int) -> str | None:
    """Return the indicative of a form that an adjective or an imperative could share."""
    word, before = plain[place], plain[place - 1].lower() if place else ","
    after = plain[place + 1] if place + 1 < len(plain) else ""
    conditional = plain[0].lower() in {"wer", "was", "wo", "wenn", "ob"}
    last = not after or after in BOUNDARY | {","}
    if place == 0 or (before in ATTRIBUTIVE and not last) or (before == "," and after != "," and not conditional):
        return None
    if after[:1].isupper() and not before[:1].isalpha():
        return None
    return inflect.indicative(word, reported=True)

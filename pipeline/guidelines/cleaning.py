"""Cleans a statement for the reader: marks, votes, fillers, labels and names go, the words stay."""

import re

BULLET = re.compile(r"^\s*(?:[-–—•·▪■◦➢→>*+]+|\(?\d{1,2}[.)]|[a-z]\))\s+")
VOTES = re.compile(
    r"\s*(?:\(\s*(?:\d+\s*(?:x|P\.?|Pkt\.?|Punkte?|Stimmen?|Klebepunkte?)?|[●•*I!x]+|\d+\s*[●•])\s*\)|"
    r"[●○◉⚫]+|(?<=\s)•+(?=\s*[.!]?$)|\*{2,}|\b\d+\s*(?:P\.|Pkt\.?)(?=\s*$))"
)
TRANSCRIPT = re.compile(
    r"\s*(?:\((?:lacht|lachen|lacht leise|seufzt|zögert|hustet|Pause|unv\.?[^)]*|unverständlich|\.{1,3}|…|\d+)\)"
    r"|//[^/]{0,20}//|#\d\d:\d\d:\d\d(?:-\d)?#|\[\d\d:\d\d(?::\d\d)?\])"
)
NOTE = re.compile(
    r"\s*[(\[](?:Anm|Karte|Foto|s\. ?[oa]\.|siehe|vgl|unleserlich|sic|dito|"
    r"(?:längere |kurze )?Diskussion|Zustimmung|Beifall|Gelächter|Zwischenruf|Nachfrage|\?)[^)\]]*[)\]]",
    re.IGNORECASE,
)
TRAILING_ACTOR = re.compile(r"\s*\((?:[A-ZÄÖÜ][\w.\-/]*(?:,\s*|\s+und\s+|\s+|/|$)?){1,5}\)\s*[.!]?\s*$")
LABEL = re.compile(
    r"^(?:Leit|Teil|Handlungs|Wirkungs|Neue |Weitere )?"
    r"(?:Idee|Vorschlag|Ma(?:ß|ss)nahme|Ziel|Zielbild|Wunsch|Forderung|Problem|Bedarf|Appell|Bitte|Anregung|Ergänzung|"
    r"Impuls|Fazit|Leitlinie|Leitsatz|Entwurf|Grundsatz|Vision|Konkret|Kurz|Ergebnis|Fest|Wichtig|Kommentar|"
    r"Herausforderung|Dagegen|Dafür|Einwurf|Einwand|Hinweis|Antwort|Notiz|Zusatz|Auch|K|B|F|A|S\. \w+|Siehe \w+)n?"
    r"(?: (?:von |der |des )?(?:[A-ZÄÖÜ][\w.]*|\[[^\]]+\]))?\s*\d{0,2}\s*(?::|\s[–-])\s+(?=\S)",
    re.IGNORECASE,
)
FILLER_START = re.compile(
    r"^(?:(?:also|naja|na ja|tja|ja|nee?|äh|ähm|hm|gut|okay|ok|genau|wie gesagt|ehrlich gesagt|ich sag mal|sag ich mal|"
    r"ich finde|ich glaube|meiner Meinung nach|aus meiner Sicht|bitte)\s*(?:,|…|\.\.\.)\s*)+",
    re.IGNORECASE,
)
FILLER = re.compile(
    r",?\s+(?:äh|ähm|öh|hm|sozusagen|quasi|irgendwie|sag ich mal|ich sag mal|ich sage mal|ehrlich gesagt|wissen Sie|"
    r"weißt du|wie gesagt|offen gesagt|sag'n wir|keine Ahnung)(?=[\s,.!?;]|$),?",
    re.IGNORECASE,
)
FILLER_END = re.compile(
    r",\s*(?:ne|nee|oder|gell|nicht wahr|ja|oder so|und so|fertig|Punkt|genau)\s*[?.!]*$", re.IGNORECASE
)
PARTICLE = re.compile(r"\s+(?:halt|mal|eben mal|einfach mal|ja mal)(?=\s)")
PLACE = re.compile(r"\s+(?:in|bei|aus|nach|im|zu|ab|bis|um)\s+(?:der|dem|den)?\s*\[[A-ZÄÖÜ][\w-]*_\d+\]")
SPEAKER = re.compile(
    r"^(?:Herr|Frau|Dr\.|Prof\.)?\s*\[[A-ZÄÖÜ]\w*_\d+\](?: \([^)]*\))?(?: fasst zusammen| ergänzt| "
    r"sagt| meint)?:\s*"
)
ASIDE = re.compile(r"\s*\([^()]*\[[A-ZÄÖÜ]\w*_\d+\][^()]*\)")
LONG_ASIDE = re.compile(r"\s*\((?:[^()\s]+\s+){6,}[^()\s]+\)")
QUOTED = re.compile(r"^[„\"»](?P<words>[^„“\"«»]+)[“\"«]\s*[.!]?$")
PLACEHOLDER = re.compile(r"\[[A-ZÄÖÜ][\wÄÖÜäöüß -]*_\d+\]")
ABBREVIATIONS = (
    (r"\bf\.(?=\s|$)", "für"),
    (r"\bu\.(?=\s(?!a\.|U\.|ä\.))", "und"),
    (r"\bm\.(?=\s)", "mit"),
    (r"\bo\.(?=\s(?!g\.|ä\.|Ä\.))", "oder"),
    (r"\bv\.(?=\s(?!a\.|A\.))", "von"),
    (r"\bggü\.", "gegenüber"),
    (r"\binkl\.", "einschließlich"),
    (r"\beinschl\.", "einschließlich"),
    (r"\bmind\.", "mindestens"),
    (r"\bmax\.", "höchstens"),
    (r"\bmögl\.", "möglichst"),
    (r"\bevtl\.", "eventuell"),
    (r"\bregelm\.", "regelmäßig"),
    (r"\bggf\.", "gegebenenfalls"),
    (r"\bzus\.(?=\s)", "zusammen"),
    (r"\b(?<=den )TN\b|(?<=mit )TN\b|(?<=der )TN\b|(?<=zu )TN\b|(?<=von )TN\b|(?<=bei )TN\b", "Teilnehmenden"),
    (r"\bTN\b", "Teilnehmende"),
    (r"\bEA\b(?=[ ,.]|$)", "Ehrenamt"),
    (r"\bLK\b", "Landkreis"),
    (r"\bSuS\b", "Schülerinnen und Schüler"),
    (r"\bDolmi\b", "Dolmetschdienst"),
    (r"\bAK\b", "Arbeitskreis"),
)
"""Written out for the reader; a word is expanded only where it has one meaning in this work."""
INDIRECT = re.compile(r"^((?:[Zz]u )?(?:[Pp]rüfen|[Kk]lären|[Ee]rfragen)) ((?:ob|wie|welche|wo|inwieweit)\b)")
"""`prüfen ob`: the comma that notes leave out."""
PLUS = re.compile(r"(?<=\w)\s\+\s(?=\w)|(?<=\w)\s&\s(?=\w)")
SPACES = re.compile(r"\s+")
QUOTES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u00ad": None, "\u200b": None})


def clean(text: str) -> str:
    """Return the statement without bullets, votes, transcription marks, labels and fillers.

    >>> clean("- Idee: Sprachcafé am Abend + Kinderbetreuung (5 P.)!!!")
    'Sprachcafé am Abend und Kinderbetreuung'
    """
    plain = SPACES.sub(" ", text.translate(QUOTES)).strip()
    plain = BULLET.sub("", plain)
    for pattern in (VOTES, TRANSCRIPT, NOTE, PLACE):
        plain = pattern.sub("", plain)
    plain = re.sub(r"!{2,}", "", plain)
    plain = LONG_ASIDE.sub("", ASIDE.sub("", SPEAKER.sub("", plain)))
    plain = LABEL.sub("", plain.strip())
    plain = QUOTED.sub(lambda found: found["words"], plain)
    plain = FILLER_START.sub("", plain)
    for pattern in (FILLER, PARTICLE):
        plain = pattern.sub("", plain)
    plain = FILLER_END.sub("", plain)
    plain = PLUS.sub(" und ", plain)
    return SPACES.sub(" ", plain).strip(" ,;–-")


def expand(text: str) -> str:
    """Return the text with the abbreviations of notes written out.

    >>> expand("Kurse f. Mütter u. Kinder, mind. 2 x")
    'Kurse für Mütter und Kinder, mindestens 2 x'
    """
    text = INDIRECT.sub(r"\1, \2", text)
    for pattern, words in ABBREVIATIONS:
        text = re.sub(pattern, words, text)
    return text


def without_actor(text: str) -> str:
    """Return the text without a closing bracket that only names who is in charge.

    >>> without_actor("Kurse am Abend anbieten (VHS, Kursträger)")
    'Kurse am Abend anbieten'
    """
    return TRAILING_ACTOR.sub("", text)


def finish(text: str) -> str:
    """Return the text as one sentence: capital at the beginning, full stop at the end.

    >>> finish("kurse am Abend anbieten")
    'Kurse am Abend anbieten.'
    """
    plain = SPACES.sub(" ", text).strip(" ,;:–-")
    plain = re.sub(r"!\s+(?=[a-zäöüß])", ", ", plain)
    plain = re.sub(r"\s+([,.;:!?])", r"\1", plain).rstrip(".! ")
    if not plain:
        return ""
    start = 1 if plain[0] in "„\"'»‚" else 0
    plain = plain[:start] + plain[start : start + 1].upper() + plain[start + 1 :]
    return plain if re.search(r"(?:[?…]|[.!?][“\"»«])$", plain) else f"{plain}."

"""People: names by what stands around them, in the writing of minutes, transcripts, lists and mails.

No rule knows a name of any corpus: a rule sees titles, verbs, marks, lists, and whether German knows the word.
Every find keeps first name and surname apart, so that ``spread`` can tell who is the same person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from pipeline.pseudonyms.councils import of_party, seated
from pipeline.pseudonyms.find import Find
from pipeline.pseudonyms.judge import Judge
from pipeline.pseudonyms.patterns import (
    ABROAD,
    AFTER_OFFICE,
    APPOSED,
    AT,
    BRACKET,
    CALLED,
    CLOSING,
    CODES,
    DEGREE,
    DETERMINER,
    FAIR,
    FIRM,
    FIRST_INITIAL,
    FORM,
    GOOD,
    GREETING,
    INITIAL,
    KIN,
    KIN_INITIAL,
    LAUT,
    LAUT_ONLY,
    LIST_LABEL,
    LONGEST,
    NEXT,
    NICKNAME,
    PARTICLE,
    PLACE_BEFORE,
    SAID_TO,
    SAYS_COLON,
    SHORT,
    SHORT_SIGN,
    SIGNED,
    SPEAKS,
    SPLIT,
    STREET_NAME,
    STRONG,
    STRONG_VERB,
    THE,
    TOKEN,
    TURNED,
    TURNED_WHOLE,
    WEAK,
    WITH_INITIAL,
    WORD,
)
from pipeline.shared.spelling import fold


class Why(NamedTuple):
    """How sure a find is, and why (German, no names)."""

    score: float
    said: str


def people(text: str, judge: Judge) -> Iterator[Find]:
    """Yield names in running text by the words around them."""
    for search in SEARCHES:
        for find in search(text, judge):
            if not judge.phrase(text, find.start, find.end):
                yield find


def titled(text: str, judge: Judge) -> Iterator[Find]:
    """Yield what follows "Frau", "Herr", "Dr."."""
    for found in STRONG.finditer(text):
        found = _past_offices(text, found, judge)  # noqa: PLW2901 - the same title, a later word
        start, end = found.span("name")
        word = found["name"]
        bare = re.fullmatch(INITIAL, word)
        last = word.split()[-1]
        if not bare and (_is_office(last, judge) or not _fits_title(found, text, last, judge)):
            continue
        if (
            len(word.split()) > 1
            and not word.startswith("v.")
            and (judge.lexicon.is_ordinary(last) and len(last) > SHORT and not judge.lexicon.is_surname(last))
        ):
            continue
        yield _grown(text, (start, end), judge, Why(FIRM, "Anrede oder Titel davor"))


def _is_office(word: str, judge: Judge) -> bool:
    return judge.lexicon.is_role(word) and not judge.lexicon.is_surname(word)


def _past_offices(text: str, found: re.Match[str], judge: Judge) -> re.Match[str]:
    """Return the match with the offices between title and name skipped: "Frau Landrätin Abel"."""
    roles = re.match(r"(?:[A-ZÄÖÜ][\wäöüß]+ )+", text[found.start("name") :])
    if roles and judge.lexicon.is_role(found["name"]):
        again = AFTER_OFFICE.match(text, found.start())
        return again or found
    return found


def _fits_title(found: re.Match[str], text: str, word: str, judge: Judge) -> bool:
    title = found["title"].strip()
    if title.startswith(("Frauen", "Herren")):
        return judge.clear(word)
    before = text[max(0, found.start() - 20) : found.start()]
    if DETERMINER.search(before) or (
        title.startswith("Frau") and judge.lexicon.is_ordinary(word) and word.endswith("in")
    ):
        return judge.clear(word) or (THE.search(before) is not None and judge.likely(word))
    feminine = title == "Frau" and judge.lexicon.is_word(word) and re.search(r"(?:ende|ung|heit|keit|schaft)$", word)
    return not feminine and not (judge.lexicon.is_body(word) and len(word) > 1)


def _grown(text: str, span: tuple[int, int], judge: Judge, why: Why) -> Find:
    """Return the name that begins at ``start``, with the words after it that belong to it, parts told apart."""
    end = span[1]
    words = [text[slice(*span)]]
    while (found := NEXT.match(text, end)) is not None and len(words) < LONGEST:
        if found["initial"]:
            words.append(found["initial"])
        elif _belongs(words, found, judge):
            words.append(found[0].strip())
        else:
            break
        end = found.end()
    return _person(text, (span[0], end), words, why)


def _belongs(words: list[str], found: re.Match[str], judge: Judge) -> bool:
    word = found["word"]
    if judge.lexicon.is_role(word):
        return False
    if judge.lexicon.is_first(words[-1].split()[-1]) or re.fullmatch(INITIAL, words[-1]):
        return _surname(words, word, judge, found["particle"] or "") or judge.lexicon.is_first(word)
    return (bool(found["particle"]) and judge.named(word)) or (judge.clear(word))


def _person(text: str, span: tuple[int, int], words: list[str], why: Why) -> Find:
    """Return the find of a name; a genitive (Kowalskis, Yılmaz') is set apart where the list knows the rest."""
    first, last = (" ".join(words[:-1]), words[-1]) if len(words) > 1 else ("", words[0])
    start, end = span
    if text[end : end + 1] in {"'", "’"} and text[end - 1] in "sxzßS":
        return Find(start, end + 1, "person", why.score, why.said, first, last, "s")
    return Find(start, end, "person", why.score, why.said, first, last)


def pairs(text: str, judge: Judge) -> Iterator[Find]:
    """Yield first name and surname side by side."""
    for token in TOKEN.finditer(text):
        if judge.lexicon.is_first(token[0]) and not judge.is_place(token[0]):
            words, end = _chain(text, token, judge)
            score = _pair_score(words, judge)
            if score:
                yield _person(text, (token.start(), end), words, Why(score, "Vorname und Nachname"))
        elif judge.strange(token[0]) and (found := NEXT.match(text, token.end())) and found["word"]:
            last = found["word"]
            if judge.lexicon.is_plain_name(last) or judge.strange(last):
                score = GOOD if judge.lexicon.is_plain_name(last) else WEAK
                words = [token[0], found[0].strip()]
                yield _person(text, (token.start(), found.end()), words, Why(score, "Vorname und Nachname"))


def _chain(text: str, token: re.Match[str], judge: Judge) -> tuple[list[str], int]:
    """Return the words of the name that begins with the first name ``token``, and where it ends."""
    words, end = [token[0]], token.end()
    while (found := NEXT.match(text, end)) is not None and len(words) < LONGEST:
        word = found["word"]
        if found["initial"]:
            words.append(found["initial"])
        elif judge.lexicon.is_first(word) and not judge.lexicon.is_ambiguous(word) and not found["particle"]:
            words.append(word)
        elif _surname(words, word, judge, found["particle"] or ""):
            return [*words, found[0].strip()], found.end()
        else:
            break
        end = found.end()
    return words, end


def _surname(words: list[str], word: str, judge: Judge, particle: str) -> bool:
    """Tell whether ``word`` may be the surname after the first names ``words``."""
    lex = judge.lexicon
    if lex.is_role(word) or judge.is_place(word) or lex.is_body(word):
        return False
    if judge.clear(word) or lex.is_surname(word):
        return True
    plain = any(lex.is_first(first) and not lex.is_ambiguous(first) for first in words)
    if particle:
        return plain and ABROAD.match(particle) is not None
    return plain and (lex.is_ambiguous(word) or judge.likely(word))


def _pair_score(words: list[str], judge: Judge) -> float:
    lex, last = judge.lexicon, words[-1].split()[-1]
    if len(words) < 2 or re.fullmatch(INITIAL, last):  # noqa: PLR2004 - a first name and a surname
        return 0.0
    plain = any(not lex.is_ambiguous(word) for word in words[:-1] if not re.fullmatch(INITIAL, word))
    if plain:
        return FIRM if judge.clear(last) or lex.is_surname(last) else GOOD
    return GOOD if judge.clear(last) else FAIR if lex.is_surname(last) and not lex.is_ambiguous(last) else 0.0


def turned(text: str, judge: Judge) -> Iterator[Find]:
    """Yield "surname, first name"."""
    for found in TURNED.finditer(text):
        last, first = found["last"].split()[-1], found["first"]
        known = judge.lexicon.is_first(first) and not judge.lexicon.is_ambiguous(first)
        before = text[max(0, found.start() - 20) : found.start()]
        if judge.lexicon.is_ordinary(last) and DETERMINER.search(before):  # "die Mutter, Rahel"
            continue
        if (
            known
            and (judge.named(last) or judge.likely(last))
            and not judge.lexicon.is_plain_name(last)
            | (judge.lexicon.is_first(last) and not judge.lexicon.is_surname(last))
        ):
            yield Find(*found.span(), "person", GOOD, "Nachname, Vorname", first, found["last"])


def initials(text: str, judge: Judge) -> Iterator[Find]:
    """Yield an initial with a surname."""
    for found in WITH_INITIAL.finditer(text):
        before = text[max(0, found.start() - 4) : found.start()]
        if (
            found["particle"]
            and judge.lexicon.is_ordinary(found["last"])
            and not judge.lexicon.is_surname(found["last"])
        ):
            continue
        fits = judge.clear(found["last"]) or (judge.likely(found["last"]) and before.strip() and "\n" not in before)
        if fits and not re.search(r"\d ?$|[a-z]\. ?$", before):
            last = (found["particle"] or "") + found["last"]
            yield Find(*found.span(), "person", GOOD, "Anfangsbuchstabe und Nachname", found["first"], last)


def speaking(text: str, judge: Judge) -> Iterator[Find]:
    """Yield who speaks in indirect or direct speech."""
    for found in SPEAKS.finditer(text):
        why = _speaks(found, judge)
        if why is not None:
            yield _person(text, found.span("name"), [found["name"]], why)
    for found in SAYS_COLON.finditer(text):
        words = found["name"].split()
        if all(judge.clear(word) and not judge.misspelt(word) for word in words):
            yield _person(text, found.span("name"), words, Why(FAIR, "spricht (Doppelpunkt)"))


def _speaks(found: re.Match[str], judge: Judge) -> Why | None:
    """Return why the word before a verb of speech is a name; None where it is none."""
    name, lex = found["name"], judge.lexicon
    strong = STRONG_VERB.match(found["verb"])
    if name.lower() in lex.function:
        return None
    if lex.is_plain_name(name) or judge.strange(name):
        return Why(GOOD if strong else WEAK, "spricht (Redeverb)")
    if strong and found["org"] and lex.is_ambiguous(name):
        return Why(GOOD, "spricht (Redeverb, Herkunft in Klammern)")
    return Why(FAIR, "spricht (Redeverb)") if strong and lex.is_ambiguous(name) and lex.is_surname(name) else None


def mentioned(text: str, judge: Judge) -> Iterator[Find]:
    """Yield words that German does not know where somebody is named: in brackets, after "laut", "mit", "von"."""
    for found in FIRST_INITIAL.finditer(text):
        if judge.clear(found["first"]):
            yield Find(*found.span(), "person", GOOD, "Vorname und Anfangsbuchstabe", found["first"], found["last"])
    for pattern, why in (
        (BRACKET, Why(WEAK, "in Klammern")),
        (LAUT, Why(WEAK, "nach „mit“, „von“")),
        (LAUT_ONLY, Why(FAIR, "nach „laut“")),
    ):
        for found in pattern.finditer(text):
            if judge.strange(found["name"]):
                yield _person(text, found.span("name"), [found["name"]], why)


def called(text: str, judge: Judge) -> Iterator[Find]:
    """Yield how somebody is called."""
    for found in CALLED.finditer(text):
        words = found["name"].split()
        while words and not (
            judge.clear(words[-1]) or (len(words) > 1 and judge.clear(words[0]) and judge.likely(words[-1]))
        ):
            words.pop()
        if words:
            start = found.start("name")
            yield _person(text, (start, start + len(" ".join(words))), words, Why(GOOD, "wird so genannt"))
        elif text[found.start("name") - 1] in "„\"‚'»" and judge.likely(found["name"].split()[0]):
            start, end = found.span("name")
            yield _person(text, (start, end), [found["name"]], Why(FAIR, "Spitzname"))


def nicknamed(text: str, judge: Judge) -> Iterator[Find]:
    """Yield how people call somebody: "alle sagen … zu mir", "der lange …" in quotation marks."""
    for pattern, why in ((SAID_TO, "wird so genannt"), (NICKNAME, "Spitzname")):
        for found in pattern.finditer(text):
            if judge.clear(found["name"]) or judge.lexicon.is_first(found["name"]):
                yield _person(text, found.span("name"), [found["name"]], Why(GOOD, why))


def greeted(text: str, judge: Judge) -> Iterator[Find]:
    """Yield who is greeted in a letter."""
    for found in GREETING.finditer(text):
        for token in TOKEN.finditer(text, *found.span("names")):
            if judge.clear(token[0]) or judge.lexicon.is_first(token[0]):
                yield _person(text, token.span(), [token[0]], Why(GOOD, "Grußformel"))


def signed(text: str, judge: Judge) -> Iterator[Find]:
    """Yield who signed."""
    for found in CLOSING.finditer(text):
        offset = found.start("lines")
        for index, line in enumerate(found["lines"].split("\n")):
            if index == 0 or line.strip():
                yield from entries(text, (offset, offset + len(line)), judge, "Unterschrift", strict=index > 0)
            offset += len(line) + 1
    for found in SHORT_SIGN.finditer(text):
        if not judge.lexicon.is_word(found["name"]) and not judge.lexicon.is_body(found["name"]):
            yield _person(text, found.span("name"), [found["name"]], Why(FAIR, "Namenszeichen"))
    for found in SIGNED.finditer(text):
        yield from entries(text, found.span("name"), judge, "Unterschrift", strict=False)


def listed(text: str, judge: Judge) -> Iterator[Find]:
    """Yield the names of a labelled line: "Anwesend: …", "Moderation: …"."""
    for found in LIST_LABEL.finditer(text):
        yield from entries(text, found.span("rest"), judge, "Liste oder Kopfzeile", strict=False)


def entries(text: str, span: tuple[int, int], judge: Judge, why: str, *, strict: bool) -> Iterator[Find]:
    """Yield the names of a list between ``start`` and ``end``; ``strict`` wants words that are clearly names."""
    for left, right in _parts(text, *span):
        yield from _entry(text, (left, right), judge, why, strict=strict)


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the entries of a list: cut at separators, brackets left out; commas cut unless a first name follows."""
    piece = re.sub(r"\([^)\n]*\)|<[^>\n]*>|\[[^\]\n]*\]", lambda found: ";" * len(found[0]), text[start:end])
    position = 0
    for cut in [*SPLIT.finditer(piece), None]:
        stop = cut.start() if cut else len(piece)
        inner = position
        for comma in [*re.finditer(r",", piece[position:stop]), None]:
            edge = position + comma.start() if comma else stop
            yield start + inner, start + edge
            inner = edge + 1
        position = cut.end() if cut else stop


def _entry(text: str, span: tuple[int, int], judge: Judge, why: str, *, strict: bool) -> Iterator[Find]:
    """Yield the name at the beginning of one entry, titles and offices before it skipped."""
    start = span[0]
    tokens = _untitled([*re.finditer(rf"(?:{PARTICLE})?{WORD}|{INITIAL}|[^\s]+", text[slice(*span)])], judge)
    name = []
    for token in tokens:
        word = token[0].split()[-1]
        body = judge.lexicon.is_body(word) and not word.endswith(".")
        if body or not re.fullmatch(rf"(?:{PARTICLE})?{WORD}|{INITIAL}", token[0]):
            break
        name.append(token)
    if not name or len(name) > LONGEST:
        return
    words = [token[0] for token in name]
    score = _entry_score(words, len(name) == len(tokens), judge)
    if score and (not strict or score >= GOOD):
        yield _person(text, (start + name[0].start(), start + name[-1].end()), words, Why(score, why))


def _untitled(tokens: list[re.Match[str]], judge: Judge) -> list[re.Match[str]]:
    """Return the words of an entry without list marks, titles and offices at its beginning."""
    for place, token in enumerate(tokens):
        title = re.fullmatch(rf"{FORM}|{DEGREE}|[-–*•:]|\w{{1,4}}\.", token[0]) or judge.lexicon.is_role(token[0])
        if not title or re.fullmatch(INITIAL, token[0]):
            return tokens[place:]
    return []


def _entry_score(words: list[str], whole: bool, judge: Judge) -> float:
    """Return how likely the words of an entry are a name."""
    if len(words) == 1:
        return _single_score(words[0], judge) if whole or re.fullmatch(INITIAL, words[0]) else 0.0
    lex = judge.lexicon
    bare = [word.split()[-1] for word in words]
    short = [bool(re.fullmatch(INITIAL, word)) for word in words]
    clear = [one or judge.clear(word) for one, word in zip(short, bare, strict=True)]
    named = [one or judge.named(word) or lex.is_first(word) for one, word in zip(short, bare, strict=True)]
    if short[0] and judge.likely(bare[-1]):
        return GOOD
    if all(named) and any(clear):
        return FIRM if lex.is_first(words[0]) or all(clear) else GOOD
    surely = whole and judge.lexicon.is_plain_name(words[0]) and len(words) == 2  # noqa: PLR2004 - first and last name
    return GOOD if lex.is_first(words[0]) and (named[1] or judge.likely(bare[1]) or surely) else 0.0


def _single_score(word: str, judge: Judge) -> float:
    """Return how likely a word that is an entry by itself is a name."""
    if re.fullmatch(INITIAL, word):
        return WEAK
    if judge.clear(word):
        return GOOD
    surname = judge.lexicon.is_surname(word)
    return FAIR if surname or (judge.likely(word) and not judge.lexicon.is_ordinary(word)) else 0.0


def kin(text: str, judge: Judge) -> Iterator[Find]:
    """Yield the name after a word for a relative or companion."""
    for found in KIN.finditer(text):
        words = found["name"].split()
        while words and not (judge.clear(words[-1])):
            words.pop()
        if words and judge.clear(words[0]):
            start = found.start("name")
            yield _person(
                text, (start, start + len(" ".join(words))), words, Why(GOOD, "Verwandtschaft oder Bekanntschaft davor")
            )
    for found in KIN_INITIAL.finditer(text):
        yield _person(text, found.span("name"), [found["name"]], Why(GOOD, "Verwandtschaft oder Bekanntschaft davor"))
    for found in APPOSED.finditer(text):
        named = judge.strange(found["name"]) and not STREET_NAME.search(found["name"])
        if named and judge.lexicon.is_word(found["noun"]):
            yield _person(text, found.span("name"), [found["name"]], Why(FAIR, "Beiname nach Komma"))
    roles = re.finditer(rf"(?<![\w-])(?P<role>[A-ZÄÖÜ][a-zäöüß]+)(?= (?P<name>{WORD})(?!\w))", text)
    for found in roles:
        if judge.lexicon.is_job(found["role"]) and judge.clear(found["name"]):
            yield _grown(text, found.span("name"), judge, Why(GOOD, "Amt oder Beruf davor"))


def alone(text: str, judge: Judge) -> Iterator[Find]:
    """Yield words that are names by the lists alone."""
    for token in TOKEN.finditer(text):
        word = token[0]
        if judge.lexicon.is_plain_name(word) and not judge.is_place(word) and not judge.lexicon.is_body(word):
            yield _person(text, token.span(), [word], Why(FAIR, "Namensliste"))
        elif (
            len(word) > LONGEST
            and word.endswith("s")
            and judge.lexicon.is_plain_name(word[:-1])
            and not judge.lexicon.is_word(word)
        ):
            yield Find(token.start(), token.end(), "person", FAIR, "Namensliste", "", word[:-1], "s")


def tagged(text: str, judge: Judge) -> Iterator[Find]:
    """Yield whom a message speaks to with an @: '@Jens'."""
    for found in AT.finditer(text):
        if judge.likely(found["name"]):
            yield _person(text, found.span("name"), [found["name"]], Why(GOOD, "mit @ angesprochen"))


def labelled(speaker: str, judge: Judge) -> list[Find]:
    """Return the name in a speaker's label; a code ("I", "B2", "S01", "Moderatorin") has none."""
    if not speaker or CODES.match(speaker.strip()) or judge.lexicon.is_role(speaker.strip()):
        return []
    turned = TURNED_WHOLE.match(speaker)
    if turned and _is_turned(turned["last"], turned["first"].split()[0], judge):
        return [Find(*turned.span(), "person", GOOD, "Nachname, Vorname", turned["first"], turned["last"])]
    found = list(titled(speaker, judge)) or list(
        entries(speaker, (0, len(speaker)), judge, "Sprecherin oder Sprecher", strict=False)
    )
    if found:
        return found
    words = [token for token in TOKEN.finditer(speaker) if not judge.lexicon.is_role(token[0])]
    first = next((token for token in words if judge.lexicon.is_first(token[0])), None)
    if first:
        return [_grown(speaker, first.span(), judge, Why(GOOD, "Sprecherin oder Sprecher"))]
    if words and not judge.lexicon.is_body(words[0][0]) and not all(judge.lexicon.is_word(word[0]) for word in words):
        return [
            _person(
                speaker,
                (words[0].start(), words[-1].end()),
                [word[0] for word in words],
                Why(GOOD, "Sprecherin oder Sprecher"),
            )
        ]
    return []


def _is_turned(last: str, first: str, judge: Judge) -> bool:
    """Tell whether two words with a comma between them are surname and first name, and not "Becker, Jobcenter"."""
    other = any(judge.lexicon.is_body(word) or judge.lexicon.is_role(word) for word in (last, first))
    return not other and (judge.lexicon.is_first(first) or judge.clear(last))


def places_of(text: str) -> Iterator[str]:
    """Yield the words that stand where only a place stands: after "in", "aus", "Gemeinde"; folded."""
    for token in TOKEN.finditer(text):
        if PLACE_BEFORE.search(text[max(0, token.start() - 20) : token.start()]):
            yield fold(token[0])


SEARCHES: tuple[Callable[[str, Judge], Iterator[Find]], ...] = (
    titled, pairs, of_party, seated, turned, initials, speaking, mentioned, called, nicknamed, greeted, signed, listed,
    kin, alone, tagged,
)  # fmt: skip

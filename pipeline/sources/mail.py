"""Mail: the words somebody wrote, once; headers as metadata, the quoted mail and the signature set apart."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage, Message
from email.policy import default

from pipeline.sources import html, text
from pipeline.sources.encodings import decode
from pipeline.sources.options import Options
from pipeline.sources.pieces import Attachment, Draft, Piece, clean

HEADERS = {"From": "Von", "To": "An", "Cc": "Kopie", "Date": "Datum", "Subject": "Betreff"}
ORIGINAL = re.compile(
    r"^\s*(>|-{2,}\s*(Ursprüngliche|Original|Weitergeleitete|Forwarded)\b|_{10,}\s*$|Am .{5,120} schrieb\b"
    r"|On .{5,120} wrote:|(Von|From):\s.+|Anfang der weitergeleiteten)",
    re.IGNORECASE,
)
FOLLOWS = re.compile(r"^\s*>?\s*(Gesendet|Sent|Datum|Date|An|To|Betreff|Subject):", re.IGNORECASE)
SIGNATURE = re.compile(r"^(-- ?|—|__)$")
GREETING = re.compile(
    r"^((mit )?(\w+e[nmr]?,? )?(und )?\w+e[nmr]? (grüße\w*|gruß)\b"
    r"|(mit )?(freundliche|beste|herzliche|viele|liebe)\w* wünsche\w*|mfg\b|vg\b|lg\b|gruß\b|grüße\b"
    r"|[^.?]{0,60}\b(wünscht|grüßt|grüßen|verbleib(t|e|en))\b[^.?,]{0,40}$|hochachtungsvoll"
    r"|(im auftrag|i\. ?a\.|in vertretung|i\. ?v\.)\W*(\w+\W+){0,3}$|von meinem .* gesendet)",
    re.IGNORECASE,
)
CONTACT = re.compile(
    r"\b(tel|telefon|fax|mobil|fon|e-?mail|www)\b|@|https?://|\b\d{5}\b|\b2\dxxx\b|gmbh|straße \d|str\. \d|weg \d",
    re.IGNORECASE,
)
POSTSCRIPT = re.compile(r"^(P\.?\s?)+S\b", re.IGNORECASE)
NAMED = re.compile(r"(?:(?:[A-ZÄÖÜ]|\[)\S*|und|der|die|das|von|van|de|zu|&)")
"""A word of a line that only bears a name: 'Ilse und Karl Brandt', 'der Vorstand'."""
LIST_SIGN = re.compile(r"^\W*[-–•*]|^\d+[.)]")
SHORT = 80
LEAVE_WORDS, NAME_WORDS = 6, 4
OWN = {"paragraph", "item", "heading"}
FEW_LINES = 8
SOME_WORDS = 25
QUOTED = "die zitierte ältere Nachricht darin zählt nicht; fehlt sie im Ordner, bitte als eigene Datei ablegen"
"""Whoever answers quotes what may lie in the folder too; what does not is not lost without a word."""


def read(data: bytes, options: Options) -> Draft:
    """Return the pieces of a mail; of several versions of the same words the plain one is read."""
    message = email.message_from_bytes(data, policy=default)
    draft = Draft(reader="eml")
    draft.pieces = [*_headers(message), *_body(message, options)]
    draft.attached = attached(message)
    if sum(len(piece.text.split()) for piece in draft.pieces if piece.kind == "quoted") >= SOME_WORDS:
        draft.note(QUOTED)
    return draft


def attached(message: Message) -> list[Attachment]:
    """Return the files attached to a mail; pictures inside its words, empty and unreadable parts are none.

    A mail attached to a mail is an attachment as a whole; what it brings along is not looked for.
    """
    found: list[Attachment] = []
    for part in _parts_of(message):
        mail = part.get_content_type() == "message/rfc822"
        if part.get_content_disposition() != "attachment" and not mail:
            continue
        found.append(Attachment(_filename(part) or ("Nachricht.eml" if mail else "Anhang"), _payload(part)))
    return found


def _parts_of(message: Message) -> Iterator[Message]:
    """Yield the parts of a mail, but not those of a mail attached to it."""
    yield message
    if message.is_multipart() and message.get_content_type() != "message/rfc822":
        for part in message.get_payload():
            if isinstance(part, Message):
                yield from _parts_of(part)


def _filename(part: Message) -> str:
    """Return the name of an attached file without folders; a broken one is ''."""
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        return ""
    return clean(name.replace("\\", "/").rsplit("/", 1)[-1]).replace("\n", " ")


def _payload(part: Message) -> bytes:
    """Return the bytes of an attached file."""
    if part.get_content_type() == "message/rfc822":
        inside = part.get_payload()
        mail = inside[0] if isinstance(inside, list) and inside else None
        return mail.as_bytes() if isinstance(mail, Message) else b""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _headers(message: Message) -> list[Piece]:
    found = []
    for name, german in HEADERS.items():
        value = clean(_header(message, name)).replace("\n", " ")
        if value:
            found.append(Piece("metadata", value, before=f"{german}:", column=german))
    return found


def _header(message: Message, name: str) -> str:
    """Return a header's words; a broken one is read as far as it goes."""
    try:
        return str(message.get(name, ""))
    except (ValueError, LookupError, AttributeError, IndexError, TypeError):
        return ""


def _body(message: Message, options: Options) -> list[Piece]:
    del options
    plain, page = _parts(message)
    if plain.strip():
        return told_apart(plain)
    if page.strip():
        return parted(html.pieces(page))
    return []


def _parts(message: Message) -> tuple[str, str]:
    """Return the first plain and the first HTML version of the words."""
    plain, page = "", ""
    for part in _parts_of(message):
        if part.get_content_disposition() == "attachment" or part.is_multipart():
            continue
        if part.get_content_type() == "text/plain" and not plain.strip():
            plain = _content(part)
        elif part.get_content_type() == "text/html" and not page.strip():
            page = _content(part)
    return plain, page


def _content(part: Message) -> str:
    """Return the words of a part; a wrong or missing charset goes down the ladder."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else str(part.get_payload()).encode("utf-8", errors="replace")
    charset = part.get_content_charset() if isinstance(part, EmailMessage) else None
    try:
        return data.decode(charset) if charset and charset != "us-ascii" else decode(data)[0]
    except (LookupError, ValueError):  # no such charset, not these bytes, or no name at all
        return decode(data)[0]


def told_apart(words: str) -> list[Piece]:
    """Return the pieces of a plain mail: own words, signature, quoted mail, each read as text of its own."""
    lines = words.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").split("\n")
    runs: list[tuple[str, list[str]]] = []
    state = "own"
    for index, line in enumerate(lines):
        state = _state(state, lines, index)
        if runs and runs[-1][0] == state:
            runs[-1][1].append(line)
        else:
            runs.append((state, [line]))
    found: list[Piece] = []
    for kind, part in runs:
        if kind == "own":
            found += text.pieces("\n".join(part))
        else:
            found += [Piece(kind, "\n".join(chunk)) for chunk in _chunks(part)]
    return parted(found)


def _state(state: str, lines: list[str], index: int) -> str:
    """Return whose words the line is: own, signature or quoted; own words may follow between quoted ones."""
    line = lines[index]
    if SIGNATURE.match(line.strip()) and line.strip() != "—":
        return "signature"
    if state == "signature" and POSTSCRIPT.match(line.strip()):
        return "own"
    found = ORIGINAL.match(line)
    if found and (
        found[1].lower()[:3] not in {"von", "fro"}
        or any(FOLLOWS.match(after) for after in lines[index + 1 : index + 4])
    ):
        return "quoted"
    if state == "quoted" and not line.lstrip().startswith(">"):
        marked = any(before.lstrip().startswith(">") for before in lines[max(0, index - 3) : index])
        return "own" if marked and line.strip() else "quoted"
    return state


def _chunks(lines: list[str]) -> list[list[str]]:
    """Return the lines between empty ones."""
    chunks: list[list[str]] = [[]]
    for line in lines:
        if line.strip("> \t"):
            chunks[-1].append(line.strip())
        elif chunks[-1]:
            chunks.append([])
    return [chunk for chunk in chunks if chunk]


def parted(found: list[Piece]) -> list[Piece]:
    """Mark what follows the closing words as signature, up to a postscript or a quoted mail."""
    done: list[Piece] = []
    state = ""
    for piece in found:
        words = clean(piece.text)
        if piece.kind in {"signature", "quoted"}:
            state = "quoted" if piece.kind == "quoted" and not words.startswith(">") else state
        elif state != "quoted" and ORIGINAL.match(words) and (words[:1] != ">" and _is_original(words)):
            state = "quoted"
        elif POSTSCRIPT.match(words) and state == "signature":
            state = ""
        elif not state and GREETING.match(words) and len(words) <= 2 * SHORT:
            state = "signature"
        own = piece.kind not in OWN or not state
        done.append(piece if own else replace(piece, kind=state, level=0))
    return _signed(_left(done))


def _left(found: list[Piece]) -> list[Piece]:
    """Mark the last line of prose that only bears a name, with a short line of leave above it, as signature.

    Nobody's list of farewells is whole ('Gottes Segen', 'Bis neulich'); but a mail in sentences that ends in a short
    line without a full stop ends in a name. It stands before a postscript, a quoted mail or at the end.
    """
    stop = next((at for at, piece in enumerate(found) if POSTSCRIPT.match(clean(piece.text))), len(found))
    own = [at for at in range(stop) if found[at].kind in OWN]
    if any(piece.kind == "signature" for piece in found[:stop]) or len(own) <= 1:
        return found
    *before, last = own
    *leave, name = clean(found[last].text).split("\n")
    if found[last].kind != "paragraph" or not _is_name(name):
        return found
    tail = {last}
    above = clean(found[before[-1]].text)
    if leave and not all(map(_takes_leave, leave)):
        return found
    if not leave:
        ended = sum(clean(found[at].text).endswith((".", "!", "?", ",", ":")) for at in own)
        if 2 * ended < len(before) or above.endswith(":"):
            return found
        if len(before) > 1 and _takes_leave(above) and found[before[-1]].kind == "paragraph":
            tail.add(before[-1])
    return [replace(piece, kind="signature") if at in tail else piece for at, piece in enumerate(found)]


def _takes_leave(line: str) -> bool:
    """Tell whether a line is as short and open as a farewell is."""
    return len(line.split()) <= LEAVE_WORDS and not line.endswith((".", "?", ",", ":")) and not LIST_SIGN.match(line)


def _is_name(line: str) -> bool:
    """Tell whether a line holds few capitalised words without an end.

    >>> _is_name("Ilse und Karl Brandt"), _is_name("Mehr Busse!")
    (True, False)
    """
    words = line.split()
    fits = 0 < len(words) <= NAME_WORDS and (words[-1][-1].isalpha() or words[-1].endswith("]"))
    return fits and all(NAMED.fullmatch(word) for word in words) and not words[-1][0].islower()


def _is_original(words: str) -> bool:
    return not words.lower().startswith(("von:", "from:")) or bool(
        re.search(r"\b(Gesendet|Sent|Betreff|Subject):", words)
    )


def _signed(found: list[Piece]) -> list[Piece]:
    """Mark a name with its address at the end of the own words as signature, where no closing words stand."""
    own = [i for i, piece in enumerate(found) if piece.kind in OWN]
    if len(own) <= 1 or any(piece.kind == "signature" and GREETING.match(clean(piece.text)) for piece in found):
        return found
    tail = []
    for index in reversed(own):
        words = clean(found[index].text)
        if len(words) > SHORT or words.endswith((".", "!", "?", ",")) or found[index].kind != "paragraph":
            break
        tail.append(index)
    if not 0 < len(tail) <= FEW_LINES or not any(CONTACT.search(clean(found[index].text)) for index in tail):
        return found
    return [replace(piece, kind="signature") if index in tail else piece for index, piece in enumerate(found)]

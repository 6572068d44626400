"""Commands: look behind a pseudonym, and forget. Each is confirmed, and logged without names.

``python -m pipeline.pseudonyms resolve [Person_3]``       who is it (printed, never written)
``python -m pipeline.pseudonyms resolve protokoll.docx``   the document as it was read, byte for byte
``python -m pipeline.pseudonyms forget-key``               nobody can ever tell again who is who
``python -m pipeline.pseudonyms forget-person [Person_3]`` the key forgets one person, derived files go
``python -m pipeline.pseudonyms forget-document NAME``     key and every derived file forget one document

``--ja`` confirms without asking. What was derived is removed and made anew by ``dvc repro``; papers under ``data/raw``
belong to people and are never touched: the command says how many of them still have to be deleted or blackened.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pipeline.pseudonyms import checklist
from pipeline.pseudonyms.replace import resolve as restored
from pipeline.shared import key, leaks, params, private
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable
from pipeline.shared.reading import paper_of, readings_of
from pipeline.shared.stage import FAULT, MISTAKE, told

LOG = "protokoll.log"
YES = "--ja"
CACHES = (".cache", ".pytest_cache", ".hypothesis")


class CommandFault(Repairable):
    """A command was asked for something that is not there."""


def run(words: Sequence[str]) -> None:
    """Run a command; the exit status is 0, or 2 for a fault that a person can repair."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        said = obey(params.corpus(), [word for word in words if word != YES], confirmed=YES in words)
        sys.stdout.buffer.write(said.encode())  # a document byte for byte: no line end of ours, none translated
        sys.stdout.buffer.flush()
    except Repairable as fault:
        print(f"\n{fault}\n", file=sys.stderr)
        sys.exit(FAULT)
    except Exception as error:  # noqa: BLE001 - whatever it is, its words may stem from the key
        print(told(error), file=sys.stderr)
        sys.exit(MISTAKE)


def obey(corpus: Corpus, words: Sequence[str], *, confirmed: bool) -> str:
    """Return what command ``words`` says after doing it; raises CommandFault where it is unknown or not confirmed."""
    name, subject = (words[0] if words else ""), " ".join(words[1:])
    known: dict[str, tuple[Callable[[Corpus, str], str], str]] = {
        "resolve": (resolve, "Das zeigt wirkliche Namen auf diesem Bildschirm."),
        "forget-key": (forget_key, "Danach kann niemand mehr sagen, wer hinter einem Pseudonym steht."),
        "forget-person": (forget_person, "Der Schlüssel vergisst diesen Menschen, alles Abgeleitete wird gelöscht."),
        "forget-document": (forget_document, "Der Schlüssel und alles Abgeleitete vergessen dieses Dokument."),
    }
    if name not in known:
        raise CommandFault("pseudonyms", ["diesen Befehl gibt es nicht"], f"Es gibt: {', '.join(sorted(known))}.")
    if name != "forget-key" and not subject:
        raise CommandFault(
            "pseudonyms", [f"{name} braucht ein Pseudonym oder Dokument"], f"Zum Beispiel: {name} [Person_3]"
        )
    command, warning = known[name]
    if not (confirmed or _agreed(warning)):
        raise CommandFault(
            "pseudonyms", ["nicht bestätigt, nichts geschehen"], f"Mit `ja` antworten oder {YES} anhängen."
        )
    said = command(corpus, subject)
    log(corpus, f"{name}: {'' if name == 'resolve' else said}".strip(" :\n"))
    return said


def _agreed(warning: str) -> bool:
    if not sys.stdin or not sys.stdin.isatty():
        return False
    return input(f"{warning} Fortfahren? (ja/nein) ").strip().casefold() == "ja"


def log(corpus: Corpus, line: str) -> None:
    """Add a line to the log of the confidential folder: when, which command, how much; no names."""
    place = corpus.confidential / LOG
    before = place.read_bytes() if place.is_file() else b""
    when = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    private.write_private(place, before + f"{when} {line}\n".encode())


def resolve(corpus: Corpus, subject: str) -> str:
    """Return the words behind a pseudonym, or a whole document as it was read."""
    known = key.load(corpus)
    if subject in known.documents:
        spans = [(start, end, original) for start, end, original in known.documents[subject]["spans"]]
        path = corpus.texts / f"{subject}.txt"
        text = corpus.text(subject) if path.is_file() else ""
        if key.fingerprint(text) != known.documents[subject]["text"]:
            raise CommandFault(
                corpus.relative(corpus.texts),
                ["Text und Schlüssel passen nicht zueinander"],
                "`dvc repro`, dann noch einmal.",
            )
        return restored(text, spans)
    label = _label(known, subject)
    if label not in known.forms:
        raise CommandFault(
            "pseudonyms", ["dieses Pseudonym oder Dokument kennt der Schlüssel nicht"], "Schreibweise prüfen."
        )
    return "".join(f"{form}\n" for form in known.forms[label])


def _label(known: key.Key, subject: str) -> str:
    """Return the pseudonym that is meant: "[Person_3]", "Person_3", or the alias shown for it."""
    named = (label for label, names in known.aliases.items() if subject in {" ".join(names), *names})
    return next(named, subject if subject.startswith("[") else f"[{subject}]")


def forget_key(corpus: Corpus, _: str) -> str:
    """Delete the key, the checklist and what the leak scan looks for; return what went."""
    folder = corpus.confidential
    gone = [
        _shred(path)
        for path in (folder / key.FILE, folder / checklist.FILE, *sorted((folder / leaks.FOLDER).glob("*")))
    ]
    if not any(gone):
        raise CommandFault(corpus.relative(corpus.confidential), ["es gibt keinen Schlüssel"], "Nichts zu tun.")
    return (
        f"{sum(gone)} Dateien gelöscht. Solange die Papiere unter {corpus.relative(corpus.raw)} liegen, "
        "legt ein neuer Lauf der Stufe einen neuen Schlüssel an.\n"
    )


def forget_person(corpus: Corpus, subject: str) -> str:
    """Take one person out of the key and delete what was derived; their number is never given again."""
    known = key.load(corpus)
    label = _label(known, subject)
    if label not in known.forms:
        raise CommandFault("pseudonyms", ["dieses Pseudonym kennt der Schlüssel nicht"], "Schreibweise prüfen.")
    words = set(known.forms.pop(label))
    known.aliases.pop(label, None)
    number = int(label.rsplit("_", 1)[1].rstrip("]"))
    for kind, numbers in known.numbers.items():
        if label.startswith(f"[{leaks.LABELS[kind]}_"):
            known.gone[kind] = max(known.gone.get(kind, 0), *numbers.values())
            known.numbers[kind] = {form: given for form, given in numbers.items() if given != number}
    touched = 0
    for content in known.documents.values():
        spans = [span for span in content["spans"] if span[2].rstrip("s'’") not in words and span[2] not in words]
        touched += len(spans) != len(content["spans"])
        content["spans"] = spans
    key.save(known, corpus)
    files = derived(corpus)
    listed = " und in review/ streichen" if any(corpus.review.glob("*")) else ""
    return (
        f"1 Mensch vergessen, {files} abgeleitete Dateien gelöscht; "
        f"in {touched} Papieren unter data/raw bitte schwärzen{listed}, dann `dvc repro`.\n"
    )


def forget_document(corpus: Corpus, subject: str) -> str:
    """Take one document out of the key, delete its sealed reading and everything derived."""
    known = key.load(corpus)
    paper = paper_of(corpus, subject) if corpus.documents.is_dir() else None
    if subject not in known.documents and paper is None:
        raise CommandFault("pseudonyms", ["dieses Dokument gibt es nicht"], "Name wie im Manifest schreiben.")
    known.documents.pop(subject, None)
    key.save(known, corpus)
    files = derived(corpus)
    still = "; die Datei unter data/raw und ihre Zeile im Manifest bitte selbst löschen" if paper is not None else ""
    return f"1 Dokument vergessen, {files} abgeleitete Dateien gelöscht{still}, dann `dvc repro`.\n"


def derived(corpus: Corpus) -> int:
    """Delete everything that stages derived from the papers; return how many files went.

    That is tables, reports, memo caches, the sealed readings, what the leak scan looks for, and the checklist. Sealed
    readings are made anew from the papers as they are then: what somebody blackened stays gone.
    """
    folders = [corpus.processed, corpus.reports, *(corpus.root / name for name in CACHES)]
    sealed = [corpus.confidential / leaks.FOLDER, readings_of(corpus).folder]
    count = sum(path.is_file() for folder in (*folders, *sealed) for path in folder.rglob("*"))
    for path in [path for folder in sealed for path in sorted(folder.glob("*"))]:
        _shred(path)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return count + _shred(corpus.confidential / checklist.FILE)


def _shred(place: Path) -> bool:
    """Overwrite and delete a file; tell whether there was one."""
    if not place.is_file():
        return False
    place.write_bytes(bytes(place.stat().st_size))
    place.unlink()
    return True

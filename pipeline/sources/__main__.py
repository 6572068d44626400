"""Sources: what was handed in, and could it be read?

Every paper is read once, by the reader of its format, in a process of its own; the reading is sealed, because it
still bears real names. What could not be read is listed with its reason, and never stops the others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pydantic import Field

from pipeline.shared import codebook, stage
from pipeline.shared.codebook import Codebook
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable
from pipeline.shared.naming import spoken
from pipeline.shared.params import StageParams
from pipeline.shared.reading import Reading, readings_of
from pipeline.shared.schema import rows
from pipeline.shared.tables import DOCUMENTS
from pipeline.shared.wording import percent
from pipeline.sources import manifest, papers
from pipeline.sources.manifest import Entry, Manifest
from pipeline.sources.options import Options
from pipeline.sources.papers import Paper
from pipeline.sources.worker import Worker

BETWEEN = " · "
VERSION = (
    "wohl eine andere Fassung von {} ({} gleich); prüfen und eine der beiden herausnehmen, sonst zählt sie doppelt"
)
MISSING = "steht im Manifest, aber in documents/ gibt es die Datei nicht; Namen prüfen oder Datei nachreichen"


class Params(StageParams):
    """How large a paper may be, how long it may take, and what is read besides the words."""

    comments: bool
    max_megabytes: int = Field(ge=1)
    max_pages: int = Field(ge=1)
    seconds_per_document: int = Field(ge=1)
    ocr_language: str


def listed(corpus: Corpus) -> Manifest:
    """Return the manifest of ``corpus``; without one every paper is inferred, and that is said."""
    if not corpus.manifest.is_file():
        return Manifest(faults=["das Manifest fehlt; alle Angaben sind erschlossen"])
    return manifest.parse(corpus.manifest.read_bytes())


def entry_of(paper: Paper, found: Manifest, book: Codebook) -> Entry:
    """Return what is known about ``paper``: its line in the manifest, gaps filled by what the paper tells."""
    known = found.entries.get(paper.document)
    names = {field.key: field.name for field in book.fields if field.role == "field"}
    reading = paper.reading or Reading(paper.document, "", "", "")
    guessed = manifest.inferred(reading, list(found.entries.values()), names)
    if known is None:
        return guessed
    return Entry(
        known.file,
        known.event or guessed.event,
        known.date or guessed.date,
        known.fields,
        known.stakeholder_group,
        known.kind or guessed.kind,
        known.publish,
        notes=known.notes,
    )


def published(entry: Entry, book: Codebook) -> str:
    """Return what may leave the house: as written, else by the codebook's rule for interviews and for the rest."""
    rule = book.publication
    return entry.publish or (rule.default_interview if entry.kind == "interview" else rule.default)


def unknown(entry: Entry, book: Codebook) -> list[str]:
    """Return hints about fields and groups that the codebook does not know."""
    known = {group.name for group in book.groups} | {group.key for group in book.groups}
    fields = [part for part in entry.fields.split("|") if part.strip() and part.strip() not in book.field_keys]
    groups = [part for part in entry.stakeholder_group.split("|") if part.strip() and part.strip() not in known]
    return [
        f"{len(parts)} {what} im Manifest stehen nicht im Codebuch"
        for parts, what in ((fields, "Arbeitsbereiche"), (groups, "Gruppen"))
        if parts and (what == "Arbeitsbereiche" or known)
    ]


@dataclass(frozen=True)
class Twins:
    """Papers that say the same as another one, and papers that are largely another one, with the share in common."""

    same: Mapping[str, str]
    alike: Mapping[str, tuple[str, float]]

    def hints(self, document: str) -> list[str]:
        """Return what to do about a paper that is largely another one."""
        if document not in self.alike:
            return []
        other, share = self.alike[document]
        return [VERSION.format(other, percent(share))]


def record(paper: Paper, entry: Entry, twins: Twins, book: Codebook) -> dict[str, object]:
    """Return the row of table documents for ``paper``."""
    notes = [*twins.hints(paper.document), *entry.notes, *unknown(entry, book)]
    notes += paper.reading.notes if paper.reading else ()
    status = "ok"
    if paper.refused:
        status, notes = "refused", [paper.refused, *notes]
    elif paper.document in twins.same:
        status, notes = "duplicate_of", [f"gleicher Inhalt wie {twins.same[paper.document]}; einmal gezählt", *notes]
    elif paper.reading is None or not paper.reading.blocks:
        status, notes = "empty", ["enthält keinen Text", *notes]
    return {
        "document": paper.document,
        "sha256": paper.sha256 or None,
        "event": entry.event or None,
        "date": entry.date or None,
        "kind": entry.kind or None,
        "stakeholder_group": entry.stakeholder_group or None,
        "fields": entry.fields or None,
        "publish": published(entry, book),
        "reader": paper.reading.reader if paper.reading else None,
        "status": status,
        "note": BETWEEN.join(notes) or None,
    }


def table(found: Sequence[Paper], entries: Manifest, book: Codebook) -> list[dict[str, object]]:
    """Return a row per paper, and one per line of the manifest whose file is missing."""
    same = papers.duplicates(found, entries.entries)
    twins = Twins(same, papers.alike(found, entries.entries, same))
    records = [record(paper, entry_of(paper, entries, book), twins, book) for paper in found]
    there = {paper.document for paper in found}
    absent = [entry for name, entry in sorted(entries.entries.items()) if name not in there]
    return records + [record(Paper(entry.file, refused=MISSING), entry, twins, book) for entry in absent]


def main(corpus: Corpus, params: Params) -> str:
    """Read every paper that is new or changed, seal the readings, list what was handed in."""
    found = papers.files(corpus.documents) if corpus.documents.is_dir() else {}
    if not found:
        raise Repairable(
            corpus.relative(corpus.documents), ["hier liegt keine Datei"], "Unterlagen ablegen, dann `dvc repro`."
        )
    entries, book = listed(corpus), codebook.read(corpus)
    options = Options(params.comments, params.max_pages, params.ocr_language, params.seconds_per_document)
    vault = readings_of(corpus)
    worker = Worker(options, params.seconds_per_document)
    read = papers.readings(found, vault, worker, params.max_megabytes)
    vault.keep_only([found[paper.document].read_bytes() for paper in read if paper.reading is not None])
    records = table(read, entries, book)
    DOCUMENTS.write(rows(DOCUMENTS, records), corpus)
    return sentence(records, entries.faults, corpus)


def sentence(records: Sequence[Mapping[str, object]], faults: Sequence[str], corpus: Corpus) -> str:
    """Return what came out and what was left out; each refused paper on a line of its own, without a person's name."""
    count = {
        status: sum(row["status"] == status for row in records) for status in ("ok", "duplicate_of", "empty", "refused")
    }
    said = f"{count['ok']} Dokumente gelesen, {count['duplicate_of']} doppelt, {count['empty']} leer"
    names = [str(row["document"]) for row in records]
    lines = [
        f"  - {spoken(name, names)}: {str(row['note']).split(BETWEEN)[0]}"
        for name, row in zip(names, records, strict=True)
        if row["status"] == "refused"
    ]
    lines += [
        f"  - {spoken(name, names)}: wohl eine andere Fassung eines weiteren Papiers; Näheres im Bericht"
        for name, row in zip(names, records, strict=True)
        if str(row["note"]).startswith(VERSION[:20])
    ]
    lines += [f"  - {corpus.relative(corpus.manifest)}: {fault}" for fault in faults]
    return "\n".join([f"{said}, {count['refused']} nicht lesbar", *lines])


if __name__ == "__main__":
    stage.run(main)

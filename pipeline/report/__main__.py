"""Lays the report out for everybody and, marked as confidential, for the house."""

from __future__ import annotations

import json

from pipeline.report import docx, html, ledger_pages, pdf
from pipeline.report.chapters import chapters as all_chapters
from pipeline.report.pictures import figures as all_figures
from pipeline.report.source import READING, Source
from pipeline.shared import codebook, earlier, release, stage, tables
from pipeline.shared.corpus import Corpus
from pipeline.shared.german import encoder
from pipeline.shared.schema import write_whole


def evaluated(corpus: Corpus) -> dict[str, float]:
    """Return the figures of the stage ``evaluation``; none where it has not run."""
    path = corpus.reports / "metrics.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.is_file() else {}


def main(corpus: Corpus) -> str:
    """Write both variants of the report."""
    book = codebook.read(corpus)
    read = {table.file: table.read(corpus) for table in READING}
    read[tables.ROUND_SHEETS.file] = earlier.compared(corpus)
    known = release.release(read[tables.STATEMENTS.file])
    outside = {
        tables.THEMES.file: release.released_themes(read[tables.THEMES.file], known),
        tables.GUIDELINES.file: release.released_guidelines(read[tables.GUIDELINES.file], known),
    }
    metrics, helper = evaluated(corpus), encoder.identity(encoder.chosen())
    told = []
    for variant in tables.VARIANTS:
        shown = read | outside if variant == tables.VARIANTS[0] else read
        source = Source(corpus, book, shown, variant, corpus.text, metrics, helper)
        place = corpus.reports if source.public else corpus.reports / variant
        chapters, figures = all_chapters(source), all_figures(source)
        write_whole(place / "index.html", html.render(source, chapters, figures).encode("utf-8"))
        write_whole(place / "report.pdf", pdf.report(source, chapters, figures))
        write_whole(place / "summary.pdf", pdf.summary(source, chapters, figures))
        write_whole(place / "report.docx", docx.render(source, chapters, figures))
        if not source.public:
            ledger_pages.write(source, place / ledger_pages.FOLDER)
        told.append(f"{variant} {len(source.statements)} Aussagen")
    return f"Bericht geschrieben: {', '.join(told)}"


if __name__ == "__main__":
    stage.run(main)

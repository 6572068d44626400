"""The sentences of German notes as a component for spaCy pipelines; apart, as loading spaCy takes a second."""

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.shared.german.segments import sentences


@Language.component("notes_sentences")
def notes_sentences(doc: Doc) -> Doc:
    """Return the document with sentence starts set by the rules of `segments`."""
    begins = {start for start, _ in sentences(doc.text)}
    for token in doc:
        token.is_sent_start = token.i == 0 or token.idx in begins
    return doc

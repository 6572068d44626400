"""The knobs: their values stand in params.yaml and nowhere else."""

from __future__ import annotations

from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.shared import yamls
from pipeline.shared.corpus import Corpus, project_root
from pipeline.shared.errors import ParamsFault

FILE = "params.yaml"


class StageParams(BaseModel):
    """The knobs of one stage: frozen, without defaults, and unknown keys are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


P = TypeVar("P", bound=StageParams)

RULES = {
    "missing": "fehlt",
    "extra_forbidden": "ist unbekannt (verschrieben?)",
    "int_type": "muss eine ganze Zahl sein",
    "int_from_float": "muss eine ganze Zahl sein",
    "float_type": "muss eine Zahl sein",
    "bool_type": "muss true oder false sein",
    "string_type": "muss ein Wort sein (in Anführungszeichen setzen)",
    "list_type": "muss eine Liste sein",
    "tuple_type": "muss eine Liste sein",
    "model_type": "muss ein Abschnitt mit eigenen Schlüsseln sein",
    "greater_than_equal": "ist zu klein",
    "greater_than": "ist zu klein",
    "less_than_equal": "ist zu groß",
    "less_than": "ist zu groß",
    "literal_error": "ist keiner der erlaubten Werte",
}


def explain(error: ValidationError, section: str) -> list[str]:
    """Return one German line per fault: key and rule, never the value found."""
    return [
        f"{'.'.join([section, *map(str, fault['loc'])]).strip('.')} {RULES.get(fault['type'], 'ist ungültig')}"
        + (f" (mindestens {fault['ctx']['ge']})" if "ge" in fault.get("ctx", {}) else "")
        + (f" (höchstens {fault['ctx']['le']})" if "le" in fault.get("ctx", {}) else "")
        for fault in error.errors()
    ]


def document() -> dict[str, Any]:
    """Return params.yaml as it stands; raises ParamsFault where it is missing or no mapping."""
    path = project_root() / FILE
    if not path.is_file():
        raise ParamsFault(FILE, ["die Datei fehlt"], "Aus dem Repositorium zurückholen, dann `dvc repro`.")
    try:
        content = yamls.content(path)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise ParamsFault(FILE, [f"Zeile {line}: kein gültiges YAML (Einrückung, Doppelpunkt?)"]) from None
    if not isinstance(content, dict):
        raise ParamsFault(FILE, ["die Datei ist leer oder keine Liste von Schlüsseln"])
    return content


def corpus() -> Corpus:
    """Return the corpus that params.yaml names."""
    name = document().get("corpus")
    if not isinstance(name, str) or not name.strip() or {"/", "\\"} & set(name) or name.startswith("."):
        raise ParamsFault(FILE, ["corpus muss der Name eines Ordners unter data/raw sein"])
    found = Corpus(name, project_root())
    if not found.raw.is_dir():
        missing = f"corpus: den Ordner {found.relative(found.raw)} gibt es nicht"
        raise ParamsFault(FILE, [missing], "Ordner anlegen oder Namen berichtigen.")
    return found


def section(name: str, model: type[P]) -> P:
    """Return the knobs of stage ``name``; raises ParamsFault with every fault at once."""
    content = document().get(name)
    if content is None:
        content = {}
    try:
        return model.model_validate(content)
    except ValidationError as error:
        raise ParamsFault(FILE, explain(error, name)) from None

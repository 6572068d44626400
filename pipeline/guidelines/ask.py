"""Asks a language model on this machine for wordings: ``python -m pipeline.guidelines.ask``. Off by default.

Where `guidelines.endpoint` in params.yaml is empty nothing is opened. Else it must be the address of an
OpenAI-compatible server on this very machine; every other host is refused. What holds is written to
``data/raw/<corpus>/review/wordings.csv``; the stage reads that file, checks every line again, and never asks by itself,
so that a run gives the same bytes with or without a model. A person may edit the file or delete it.
"""

from __future__ import annotations

import csv
import http.client
import io
import ipaddress
import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline.guidelines.__main__ import Params
from pipeline.guidelines.proposals import TYPE_OF, faults, supporting, wanting
from pipeline.shared import publication, stage, tables
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable
from pipeline.shared.schema import write_whole

FILE = "wordings.csv"
COLUMNS = ("guideline_id", "before", "proposal", "model")
SECONDS = 120
TASK = (
    "Formuliere aus den Aussagen genau einen deutschen Satz als {kind} eines kommunalen Konzepts. Verwende nur Wörter, "
    "Zahlen, Namen und Verneinungen, die in den Aussagen stehen. Füge nichts hinzu. Antworte nur mit dem Satz."
)
KINDS = {"grundsatz": "Leitlinie", "ziel": "Ziel (als erreichten Zustand)", "massnahme": "Maßnahme (im Infinitiv)"}


class EndpointFault(Repairable):
    """The address of the language model is not one of this machine, or nobody answers there."""


@dataclass(frozen=True)
class Endpoint:
    """Where the language model listens on this machine."""

    host: str
    port: int
    path: str


def endpoint(address: str) -> Endpoint:
    """Return the parts of an address on this machine; raises EndpointFault for every other one.

    >>> endpoint("http://localhost:11434/v1")
    Endpoint(host='127.0.0.1', port=11434, path='/v1')
    """
    where = "params.yaml"
    try:
        parts = urlsplit(address)
        port = parts.port or 80
        host = "127.0.0.1" if parts.hostname == "localhost" else str(ipaddress.ip_address(parts.hostname or ""))
    except ValueError:
        raise EndpointFault(where, ["guidelines.endpoint nennt keinen Rechner in Ziffern"], HINT) from None
    if parts.scheme != "http" or parts.username or not ipaddress.ip_address(host).is_loopback:
        raise EndpointFault(where, ["guidelines.endpoint liegt nicht auf diesem Rechner"], HINT)
    return Endpoint(host, port, parts.path.rstrip("/"))


HINT = "Nur http://127.0.0.1:PORT/… oder http://localhost:PORT/… ist erlaubt; leer schaltet das Sprachmodell aus."


def proposal(where: Endpoint, model: str, task: str, texts: Sequence[str]) -> str:
    """Return the answer of the language model to one task; raises EndpointFault where there is none."""
    said = [
        {"role": "system", "content": task},
        {"role": "user", "content": "\n".join(f"- {text}" for text in texts)},
    ]
    body = json.dumps({"model": model, "messages": said, "temperature": 0, "seed": 0, "stream": False})
    connection = http.client.HTTPConnection(where.host, where.port, timeout=SECONDS)
    try:
        connection.request("POST", f"{where.path}/chat/completions", body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        content = json.loads(answer.read()) if answer.status == http.HTTPStatus.OK else {}
        return str(content["choices"][0]["message"]["content"]).strip().strip('„“"')
    except (OSError, http.client.HTTPException, ValueError, KeyError, IndexError, TypeError):
        raise EndpointFault("params.yaml", ["guidelines.endpoint antwortet nicht wie erwartet"], HINT) from None
    finally:
        connection.close()


def main(corpus: Corpus, params: Params) -> str:
    """Ask for a wording of every candidate that stands as a quote, and keep what its evidence bears."""
    if not params.endpoint:
        return "ausgeschaltet (guidelines.endpoint in params.yaml ist leer); nichts wurde gefragt"
    where = endpoint(params.endpoint)
    table = tables.GUIDELINES.read(corpus).set_index("guideline_id")
    statements = tables.STATEMENTS.read(corpus)
    items = statements.assign(quotable=publication.quotable(statements))
    texts = supporting(tables.GUIDELINE_EVIDENCE.read(corpus), items)
    said = dict(zip(items["statement_id"], items["display_text"].astype(str), strict=True))
    rows, refused = [], 0
    for name in wanting(table.reset_index()):
        row = table.loc[name]
        wording = said[str(row["wording"])]
        given = list(dict.fromkeys([wording, *texts.get(name, [])]))
        task = TASK.format(kind=KINDS[TYPE_OF[str(row["kind"])]])
        sentence = proposal(where, params.model, task, given)
        if faults(sentence, wording, given[1:]):
            refused += 1
        else:
            rows.append((name, str(row["text_suggested"]), sentence, params.model))
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="\n").writerows([COLUMNS, *rows])
    write_whole(corpus.raw / "review" / FILE, written.getvalue().encode())
    return f"{len(rows)} Formulierungen nach review/{FILE}, {refused} abgelehnt, weil sie mehr sagen als ihre Belege"


if __name__ == "__main__":
    stage.run(main)

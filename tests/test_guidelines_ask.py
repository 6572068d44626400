"""Asking a language model: only on this machine, only what the evidence bears, and the same bytes ever after."""

import json
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from test_guidelines import KNOBS, run, statements

from pipeline.guidelines import __main__ as guidelines
from pipeline.guidelines import ask
from pipeline.guidelines.proposals import faults
from pipeline.shared import tables

NOTE = "m1 | massnahme | weg | t1 | a.txt | Radweg Ufer: 3 Lampen, kein Kies"
GOOD, BAD = "Radweg am Ufer mit 3 Lampen und kein Kies.", "Den Radweg am Ufer mit 30 Lampen beleuchten."


class Model(BaseHTTPRequestHandler):
    """Answers every question with the sentence of the server, and remembers what it was asked."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((self.path, asked))  # type: ignore[attr-defined]
        said = self.server.said  # type: ignore[attr-defined]
        body = json.dumps({"choices": [{"message": {"content": said}}]}).encode()
        self.send_response(200)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def model() -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Model)
    server.asked, server.said = [], GOOD  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def switched_on(server: HTTPServer) -> guidelines.Params:
    return KNOBS.model_copy(update={"endpoint": f"http://127.0.0.1:{server.server_port}/v1", "model": "klein"})


def test_what_its_evidence_bears_becomes_the_wording_and_stays(
    model: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = run(tmp_path, statements(NOTE), monkeypatch)
    before = tables.GUIDELINES.read(corpus).iloc[0]
    assert before["form"] == "zitat"
    assert ask.main(corpus, switched_on(model)).startswith("1 Formulierungen")
    path, asked = model.asked[0]  # type: ignore[attr-defined]
    assert (path, asked["model"], asked["temperature"]) == ("/v1/chat/completions", "klein", 0)
    guidelines.main(corpus, KNOBS)
    row = tables.GUIDELINES.read(corpus).iloc[0]
    assert (row["text_suggested"], row["text"], row["method"]) == (GOOD, GOOD, "modell")
    once = [path.read_bytes() for path in sorted(corpus.processed.glob("guideline*.parquet"))]
    model.said = BAD  # type: ignore[attr-defined]
    guidelines.main(corpus, KNOBS)
    assert [path.read_bytes() for path in sorted(corpus.processed.glob("guideline*.parquet"))] == once
    assert len(model.asked) == 1  # type: ignore[attr-defined]


def test_what_says_more_than_its_evidence_is_refused_when_asked_and_when_read(
    model: HTTPServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = run(tmp_path, statements(NOTE), monkeypatch)
    before = tables.GUIDELINES.read(corpus).iloc[0]
    model.said = BAD  # type: ignore[attr-defined]
    assert "1 abgelehnt" in ask.main(corpus, switched_on(model))
    file = corpus.raw / "review" / ask.FILE
    assert BAD not in file.read_text(encoding="utf-8")
    smuggled = f"guideline_id;before;proposal;model\n{before['guideline_id']};{before['text_suggested']};{BAD};klein\n"
    file.write_text(smuggled, encoding="utf-8")
    assert "0 Formulierungen eines Sprachmodells, 1 nicht gedeckt" in guidelines.main(corpus, KNOBS)
    assert tables.GUIDELINES.read(corpus).iloc[0]["text"] == before["text"]


def test_a_proposal_for_other_words_is_overtaken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = run(tmp_path, statements(NOTE), monkeypatch)
    before = tables.GUIDELINES.read(corpus).iloc[0]
    (corpus.raw / "review").mkdir()
    line = f"guideline_id;before;proposal;model\n{before['guideline_id']};Andere Worte.;{GOOD};klein\n"
    (corpus.raw / "review" / ask.FILE).write_text(line, encoding="utf-8")
    assert "1 nicht gedeckt" in guidelines.main(corpus, KNOBS)
    assert tables.GUIDELINES.read(corpus).iloc[0]["text"] == before["text"]


@pytest.mark.parametrize(
    "address",
    [
        "http://192.168.1.7:11434/v1",
        "http://model.example:80/v1",
        "http://127.0.0.1.example/v1",
        "http://0.0.0.0:80/v1",
        "https://127.0.0.1:443/v1",
        "http://a@127.0.0.1:80/v1",
        "http://[2001:db8::1]/v1",
        "kein Rechner",
    ],
)
def test_any_other_machine_is_refused_without_a_connection(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", lambda *_, **__: pytest.fail("a socket was opened"))
    with pytest.raises(ask.EndpointFault, match=r"guidelines\.endpoint"):
        ask.endpoint(address)


def test_this_machine_is_allowed_by_name_and_number() -> None:
    hosts = [ask.endpoint(f"http://{host}:8080/v1").host for host in ("localhost", "127.0.0.1", "[::1]")]
    assert hosts == ["127.0.0.1", "127.0.0.1", "::1"]


def test_switched_off_no_socket_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> None:
        pytest.fail("a socket was opened")

    corpus = run(tmp_path, statements(NOTE), monkeypatch)
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    assert KNOBS.endpoint == ""
    assert ask.main(corpus, KNOBS).startswith("ausgeschaltet")
    guidelines.main(corpus, switched_off := KNOBS.model_copy(update={"endpoint": "http://127.0.0.1:9/v1"}))
    assert switched_off.endpoint
    assert not (corpus.raw / "review").exists()


def test_nobody_at_home_is_said_in_german(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = run(tmp_path, statements(NOTE), monkeypatch)
    with pytest.raises(ask.EndpointFault, match="antwortet nicht"):
        ask.main(corpus, KNOBS.model_copy(update={"endpoint": "http://127.0.0.1:9/v1"}))


@pytest.mark.parametrize(
    ("proposal", "fault"),
    [
        ("Der Landrat beleuchtet den Radweg.", "Wort ohne Beleg"),
        ("Radweg mit 4 Lampen, kein Kies.", "Zahl ohne Beleg"),
        ("Radweg mit 3 Lampen und Kies.", "Verneinung anders als im Beleg"),
        ("Radweg. Kein Kies. Ufer.", "kein einzelner Satz"),
        ("!!", "leer"),
    ],
)
def test_each_kind_of_addition_is_named(proposal: str, fault: str) -> None:
    assert fault in faults(proposal, "Radweg Ufer: 3 Lampen, kein Kies", [])

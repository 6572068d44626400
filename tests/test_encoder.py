"""A language model that somebody adds: named by one key, one expert and one kind of evidence more, never mixed up."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import spacy
import tiny_encoder
from conftest import ROOT
from tagger_model import book, tagger

from pipeline import fetch
from pipeline import tagger as stage
from pipeline.evaluation.__main__ import of_the_encoder
from pipeline.notebooks.method import helper
from pipeline.report import texts
from pipeline.report.source import Source
from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import ParamsFault, Repairable
from pipeline.shared.german import encoder
from pipeline.shared.german.concepts import Concepts
from pipeline.shared.german.concerns import Concerns
from pipeline.shared.german.tagger import Tagger, storage, training
from pipeline.shared.german.tagger.judges import learned
from pipeline.shared.german.vectors import Matrix, Vectors, unit
from pipeline.themes.evidence import gather

WIDTH = 16
LIVE = pytest.mark.skipif(
    importlib.util.find_spec("sentence_transformers") is None,
    reason="the extra embeddings is not installed (docs/sprachmodelle.md)",
)


@dataclass(frozen=True)
class Standin:
    """An encoder that hears nothing but the first word, in the direction that all its rows share."""

    name: str = "stellvertreter"
    sha256: str = "a" * 64

    def encode(self, texts: Sequence[str]) -> Matrix:
        return np.vstack([np.zeros((0, WIDTH), np.float32), *(unit(heard(text)[None]) for text in texts)])


def heard(text: str) -> Matrix:
    if not text.strip():
        return np.zeros(WIDTH, dtype=np.float32)
    seed = int.from_bytes(hashlib.sha256(text.split(maxsplit=1)[0].encode()).digest()[:4])
    return (np.random.default_rng(seed).normal(size=WIDTH) + 3).astype(np.float32)


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project whose params.yaml names the model "klein", which lies there."""
    (tmp_path / "params.yaml").write_text("encoder: klein\n", encoding="utf-8")
    laid(tmp_path / encoder.FOLDER / "klein")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def laid(folder: Path, kind: str = "sentence_transformers.models.Transformer") -> Path:
    folder.mkdir(parents=True)
    (folder / encoder.INDEX).write_text(json.dumps([{"idx": 0, "type": kind}]), encoding="utf-8")
    (folder / "model.safetensors").write_bytes(b"numbers")
    return folder


# ---- the key


def test_without_a_name_there_is_no_encoder(room: Path) -> None:
    (room / "params.yaml").write_text('encoder: ""\n', encoding="utf-8")
    assert encoder.chosen() is None
    assert encoder.identity(None) == {}


def test_a_name_chooses_the_folder_and_its_checksum(room: Path) -> None:
    found = encoder.chosen()
    assert found is not None
    assert encoder.identity(found) == {"name": "klein", "sha256": encoder.checksum(room / encoder.FOLDER / "klein")}


def test_choosing_a_model_does_not_load_the_library(room: Path) -> None:
    asked = "import sys; from pipeline.shared.german import encoder; encoder.chosen(); print('torch' in sys.modules)"
    command = [sys.executable, "-c", f"sys_path={str(ROOT)!r}; import sys; sys.path.insert(0, sys_path); {asked}"]
    assert subprocess.run(command, cwd=room, capture_output=True, text=True, check=True).stdout.strip() == "False"


@pytest.mark.parametrize("line", ["", "encoder: 3", "encoder: ../klein", "encoder: /klein", "encoder: .klein"])
def test_the_key_must_be_a_plain_name(room: Path, line: str) -> None:
    (room / "params.yaml").write_text(f"corpus: x\n{line}\n", encoding="utf-8")
    with pytest.raises(ParamsFault, match="encoder muss der Name eines Ordners"):
        encoder.chosen()


def test_a_model_that_is_not_there_is_told_with_the_way_to_get_it(room: Path) -> None:
    (room / "params.yaml").write_text("encoder: fort\n", encoding="utf-8")
    with pytest.raises(ParamsFault, match="gibt es nicht") as told:
        encoder.chosen()
    assert "python -m pipeline.fetch MODELL fort" in str(told.value)
    assert "docs/sprachmodelle.md" in str(told.value)


def test_a_folder_that_is_no_model_is_refused(room: Path) -> None:
    (room / encoder.FOLDER / "klein" / encoder.INDEX).unlink()
    with pytest.raises(ParamsFault, match=r"modules\.json fehlt"):
        encoder.chosen()


@pytest.mark.parametrize("content", ["{", "[1]", '[{"idx": 0}]', "3"])
def test_a_broken_index_is_told(room: Path, content: str) -> None:
    (room / encoder.FOLDER / "klein" / encoder.INDEX).write_text(content, encoding="utf-8")
    with pytest.raises(ParamsFault, match="nicht lesbar"):
        encoder.chosen()


def test_code_beside_the_weights_is_never_run(room: Path) -> None:
    laid(room / "eigen", kind="eigen.Modul")
    laid(room / "datei")
    (room / "datei" / "modul.py").write_text("", encoding="utf-8")
    for name in ("eigen", "datei"):
        assert [*encoder.unfit(room / name)] == [
            f"{encoder.FOLDER}/{name} bringt eigenen Programmcode mit; der wird hier nicht ausgeführt"
        ]


def test_a_link_is_refused_because_changes_behind_it_go_unseen(room: Path) -> None:
    (room / encoder.FOLDER / "link").symlink_to(room / encoder.FOLDER / "klein")
    assert any("Verknüpfung" in fault for fault in encoder.unfit(room / encoder.FOLDER / "link"))


def test_the_checksum_knows_every_name_and_content_but_no_hidden_file(tmp_path: Path) -> None:
    first, second = laid(tmp_path / "a"), laid(tmp_path / "b")
    before = encoder.checksum(first)
    assert encoder.checksum(second) == before
    (second / ".cache").mkdir()
    (second / ".cache" / "x").write_text("1", encoding="utf-8")
    assert encoder.checksum(second) == before
    (second / "1_Pooling").mkdir()
    (second / "1_Pooling" / "config.json").write_text("{}", encoding="utf-8")
    longer = encoder.checksum(second)
    assert longer != before
    (second / "1_Pooling" / "config.json").rename(second / "config.json")
    assert encoder.checksum(second) not in (before, longer)


# ---- a spaCy pipeline


def spacy_pipeline(folder: Path, width: int = 4) -> Path:
    """Write a German pipeline that knows three words."""
    language = spacy.blank("de")
    for place, word in enumerate(("Bus", "Busse", "Kita")) if width else ():
        language.vocab.set_vector(word, np.eye(width, dtype=np.float32)[place // 2])
    language.add_pipe("sentencizer")
    language.to_disk(folder)
    return folder


def test_a_spacy_pipeline_with_word_vectors_serves_as_well(room: Path) -> None:
    spacy_pipeline(room / encoder.FOLDER / "wörter")
    (room / "params.yaml").write_text("encoder: wörter\n", encoding="utf-8")
    model = encoder.chosen()
    assert model is not None
    rows = model.encode(["Bus", "Busse", "Kita", "Bus Kita", "", "unerhört"])
    near = rows @ rows.T
    assert near[0, 1] == pytest.approx(1)
    assert near[0, 2] == pytest.approx(0)
    assert near[0, 3] == pytest.approx(0.5**0.5)
    assert not rows[4:].any()
    assert len(encoder.loaded(model.folder, model.sha256).language.pipe_names) == 0


def test_a_spacy_pipeline_without_word_vectors_is_refused(room: Path) -> None:
    folder = spacy_pipeline(room / encoder.FOLDER / "klein_spacy", width=0)
    assert [*encoder.unfit(folder)] == [
        f"{encoder.FOLDER}/klein_spacy hat keine Wortvektoren; bei spaCy haben sie die Fassungen md und lg"
    ]
    (folder / encoder.META).write_text("{", encoding="utf-8")
    assert [*encoder.unfit(folder)] == [f"{encoder.FOLDER}/klein_spacy/{encoder.META} ist nicht lesbar"]


def test_a_broken_spacy_pipeline_is_told(room: Path) -> None:
    folder = spacy_pipeline(room / encoder.FOLDER / "kaputt")
    (folder / "config.cfg").write_text("[", encoding="utf-8")
    with pytest.raises(Repairable, match="lässt sich nicht laden"):
        encoder.Model(folder, "kaputt", "s").encode(["Bus"])


# ---- reading


class Library:
    """Stands for the library: remembers in what company each text was read."""

    def __init__(self, answer: float = 1.0) -> None:
        self.calls: list[list[str]] = []
        self.answer = answer

    def encode(self, texts: list[str], **_: Any) -> Matrix:
        self.calls.append(texts)
        return np.array([[len(texts[0]) + 1, self.answer]], dtype=np.float32)


def test_texts_are_read_alone_once_and_in_any_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    library = Library()
    monkeypatch.setattr(encoder, "loaded", lambda *_: library)
    model = encoder.Model(tmp_path, "m", "s")
    rows = model.encode(["Bus", "", "Kita fehlt", "Bus"])
    assert sorted(library.calls) == [[""], ["Bus"], ["Kita fehlt"]]
    assert rows.dtype == np.float32
    assert rows.shape == (4, 2)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 0, 1, 1], atol=1e-6)
    assert (model.encode(["Kita fehlt", "Bus"]) == rows[[2, 0]]).all()
    assert len(library.calls) == 3, "what was just read is known"
    model.encode(["Neu"])
    assert set(model.known) == {"Neu"}, "memory does not grow with the number of calls"
    assert model.encode([]).shape[0] == 0


def test_a_model_that_answers_no_numbers_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(encoder, "loaded", lambda *_: Library(float("nan")))
    with pytest.raises(Repairable, match="Unzahlen"):
        encoder.Model(tmp_path, "m", "s").encode(["Bus"])


def test_without_the_extra_one_line_says_what_is_missing(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    encoder.loaded.cache_clear()
    found = encoder.chosen()
    assert found is not None
    with pytest.raises(Repairable) as told:
        found.encode(["Frau Geheim fehlt ein Bus"])
    assert "sentence-transformers ist nicht installiert" in str(told.value)
    assert "Geheim" not in str(told.value)
    with pytest.raises(Repairable, match="nicht installiert"):
        fetch.fetched("irgendein/modell", "neu", room)


def test_what_all_rows_share_is_taken_away_and_silence_stays_silent() -> None:
    model = Standin()
    words = [f"wort{number}" for number in range(200)]
    centred = encoder.Centred.over(model, words)
    before, after = (rows @ rows.T for rows in (model.encode(words), centred.encode(words)))
    off = ~np.eye(len(words), dtype=bool)
    assert before[off].mean() > 0.8
    assert abs(after[off].mean()) < 0.02
    assert not centred.encode(["", " "]).any()
    assert (centred.name, centred.sha256) == (model.name, model.sha256)


# ---- the tagger


def told_by_the_encoder() -> tuple[dict[str, Any], np.ndarray[Any, Any]]:
    """Return matrices in which words say nothing about the answers and the encoder says nearly all."""
    chance = np.random.default_rng(5)
    answers = chance.choice(np.array(["arbeit", "sprache"], dtype=object), 400)
    noise = np.abs(chance.normal(size=(400, 20)))
    encoded = chance.normal(size=(400, 8)) + 2 * (answers == "arbeit")[:, None]
    return {"told": noise, "counted": noise, "encoded": encoded}, answers


def test_the_encoder_is_one_expert_more_and_the_pool_trusts_it_where_it_is_right() -> None:
    matrices, answers = told_by_the_encoder()
    classes, folds = ("arbeit", "sprache"), np.arange(400) % 4
    truth = np.array([classes.index(answer) for answer in answers])
    right = {}
    for name, used in {"with": matrices, "without": {key: matrices[key] for key in ("told", "counted")}}.items():
        taught, opinions = learned(used, answers, classes, folds)
        panel = taught.pooled(opinions, truth)
        assert panel.pool is not None
        assert ("encoder" in panel.experts) == (name == "with")
        right[name] = float((panel.pool.scores(opinions).argmax(axis=1) == truth).mean())
        if name == "with":
            weights = dict(zip(panel.pool.names, panel.pool.weights, strict=True))
            assert weights["encoder"] > 3 * abs(weights["svm"])
    assert right["with"] > 0.95
    assert right["without"] < 0.65


def test_the_reader_reads_with_the_encoder_only_where_there_is_one() -> None:
    alone, both = tagger().reader, replace(tagger().reader, encoder=Standin(), said={}, place={})
    for question in ("topic", "form"):
        before, after = getattr(alone, question)(["Busse fehlen", ""]), getattr(both, question)(["Busse fehlen", ""])
        assert set(after) - set(before) == {"encoded"}
        assert after["encoded"].shape == (2, WIDTH)
        assert not after["encoded"][1].any()


@pytest.mark.slow
def test_the_whole_tagger_is_taught_with_it_kept_and_read_again(tmp_path: Path) -> None:
    """On few lines, so that it takes seconds: every question has the expert, and the stored one answers the same."""
    few = tmp_path / "training"
    few.mkdir()
    for path in sorted((ROOT / "data/training").iterdir()):
        if path.is_file():
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            short = "".join(lines[::12]) if path.suffix == ".jsonl" else "".join(lines)
            (few / path.name).write_text(short, encoding="utf-8")
    made = training.trained(few, training.Choices(folds=2, documents=50, seed=1), Standin())
    for panel in (made.labels, made.types, made.statements):
        assert list(panel.experts)[-1] == "encoder"
        assert panel.pool is not None
        assert "encoder" in panel.pool.names
    made.save(tmp_path / "one")
    again = Tagger.load(tmp_path / "one", Standin())
    frame = pd.DataFrame({"text": ["Busse fehlen", "Wir brauchen mehr Kurse"], "document": "d", "position": [0, 1]})
    pd.testing.assert_frame_equal(again.field_scores(frame, book()), made.field_scores(frame, book()), atol=1e-2)
    other = Tagger.load(tmp_path / "one", Standin())
    pd.testing.assert_frame_equal(other.field_scores(frame, book()), again.field_scores(frame, book()))


def saved(folder: Path, model: encoder.Encoder | None) -> Path:
    replace(tagger(), reader=replace(tagger().reader, encoder=model, said={}, place={})).save(folder)
    return folder


@pytest.mark.parametrize("asked", [None, Standin("anderer"), Standin(sha256="b" * 64)])
def test_a_tagger_is_never_used_with_another_model_than_it_learned_with(tmp_path: Path, asked: Standin | None) -> None:
    folder = saved(tmp_path, Standin())
    assert Tagger.load(folder, Standin()).reader.encoder == Standin()
    with pytest.raises(Repairable, match="anderen Sprachmodell"):
        Tagger.load(folder, asked)


def test_the_shipped_tagger_knows_no_encoder() -> None:
    shipped = ROOT / storage.PLACE
    assert encoder.KEY not in json.loads((shipped / storage.WORDS).read_text(encoding="utf-8"))
    with pytest.raises(Repairable, match="anderen Sprachmodell"):
        Tagger.load(shipped, Standin())


def test_a_stage_takes_the_tagger_of_the_model_that_is_named(room: Path) -> None:
    with pytest.raises(Repairable, match="noch nichts gelernt"):
        Tagger.at_hand(room)
    model = encoder.chosen()
    saved(storage.home(room, model), model)
    saved(storage.home(room, None), None)
    found = Tagger.at_hand(room).reader.encoder
    assert encoder.identity(found) == encoder.identity(model)
    (room / encoder.FOLDER / "klein" / "model.safetensors").write_bytes(b"other numbers")
    with pytest.raises(Repairable, match="anderen Sprachmodell"):
        Tagger.at_hand(room)
    (room / "params.yaml").write_text('encoder: ""\n', encoding="utf-8")
    assert Tagger.at_hand(room).reader.encoder is None


def test_the_stage_leaves_the_shipped_tagger_and_lays_the_other_beside_it(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trained(_: Path, __: training.Choices, model: encoder.Encoder | None = None) -> Tagger:
        return replace(tagger(), reader=replace(tagger().reader, encoder=model, said={}, place={}))

    monkeypatch.setattr(training, "trained", trained)
    knobs, corpus = stage.Params(folds=2, documents=50, seed=1), Corpus("x", room)
    assert stage.main(corpus, knobs).endswith("dazu mit dem Sprachmodell klein")
    for name in (storage.NUMBERS, storage.WORDS):
        assert (room / storage.PLACE / name).read_bytes() == (ROOT / storage.PLACE / name).read_bytes()
    assert Tagger.at_hand(room).reader.encoder is not None
    (room / "params.yaml").write_text('encoder: ""\n', encoding="utf-8")
    stage.main(corpus, knobs)
    assert sorted(path.name for path in (room / storage.PLACE).iterdir()) == [storage.NUMBERS, storage.WORDS]


# ---- themes


def test_themes_count_it_as_one_more_kind_of_evidence_and_as_nothing_without_it() -> None:
    said = ["bus fährt selten", "bus kommt nie", "kita ist voll"]
    frame = pd.DataFrame(
        {"text": said, "heading": "", "question": "", "row_key": "", "field": "", "document": ["a", "b", "c"]}
    ).assign(position=0)
    vectors = Vectors.load(ROOT / "data/models/de_static_pd_50k_192.npz")
    concerns = Concerns.train([], vectors, Concepts.load(ROOT / "data/training/lexicon/concepts.yaml", vectors))
    model = encoder.Centred.over(Standin(), [f"wort{number}" for number in range(50)])
    alone, both = gather(frame, concerns), gather(frame, replace(concerns, encoder=model))
    assert set(both.rows) - set(alone.rows) == {"encoder"}
    weights = {"meaning": 1.5, "wording": 1.0}
    plain = alone.weighted(weights).whole()
    assert (alone.weighted(weights | {"encoder": 2.0}).whole() != plain).nnz == 0
    more = both.weighted(weights | {"encoder": 2.0}).whole()
    gain = (more @ more.T - plain @ plain.T).toarray()
    assert gain[0, 1] == pytest.approx(2, abs=1e-4)
    assert gain[0, 2] < 1


# ---- what readers are told


def test_report_figures_and_method_name_the_model_and_its_checksum(room: Path) -> None:
    told = encoder.identity(encoder.chosen())
    source = Source(Corpus("x", room), book(), {}, "public", str, {}, told)
    assert any(told["sha256"] in text and "klein" in text for _, text in texts.method(source))
    assert of_the_encoder() == {f"encoder.klein.{told['sha256']}": 1}
    assert helper() == f", Sprachmodell klein (SHA-256 {told['sha256']})"
    (room / "params.yaml").write_text('encoder: ""\n', encoding="utf-8")
    assert (of_the_encoder(), helper()) == ({}, "")
    assert not any("Sprachmodell" in title for title, _ in texts.method(replace(source, encoder={})))


# ---- fetching


@pytest.mark.parametrize(("name", "fault"), [("../x", "einfacher"), (".x", "einfacher"), ("klein", "gibt es schon")])
def test_fetching_refuses_names_that_are_taken_or_lead_elsewhere(room: Path, name: str, fault: str) -> None:
    with pytest.raises(Repairable, match=fault):
        fetch.fetched("irgendein/modell", name, room)


def test_fetching_a_folder_with_code_is_refused_before_it_is_read(room: Path) -> None:
    laid(room / "eigen", kind="eigen.Modul")
    with pytest.raises(Repairable, match="Programmcode"):
        fetch.fetched(str(room / "eigen"), "neu", room)


def test_the_command_without_a_model_says_how_it_is_called(capsys: pytest.CaptureFixture[str]) -> None:
    assert fetch.main([]) == 2
    assert "pipeline.fetch MODELL" in capsys.readouterr().err


def test_the_extra_is_declared_and_stays_out_of_the_lock() -> None:
    assert '"sentence-transformers>=5"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert "\ntorch==" not in (ROOT / "requirements.lock").read_text(encoding="utf-8")


# ---- with the library


@LIVE
def test_a_tiny_model_is_fetched_from_a_folder_and_read_offline(room: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tiny_encoder.write(room / "tiny")
    assert fetch.main([str(room / "tiny")]) == 0
    (room / "params.yaml").write_text("encoder: tiny\n", encoding="utf-8")
    model = encoder.chosen()
    assert model is not None
    assert model.sha256 in capsys.readouterr().out
    assert [path.name for path in (room / encoder.FOLDER).iterdir() if path.name.startswith(".")] == []
    said = ["Der Bus fehlt.", "", "Es gibt keine Kurse in der Schule, und die Kita ist voll.", "Bus"]
    rows = model.encode(said)
    assert rows.shape == (4, tiny_encoder.WIDTH)
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 0, 1, 1], atol=1e-5)
    for place in (3, 0, 2):
        alone = replace(model, known={})
        assert (alone.encode([said[place]])[0] == rows[place]).all(), "a row does not depend on its company"
    asked = (
        f"import sys, socket; sys.path.insert(0, {str(ROOT)!r})\n"
        "socket.socket.connect = None; socket.getaddrinfo = None\n"
        "from pipeline.shared.german import encoder\n"
        f"print(encoder.chosen().encode({said!r}).tobytes().hex())"
    )
    done = subprocess.run([sys.executable, "-c", asked], cwd=room, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == rows.tobytes().hex()
    assert done.stderr == ""


@LIVE
@pytest.mark.usefixtures("room")
def test_a_broken_model_is_told_without_a_traceback() -> None:
    encoder.loaded.cache_clear()
    found = encoder.chosen()
    assert found is not None
    with pytest.raises(Repairable, match="lässt sich nicht laden"):
        found.encode(["Bus"])


def test_the_shipped_settings_name_no_encoder() -> None:
    assert 'encoder: ""' in (ROOT / "params.yaml").read_text(encoding="utf-8")

"""Themes at scale: time, memory, agreement with what was planted, and whether another row order changes the result.

Statements come from a grammar over training statements of known concerns with a fixed seed: an opening, one or two
statements of a concern, an ending; papers of forty statements stay on a concern in about half of all steps, and one
field in five is wrong. The space of concerns is learned without the concerns that are planted. Every method runs in a
process of its own and gets the statements read and, but for ours, the plain sentence vectors already computed.

BERTopic's default reduces with UMAP, which the project does not install. An interpreter that has the rivals
(the packages of requirements.lock, umap-learn, tomotopy) is named with ``--python``; without it BERTopic falls back to
PCA, UMAP+KMeans stays away, and LDA is scikit-learn's. ``installed`` says above the table what was measured.

From the project folder: ``python3 run.py bench`` or ``python -m benchmarks.themes 1000 10000``; prints a table in
Markdown. CPU seconds count all threads; the ratios are against ours in the same run.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray

from pipeline.shared.german.concepts import Concepts
from pipeline.shared.german.concerns import Concerns, groups
from pipeline.shared.german.vectors import Vectors, tokens
from pipeline.themes import __main__ as stage
from pipeline.themes import identity, shell
from pipeline.themes.evidence import gather
from pipeline.themes.nouns import key, nouns

Labels = NDArray[np.int64]
TRAINING = Path("data/training")
PLANTED = "same_concern_"
KNOWN = "same_concern_inventory"
OPENINGS = ("", "", "", "Aus unserer Sicht: ", "Immer wieder gehört: ", "Nachtrag: ", "Für uns gilt: ", "Rückmeldung: ")
ENDINGS = ("", "", "", " (mehrfach genannt)", " Das betrifft viele.", " Hier besteht Handlungsbedarf.")
PAPER, STAY, TWICE, WRONG, SEED = 40, 0.5, 0.3, 0.2, 20240313
SAID = 12  # statements per theme in small corpora
TIMEOUT = 3600
DRAWS = 200  # sweeps of LDA


def themes() -> pd.DataFrame:
    """Return text, field and theme of the statements of the concerns that are planted."""
    files = [path for path in sorted(TRAINING.glob(f"{PLANTED}*.jsonl")) if path.stem != KNOWN]
    rows = [json.loads(line) for path in files for line in path.read_text(encoding="utf-8").splitlines()]
    frame = pd.DataFrame(rows)[["text", "field", "theme"]]
    return frame.assign(field=frame["field"].fillna("uebergreifend")).reset_index(drop=True)


def grown(size: int) -> pd.DataFrame:
    """Return ``size`` statements as the stage prepares them, with ``truth``."""
    random, known = np.random.default_rng(SEED), themes()
    texts = {str(theme): part["text"].tolist() for theme, part in known.groupby("theme", sort=True)}
    field_of = known.drop_duplicates("theme").set_index("theme")["field"].to_dict()
    drawn = random.permutation(sorted(texts))[: max(SAID, size // SAID)]
    names, fields = sorted(map(str, drawn)), sorted({field_of[str(name)] for name in drawn})
    inside = {field: [name for name in names if field_of[name] == field] for field in fields}
    rows, theme = [], names[0]
    for place in range(size):
        field = fields[(place // PAPER) % len(fields)]
        if place % PAPER == 0 or random.random() > STAY:
            theme = inside[field][int(random.integers(len(inside[field])))]
        said = [texts[theme][int(random.integers(len(texts[theme])))] for _ in range(1 + (random.random() < TWICE))]
        text = (
            OPENINGS[int(random.integers(len(OPENINGS)))] + " ".join(said) + ENDINGS[int(random.integers(len(ENDINGS)))]
        )
        given = fields[int(random.integers(len(fields)))] if random.random() < WRONG else field
        rows.append((text, given, theme, f"papier{place // PAPER:05d}", place % PAPER))
    frame = pd.DataFrame(rows, columns=["text", "field", "truth", "document", "position"])
    ids = [f"a{place:07d}" for place in range(size)]
    return frame.assign(statement_id=ids, heading="", question="", row_key="")


def space() -> Concerns:
    """Return the space of concerns, learned without those that are planted."""
    knobs = yaml.safe_load(Path("params.yaml").read_text(encoding="utf-8"))["themes"]
    vectors = Vectors.load(Path(knobs["vectors"]))
    others = [pair for pair in groups(TRAINING) if not pair[0].startswith(PLANTED) or pair[0].startswith(KNOWN)]
    return Concerns.train(others, vectors, Concepts.load(Path(knobs["concepts"]), vectors))


def ours(frame: pd.DataFrame, order: Labels) -> Callable[[], list[object]]:
    """Return the run of this project: evidence, clusters, identifiers, terms; ``order`` shuffles the rows."""
    concerns = space()
    knobs = yaml.safe_load(Path("params.yaml").read_text(encoding="utf-8"))["themes"]
    params = stage.Params(**{**knobs, "rounds": 0})

    def run() -> list[object]:
        given = frame.iloc[order].sort_values(["document", "position"], kind="stable")
        rows = gather(given, concerns).weighted(params.weights.model_dump())
        labels, _ = stage.found(rows, [""] * len(given), params)
        found = identity.identified(pd.Series(labels, index=given["statement_id"]))
        shell.described([[key(noun) for noun in nouns(text)] for text in given["text"]], labels, 20)
        return found[frame["statement_id"].iloc[order]].tolist()

    return run


def bertopic(frame: pd.DataFrame, order: Labels) -> Callable[[], list[object]]:
    """Return the run of BERTopic with its defaults for German."""
    texts = frame["text"].iloc[order].tolist()
    rows = space().vectors.encode(texts)
    from bertopic import BERTopic  # noqa: PLC0415 (only this method needs it)
    from bertopic.backend import BaseEmbedder  # noqa: PLC0415

    return lambda: list(BERTopic(language="german", embedding_model=BaseEmbedder()).fit(texts, rows).topics_)


def kmeans(frame: pd.DataFrame, order: Labels) -> Callable[[], list[object]]:
    """Return the run of KMeans on the sentence vectors with the true number of themes."""
    from sklearn.cluster import KMeans  # noqa: PLC0415

    rows = space().vectors.encode(frame["text"].iloc[order].tolist())
    return lambda: list(KMeans(frame["truth"].nunique(), n_init=1, random_state=1).fit_predict(rows))


def reduced_kmeans(frame: pd.DataFrame, order: Labels) -> Callable[[], list[object]]:
    """Return the run of KMeans after UMAP (BERTopic's settings), with the true number of themes."""
    from sklearn.cluster import KMeans  # noqa: PLC0415
    from umap import UMAP  # noqa: PLC0415 (only in an environment for benchmarks)

    rows = space().vectors.encode(frame["text"].iloc[order].tolist())
    reduce = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=1)
    return lambda: list(
        KMeans(frame["truth"].nunique(), n_init=1, random_state=1).fit_predict(reduce.fit_transform(rows))
    )


def factorised(frame: pd.DataFrame, order: Labels) -> Callable[[], list[object]]:
    """Return the run of NMF on TF-IDF with the true number of themes."""
    from sklearn.decomposition import NMF  # noqa: PLC0415
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415

    bags = TfidfVectorizer(min_df=2, sublinear_tf=True).fit_transform(frame["text"].iloc[order])
    return lambda: list(
        NMF(frame["truth"].nunique(), random_state=1, init="nndsvda").fit_transform(bags).argmax(axis=1)
    )


def lda(frame: pd.DataFrame, order: Labels) -> Callable[[], list[object]]:
    """Return the run of latent Dirichlet allocation with the true number of themes; tomotopy where it is installed."""
    if find_spec("tomotopy"):
        return drawn_lda(frame, order)
    from sklearn.decomposition import LatentDirichletAllocation  # noqa: PLC0415
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415

    number = frame["truth"].nunique()
    bags = CountVectorizer(min_df=2).fit_transform(frame["text"].iloc[order])
    return lambda: list(LatentDirichletAllocation(number, random_state=1).fit_transform(bags).argmax(axis=1))


def drawn_lda(frame: pd.DataFrame, order: Labels) -> Callable[[], list[object]]:
    """Return the run of tomotopy: collapsed Gibbs sampling, one worker, so that the seed decides."""
    import tomotopy  # noqa: PLC0415 (only in an environment for benchmarks)

    model = tomotopy.LDAModel(k=int(frame["truth"].nunique()), min_df=2, seed=1)
    for text in frame["text"].iloc[order]:
        model.add_doc(tokens(text) or ["leer"])

    def run() -> list[object]:
        model.train(DRAWS, workers=1)
        return [document.get_topics(top_n=1)[0][0] for document in model.docs]

    return run


METHODS = {
    "ours": ours, "bertopic": bertopic, "umap+kmeans": reduced_kmeans, "kmeans": kmeans, "nmf": factorised, "lda": lda,
}  # fmt: skip
NEEDS = {"umap+kmeans": "umap"}


def measured(method: str, size: int) -> dict[str, float]:
    """Return CPU seconds, megabytes, ari, ami, themes, left_over, and shuffled: agreement with shuffled rows."""
    frame = grown(size)
    straight = METHODS[method](frame, np.arange(size))
    start = time.process_time()
    found = straight()
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    from sklearn.metrics import (  # noqa: PLC0415 (only now: a method that needs no scikit-learn pays for none)
        adjusted_mutual_info_score,
        adjusted_rand_score,
    )

    order = np.random.default_rng(1).permutation(size)
    again = pd.Series(METHODS[method](frame, order)(), index=order).sort_index().tolist()
    return {
        "seconds": seconds,
        "megabytes": peak,
        "ari": adjusted_rand_score(frame["truth"], found),
        "ami": adjusted_mutual_info_score(frame["truth"], found),
        "themes": len(set(found) - {-1}),
        "left_over": found.count(-1) / size,
        "shuffled": adjusted_rand_score(found, again),
    }


def installed() -> str:
    """Return the versions of what is compared, and what is missing."""
    said = []
    for name in ("bertopic", "scikit-learn", "hdbscan", "umap-learn", "tomotopy"):
        try:
            said.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            said.append(f"{name} not installed")
    reduces = "UMAP" if find_spec("umap") else "PCA, its fallback without umap-learn"
    draws = "tomotopy's" if find_spec("tomotopy") else "scikit-learn's"
    machine = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    return f"{machine}; {', '.join(said)}. BERTopic reduces with {reduces}; LDA is {draws}."


def compared(sizes: Sequence[int], methods: Sequence[str], python: str) -> Iterator[str]:
    """Yield the lines of the table: every method at every size, under the interpreter ``python``."""
    yield "| statements | method | CPU seconds | x ours | MB | x ours | ARI | AMI | themes | left over | shuffled |"
    yield "|---" * 11 + "|"
    for size in sizes:
        first: dict[str, float] = {}
        for method in methods:
            command = [python, "-m", "benchmarks.themes", str(size), "--methods", method, "--one"]
            done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TIMEOUT)  # noqa: S603
            if done.returncode:
                yield f"| {size} | {method} | not measured: {done.stderr.strip().splitlines()[-1]} |" + " |" * 8
                continue
            row = json.loads(done.stdout.splitlines()[-1])
            first = first or row
            yield (
                f"| {size} | {method} | {row['seconds']:.1f} | {row['seconds'] / first['seconds']:.1f} | "
                f"{row['megabytes']:.0f} | {row['megabytes'] / first['megabytes']:.2f} | {row['ari']:.2f} | "
                f"{row['ami']:.2f} | {row['themes']:.0f} | {row['left_over']:.0%} | {row['shuffled']:.3f} |"
            )


def available(python: str) -> tuple[str, list[str]]:
    """Return what the interpreter ``python`` has installed in words, and the methods it can measure."""
    ask = "from benchmarks import themes as t; print(t.installed()); print(*t.present())"
    done = subprocess.run([python, "-c", ask], capture_output=True, text=True, check=True)  # noqa: S603
    said, methods = done.stdout.strip().splitlines()
    return said, methods.split()


def present() -> list[str]:
    """Return the methods whose packages are installed here."""
    return [method for method in METHODS if find_spec(NEEDS.get(method, "sklearn"))]


def main() -> None:
    """Measure every method at every size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--methods", nargs="+", choices=METHODS)
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has the rivals")
    parser.add_argument("--one", action="store_true", help="measure one method here and print JSON")
    told = parser.parse_args()
    if told.one:
        print(json.dumps(measured(told.methods[0], told.sizes[0])))
        return
    said, methods = available(told.python)
    print(said + "\n")
    for line in compared(told.sizes, told.methods or methods, told.python):
        print(line, flush=True)


if __name__ == "__main__":
    main()

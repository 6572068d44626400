"""Themes at scale: time, memory, agreement with what was planted, and whether another row order changes the result.

Statements come from a grammar over training statements of known concerns with a fixed seed: an opening, one or two
statements of a concern, an ending; papers of forty statements stay on a concern in about half of all steps, and one
field in five is wrong. The space of concerns is learned without the concerns that are planted. Every method runs in a
process of its own and gets the statements read and, but for ours, the plain sentence vectors already computed.

From the project folder: ``python -m benchmarks.themes 1000 10000``; prints a table in Markdown.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray
from sklearn.metrics import adjusted_mutual_info_score, adjusted_rand_score

from pipeline.shared.german.concepts import Concepts
from pipeline.shared.german.concerns import Concerns, groups
from pipeline.shared.german.vectors import Vectors
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
    from sklearn.decomposition import LatentDirichletAllocation  # noqa: PLC0415
    from sklearn.feature_extraction.text import CountVectorizer  # noqa: PLC0415

    number = frame["truth"].nunique()
    bags = CountVectorizer(min_df=2).fit_transform(frame["text"].iloc[order])
    return lambda: list(LatentDirichletAllocation(number, random_state=1).fit_transform(bags).argmax(axis=1))


METHODS = {"ours": ours, "bertopic": bertopic, "kmeans": kmeans, "nmf": factorised, "lda": lda}


def measured(method: str, size: int) -> dict[str, float]:
    """Return CPU seconds, megabytes, ari, ami, themes, left_over, and shuffled: agreement with shuffled rows."""
    frame = grown(size)
    straight = METHODS[method](frame, np.arange(size))
    start = time.process_time()
    found = straight()
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
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
    return f"{', '.join(said)}. BERTopic reduces with {reduces}; LDA is scikit-learn's."


def main() -> None:
    """Measure every method at every size and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="+")
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=list(METHODS))
    parser.add_argument("--one", action="store_true", help="measure one method here and print JSON")
    told = parser.parse_args()
    if told.one:
        print(json.dumps(measured(told.methods[0], told.sizes[0])))
        return
    print(installed())
    print("\n| statements | method | CPU seconds | MB | ARI | AMI | themes | left over | same when shuffled |")
    print("|---|---|---|---|---|---|---|---|---|")
    for size in told.sizes:
        for method in told.methods:
            command = [sys.executable, "-m", "benchmarks.themes", str(size), "--methods", method, "--one"]
            done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=TIMEOUT)  # noqa: S603
            row = json.loads(done.stdout.splitlines()[-1])
            print(
                f"| {size} | {method} | {row['seconds']:.1f} | {row['megabytes']:.0f} | {row['ari']:.2f} | "
                f"{row['ami']:.2f} | {row['themes']:.0f} | {row['left_over']:.0%} | {row['shuffled']:.3f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()

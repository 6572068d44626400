"""Both sample rounds through the real stages: what was coded then stays, themes that go on keep their identifier."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT, Project

from pipeline import handover
from pipeline.shared import earlier
from pipeline.shared.corpus import Corpus
from pipeline.shared.tables import FIELDS, ROUND_THEMES, STATEMENTS, THEME_MEMBERS, THEMES

pytestmark = pytest.mark.slow
STAGES = ("sources", "pseudonyms", "statements", "fields", "themes", "guidelines", "rounds")


def written(corpus: Corpus) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(corpus.processed.rglob("*")) if path.is_file()}


def test_the_second_round_leaves_the_first_as_it_was_and_keeps_its_themes(project: Project) -> None:
    first, second = project.corpus, Corpus("zweite", project.root)
    shutil.copytree(ROOT / "data/raw/sample", first.raw, dirs_exist_ok=True)
    project.run(*STAGES)
    coded = written(first)

    shutil.copytree(ROOT / "data/raw/sample2025", second.raw, ignore=shutil.ignore_patterns("earlier", "gold"))
    handover.handed_over(first, second)
    project.params(corpus=second.name)
    project.run(*STAGES)
    then = earlier.of(second)
    assert then is not None
    for table in (STATEMENTS, FIELDS, THEMES, THEME_MEMBERS):
        assert table.path(then).read_bytes() == coded[table.path(first)], table.file

    old, now = THEMES.read(then).set_index("theme_id"), THEMES.read(second).set_index("theme_id")
    old, now = (part[part["status"] != earlier.REST] for part in (old, now))
    on = sorted(set(old.index) & set(now.index))
    assert len(on) > 20
    assert old.loc[on, "label"].tolist() == now.loc[on, "label"].tolist()
    compared = ROUND_THEMES.read(second).set_index("theme_id")
    assert set(compared.index[compared["earlier"]]) == set(old.index)
    assert not (set(now.index) - set(on)) & set(old.index)
    assert compared.loc[sorted(set(now.index) - set(on)), "earlier"].eq(other=False).all()

    project.params(corpus=first.name)
    project.run(*STAGES)
    assert written(first) == coded

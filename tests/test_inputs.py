"""Inputs: a checksum changes exactly when its part of the folder changes."""

from __future__ import annotations

import pytest
from conftest import Project

from pipeline.inputs import PARTS
from pipeline.shared.errors import Repairable


def sums(project: Project) -> dict[str, bytes]:
    project.run("inputs")
    return {name: (project.corpus.processed / "inputs" / f"{name}.sha256").read_bytes() for name in PARTS}


@pytest.mark.parametrize(
    ("path", "part"),
    [
        ("documents/neu.txt", "documents"),
        ("documents/unter ordner/größe.txt", "documents"),
        ("review/fields.csv", "review"),
        ("gold/statements.jsonl", "gold"),
        ("manifest.csv", "manifest.csv"),
        ("codebook.yaml", "codebook.yaml"),
    ],
)
def test_a_new_or_changed_file_changes_its_part_and_no_other(project: Project, path: str, part: str) -> None:
    before = sums(project)
    target = project.corpus.raw / path
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text("etwas anderes", encoding="utf-8")
    after = sums(project)
    assert {name for name in PARTS if before[name] != after[name]} == {part}
    assert sums(project) == after


def test_a_renamed_file_is_a_change_and_its_name_is_not_told(project: Project) -> None:
    project.document("frau-geheim.txt", "Text")
    before = sums(project)["documents"]
    (project.corpus.documents / "frau-geheim.txt").rename(project.corpus.documents / "anders.txt")
    after = sums(project)["documents"]
    assert before != after
    assert b"geheim" not in before + after


def test_review_gold_and_manifest_may_be_absent(project: Project) -> None:
    project.corpus.review.rmdir()
    project.corpus.manifest.unlink()
    assert sums(project)["review"] == sums(project)["gold"] == sums(project)["manifest.csv"] == b""


def test_a_folder_without_codebook_and_papers_is_refused_with_both_faults(project: Project) -> None:
    project.corpus.codebook.unlink()
    project.corpus.documents.rmdir()
    with pytest.raises(Repairable) as fault:
        project.run("inputs")
    assert str(fault.value).count("fehlt") == 2

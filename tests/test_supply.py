"""Supply chain: everything installed is pinned, hashed, listed with its licence and in the bill of materials."""

from __future__ import annotations

import json
import platform
import re
import sys

import pytest

from recipes.supply import BILL, ELSEWHERE, LOCK, TABLE, UNSAID, Package, bill, packages, table

HERE = sys.platform == "linux" and sys.version_info[:2] == (3, 11) and platform.machine() == "x86_64"


def locked() -> list[Package]:
    return list(packages(LOCK.read_text(encoding="utf-8")))


def test_every_entry_of_the_lock_is_pinned_and_hashed() -> None:
    lines = LOCK.read_text(encoding="utf-8").splitlines()
    entries = [line for line in lines if re.match(r"[A-Za-z0-9]", line)]
    assert len(entries) == len(locked())
    assert [package.name for package in locked() if not package.hashes] == []


def test_the_bill_of_materials_is_that_of_the_lock() -> None:
    listed = {part["purl"]: part for part in json.loads(BILL.read_text(encoding="utf-8"))["components"]}
    for package in locked():
        part = listed.pop(f"pkg:pypi/{package.name}@{package.version}")
        assert [entry["value"] for entry in part["properties"]] == [package.digest]
    assert not listed


@pytest.mark.skipif(not HERE, reason="the table was made on Linux with Python 3.11")
def test_licences_are_what_the_packages_say() -> None:
    assert table(locked()) == TABLE.read_text(encoding="utf-8"), "run `python -m recipes.supply`"
    assert bill(locked()) == BILL.read_text(encoding="utf-8"), "run `python -m recipes.supply`"


def test_hardly_any_licence_is_unknown() -> None:
    said = [
        line.split(" | ")[2].strip(" |")
        for line in TABLE.read_text(encoding="utf-8").splitlines()
        if line.count(" | ") == 2
    ][1:]
    assert len(said) == len(locked())
    assert said.count(UNSAID) <= 0.03 * len(said)
    assert said.count(ELSEWHERE) <= 0.15 * len(said)


def test_a_package_without_hash_would_be_noticed() -> None:
    assert [package.hashes for package in packages("a==1\nb==2 \\\n    --hash=sha256:" + "f" * 64)] == [(), ("f" * 64,)]

"""The key: which pseudonym stands for whom. Encrypted, owner only, outside the working data, git and DVC.

The cipher is AES-SIV (RFC 5297): it needs no random number, detects every change, and gives the same bytes for the
same key. The secret is a passphrase from the environment (``LEITLINIEN_PASSWORT``, stretched with scrypt), else 64
random bytes in a file of the user's own settings folder, so that a copied project folder alone opens nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from pipeline.shared.corpus import Corpus
from pipeline.shared.errors import Repairable, discard
from pipeline.shared.private import OWNER_FOLDER, create, write_private

PASSPHRASE = "LEITLINIEN_PASSWORT"  # noqa: S105 - the name of a variable, not a secret
FILE = "schluessel.sealed"
SECRET = "leitlinien/geheimnis"  # noqa: S105 - the name of a file, not a secret
PARTS = ("numbers", "forms", "documents", "gone", "aliases")
LENGTH = 64
WORK = 2**14


class KeyFault(Repairable):
    """The key cannot be opened."""


@dataclass
class Key:
    """Numbers by kind and canonical form, forms by pseudonym, and for each document what stood where.

    ``numbers``: kind -> canonical form -> number. ``forms``: pseudonym -> the words it stands for, in order of
    appearance. ``documents``: document -> ``text`` (SHA-256 of its masked text) and ``spans`` (start, end, original).
    ``gone``: kind -> highest number that was forgotten. ``aliases``: pseudonym -> first name and surname shown for it.
    """

    numbers: dict[str, dict[str, int]] = field(default_factory=dict)
    forms: dict[str, list[str]] = field(default_factory=dict)
    documents: dict[str, dict[str, Any]] = field(default_factory=dict)
    gone: dict[str, int] = field(default_factory=dict)
    aliases: dict[str, list[str]] = field(default_factory=dict)
    highest: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def number(self, kind: str, canonical: str) -> int:
        """Return the number of ``canonical``: the one it has, else the next that was never given."""
        known = self.numbers.setdefault(kind, {})
        if canonical not in known:
            if kind not in self.highest:  # never looked for again: with every person it would take longer
                self.highest[kind] = max([*known.values(), self.gone.get(kind, 0)], default=0)
            self.highest[kind] += 1
            known[canonical] = self.highest[kind]
        return known[canonical]

    def to_bytes(self) -> bytes:
        """Return the key as JSON; equal keys give equal bytes."""
        content = {name: getattr(self, name) for name in PARTS}
        return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Key:
        """Return the key that ``to_bytes`` wrote."""
        content: Mapping[str, Any] = json.loads(data)
        return cls(**{name: content.get(name, {}) for name in PARTS})


def fingerprint(text: str) -> str:
    """Return the SHA-256 of a masked text: it tells whether the spans in the key still fit."""
    return hashlib.sha256(text.encode()).hexdigest()


def path(corpus: Corpus) -> Path:
    """Return where the key of ``corpus`` lies."""
    return corpus.confidential / FILE


def secret(fallback: Path) -> bytes:
    """Return the secret that opens keys on this machine; a file is made on first use, readable by its owner only.

    Where nobody's settings can be written (a container without a home) it lies in the folder ``fallback``.
    """
    phrase = os.environ.get(PASSPHRASE)
    if phrase:
        return Scrypt(salt=b"leitlinien", length=LENGTH, n=WORK, r=8, p=1).derive(phrase.encode())
    try:
        base = os.environ.get("XDG_CONFIG_HOME")
        return _secret_in((Path(base) if base else Path.home() / ".config") / SECRET)
    except (OSError, RuntimeError):
        return _secret_in(fallback / Path(SECRET).name)


def _secret_in(place: Path) -> bytes:
    if not place.is_file():
        place.parent.mkdir(parents=True, exist_ok=True, mode=OWNER_FOLDER)
        _create_whole(place, secrets.token_bytes(LENGTH))
    return place.read_bytes()


def _create_whole(place: Path, content: bytes) -> None:
    """Make ``place`` with all of ``content`` or not at all; a secret that is cut short would lock nothing."""
    partial = place.with_name(f"{place.name}.{os.getpid()}.partial")
    try:
        create(partial, content)
        with suppress(FileExistsError):  # another process was quicker: its secret holds
            os.link(partial, place)
    finally:
        discard(partial)


def _cipher(corpus: Corpus) -> AESSIV:
    derived = HKDF(hashes.SHA256(), LENGTH, salt=None, info=b"key:" + corpus.name.encode())
    return AESSIV(derived.derive(secret(corpus.confidential)))


def save(key: Key, corpus: Corpus) -> None:
    """Encrypt and write the key."""
    write_private(path(corpus), _cipher(corpus).encrypt(key.to_bytes(), [b"key"]))


def load(corpus: Corpus) -> Key:
    """Return the key of ``corpus``, an empty one where there is none; raises KeyFault where it does not open."""
    place = path(corpus)
    if not place.is_file():
        return Key()
    try:
        return Key.from_bytes(_cipher(corpus).decrypt(place.read_bytes(), [b"key"]))
    except (InvalidTag, ValueError):
        raise KeyFault(
            corpus.relative(place),
            ["der Schlüssel lässt sich mit dem Geheimnis dieses Rechners nicht öffnen"],
            f"Passwort in {PASSPHRASE} setzen oder die Datei ~/.config/{SECRET} des alten Rechners herüberholen; "
            "sonst `python -m pipeline.pseudonyms forget-key`, dann beginnt die Zählung von vorn.",
        ) from None

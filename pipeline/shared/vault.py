"""Seals what still carries real names, so that output folders alone tell nobody anything.

A reading is encrypted with a key made from the very paper it was read from (convergent encryption): who has the
paper can open it, who only has the working folder cannot, and the same paper gives the same bytes. The cipher is
AES-SIV (RFC 5297), which needs no random number and detects every change.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from pipeline.shared.private import write_private

KEY_LENGTH = 64


def fingerprint(paper: bytes) -> str:
    """Return the SHA-256 of a paper in hexadecimal; it names the sealed file and opens nothing."""
    return hashlib.sha256(paper).hexdigest()


class Vault:
    """Sealed files of one kind in ``folder``; the folder and its files are readable by their owner only."""

    def __init__(self, folder: Path, purpose: str) -> None:
        """Keep the place; ``purpose`` (for example a reader's version) goes into every key."""
        self.folder = folder
        self.purpose = purpose

    def path(self, paper: bytes) -> Path:
        """Return where the sealed file of ``paper`` lies."""
        return self.folder / f"{fingerprint(paper)}.sealed"

    def seal(self, paper: bytes, content: bytes) -> Path:
        """Encrypt ``content`` under ``paper`` and write it whole or not at all."""
        path = self.path(paper)
        write_private(path, self._cipher(paper).encrypt(content, [self.purpose.encode()]))
        return path

    def open(self, paper: bytes) -> bytes | None:
        """Return what was sealed under ``paper``; None where there is nothing, or nothing that is still whole."""
        path = self.path(paper)
        if not path.is_file():
            return None
        try:
            return self._cipher(paper).decrypt(path.read_bytes(), [self.purpose.encode()])
        except (InvalidTag, ValueError):
            return None

    def keep_only(self, papers: list[bytes]) -> int:
        """Delete every sealed file that belongs to none of ``papers``; return how many went."""
        wanted = {self.path(paper) for paper in papers}
        gone = [path for path in sorted(self.folder.glob("*")) if path not in wanted and path.is_file()]
        for path in gone:
            path.unlink()
        return len(gone)

    def _cipher(self, paper: bytes) -> AESSIV:
        derive = HKDF(hashes.SHA256(), KEY_LENGTH, salt=None, info=b"reading:" + self.purpose.encode())
        return AESSIV(derive.derive(paper))

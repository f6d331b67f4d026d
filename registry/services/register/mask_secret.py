"""The secret by which what is told of others' masts is shifted: made once, kept beside the register."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from registry.errors import RefusalError

FILE = "mask_secret"
SHIFT_M = 30.0


def mask_secret(home: Path) -> bytes:
    """Return the register's secret, made on the first call and readable by its owner only.

    ``OUTPUT-NOT-WRITTEN`` where it can be neither read nor kept: with another one at each start the shifts
    would average out.
    """
    path = home / FILE
    part = home / f".{FILE}-{os.getpid()}-{secrets.token_hex(4)}"
    try:
        if not path.is_file() or not path.stat().st_size:  # an empty one is what a full disk left
            home.mkdir(parents=True, exist_ok=True)
            path.unlink(missing_ok=True)
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(secrets.token_hex(32).encode())
            try:
                os.link(part, path)  # whoever comes second takes what the first one made
            except FileExistsError:
                pass
            finally:
                part.unlink()
        return path.read_bytes()
    except OSError as error:
        raise RefusalError(
            "OUTPUT-NOT-WRITTEN", path=str(path), reason=error.strerror or str(error)
        ) from error


def drawn(secret: bytes, *about: object) -> float:
    """Return a number from 0 to 1 that hangs on the secret and on what it is about, and on nothing else."""
    words = "\x1f".join(str(part) for part in about).encode()
    return int.from_bytes(hmac.new(secret, words, hashlib.sha256).digest()[:8]) / 2**64


def handle(secret: bytes, code: str) -> str:
    """Return the name by which an outsider may speak of a mast whose code it is not told."""
    return hmac.new(secret, f"handle\x1f{code}".encode(), hashlib.sha256).hexdigest()[:24]


def shifted(metres: float, code: str, secret: bytes, below_m: float | None = None) -> float:
    """Return a distance shifted by at most SHIFT_M, the same for each mast; below ``below_m`` it stays so."""
    moved = max(0.0, metres + (2.0 * drawn(secret, "mast", code) - 1.0) * SHIFT_M)
    if below_m is None or metres >= below_m:
        return moved
    return min(moved, max(0.0, below_m - 0.1))

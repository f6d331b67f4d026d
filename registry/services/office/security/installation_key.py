"""The secret of an installation: it signs sessions, and seals what the ledger may not hold.

Kept beside the register, readable by its owner only, or given by the office (``BTS_SECRET_KEY``).
"""

import hashlib
import os
import secrets
from pathlib import Path

from registry.errors import RefusalError
from registry.settings import Settings

FILE = "secret_key"


def kept_secret(home: Path) -> str:
    """Return the secret kept in ``home``, made the first time; ``OUTPUT-NOT-WRITTEN`` where it cannot be."""
    path = home / FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
        kept = path.read_text(encoding="ascii") if path.is_file() else ""
        if kept:  # an empty one is what a full disk left
            return kept
        made = secrets.token_urlsafe(48)
        part = home / f"{FILE}.{os.getpid()}"
        with os.fdopen(
            os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii"
        ) as file:
            file.write(made)
        part.replace(path)
    except OSError as error:
        raise RefusalError(
            "OUTPUT-NOT-WRITTEN", path=str(path), reason=error.strerror or str(error)
        ) from error
    return path.read_text(encoding="ascii")


def secret_of(settings: Settings) -> str:
    """Return the secret of an installation, made where it has none yet."""
    return settings.secret_key or kept_secret(settings.home)


def known_secret(settings: Settings) -> str | None:
    """Return the secret of an installation, None where it has none or it cannot be read; makes nothing."""
    try:
        return settings.secret_key or (settings.home / FILE).read_text(encoding="ascii") or None
    except (OSError, ValueError):
        return None


def derived(secret: str, purpose: str) -> bytes:
    """Return the key for one purpose; from one key nobody can tell another."""
    return hashlib.sha256(f"{purpose}:{secret}".encode()).digest()

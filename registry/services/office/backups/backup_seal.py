"""What proves that a backup is the office's own, and hides what opens doors.

A seal is a keyed digest (HMAC-SHA-256) of the manifest, which names every member by its SHA-256. One is made
with the installation's secret, one with the passphrase where there is one (scrypt, RFC 7914). Secrets are
encrypted by the passphrase alone (AES-256-GCM).
"""

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from registry.errors import RefusalError
from registry.services.office.security.installation_key import derived

SHORTEST = 12
"""Characters of a passphrase: whoever has the file can try as many as he likes."""

_SALT_BYTES, _NONCE_BYTES, _KEY_BYTES = 16, 12, 32
_COST = {"n": 1 << 15, "r": 8, "p": 1, "maxmem": 1 << 26}  # 32 MiB and a tenth of a second


@dataclass(frozen=True, slots=True)
class PassphraseKeys:
    """The keys of a passphrase with its salt: one proves, one hides."""

    salt: bytes
    proving: bytes
    hiding: bytes


def keys_of(passphrase: str, salt: bytes | None = None) -> PassphraseKeys:
    """Return the keys of a passphrase; refused where it is too short (``BACKUP-PASSPHRASE-SHORT``)."""
    if salt is None and len(passphrase) < SHORTEST:
        raise RefusalError("BACKUP-PASSPHRASE-SHORT", least=SHORTEST)
    used = secrets.token_bytes(_SALT_BYTES) if salt is None else salt
    made = hashlib.scrypt(passphrase.encode(), salt=used, dklen=2 * _KEY_BYTES, **_COST)
    return PassphraseKeys(used, made[:_KEY_BYTES], made[_KEY_BYTES:])


def register_key(secret: str) -> bytes:
    """Return the key by which an installation proves its own backups."""
    return derived(secret, "backup")


def seal(key: bytes, manifest: bytes) -> str:
    """Return the seal of a manifest."""
    return hmac.new(key, manifest, "sha256").hexdigest()


def holds(key: bytes, manifest: bytes, found: object) -> bool:
    """Whether a seal is that of the manifest."""
    return isinstance(found, str) and hmac.compare_digest(seal(key, manifest).encode(), found.encode())


def hide(keys: PassphraseKeys, content: dict[str, str]) -> bytes:
    """Return secrets encrypted."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(keys.hiding).encrypt(nonce, json.dumps(content).encode(), b"")


def reveal(keys: PassphraseKeys, hidden: bytes, file: str) -> dict[str, str]:
    """Return the secrets; ``BACKUP-CHANGED`` where they were tampered with."""
    try:
        content = json.loads(AESGCM(keys.hiding).decrypt(hidden[:_NONCE_BYTES], hidden[_NONCE_BYTES:], b""))
    except (InvalidTag, ValueError) as error:
        raise RefusalError("BACKUP-CHANGED", file=file, member="secrets") from error
    return {str(name): str(text) for name, text in content.items()}

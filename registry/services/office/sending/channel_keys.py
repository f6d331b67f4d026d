"""Passwords and keys of the ways out of the house: encrypted by the key of the installation, never shown.

Each stands under a name: that of a channel, or of an address that hears of events.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from registry.errors import RefusalError
from registry.services.office.registry import Registry
from registry.services.office.security.installation_key import derived, known_secret, secret_of
from registry.store.database import Connection
from registry.store.office import deliveries

_LONGEST = 500
_NONCE_BYTES = 12
_PURPOSE = "channel"


def has_key(registry: Registry, name: str) -> bool:
    """Whether there is a password or key under a name."""
    with registry.database.read() as connection:
        return bool(deliveries.secret_of(connection, name))


def key_for(registry: Registry, name: str) -> str:
    """Return the password or key under a name, "" where there is none.

    Refused (``CHANNEL-SECRET``) where it was encrypted by the key of another installation.
    """
    with registry.database.read() as connection:
        hidden = bytes.fromhex(deliveries.secret_of(connection, name))
    if not hidden:
        return ""
    cipher = AESGCM(derived(known_secret(registry.settings) or "", _PURPOSE))
    try:
        return cipher.decrypt(hidden[:_NONCE_BYTES], hidden[_NONCE_BYTES:], name.encode()).decode()
    except InvalidTag as error:
        raise RefusalError("CHANNEL-SECRET") from error


def check_length(key: str) -> None:
    """Refuse a password or key that nobody has (``TEXT-LONG``)."""
    if len(key) > _LONGEST:
        raise RefusalError("TEXT-LONG", beginning="…", length=len(key), longest=_LONGEST)


def write_key(registry: Registry, connection: Connection, name: str, key: str) -> None:
    """Keep a password or key under a name, "" none; within ``secrets_seal.writing``."""
    hidden = ""
    if key:
        nonce = secrets.token_bytes(_NONCE_BYTES)
        cipher = AESGCM(derived(secret_of(registry.settings), _PURPOSE))
        hidden = (nonce + cipher.encrypt(nonce, key.encode(), name.encode())).hex()
    deliveries.write_secret(connection, name, hidden)

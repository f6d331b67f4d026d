"""Tokens of plates: what the QR code of a mast's plate carries, short enough to be typed.

A token is the first ten letters of HMAC-SHA-256 over the structure's id, keyed by 32 random bytes that are
made once and kept among the office's settings: always the same for a mast, in no order, and kept by a backup,
so that a plate printed years ago still leads to its mast. Nothing is stored for a mast until somebody asks.
"""

import hmac
import secrets

from registry.model.vietnam_time import one_moment
from registry.services.office.batches import present_user
from registry.services.office.registry import Registry
from registry.services.office.settings import write_settings
from registry.services.public.plate_settings import ABOUT
from registry.store import ledger
from registry.store.office.operators import load_settings
from registry.store.public.plates import structure_ids

KEY = "plates.key"
LENGTH = 10
_TABLE = "plate-tokens"
_LETTERS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's: none is read as another


def token_of(key: bytes, structure: str) -> str:
    """Return the token (ten letters and digits, 50 bits) of a structure's id under a key."""
    digest = hmac.digest(key, structure.encode(), "sha256")
    value = int.from_bytes(digest[:7], "big") >> 6
    return "".join(_LETTERS[value >> 5 * place & 31] for place in reversed(range(LENGTH)))


def read_token(text: str) -> str:
    """Return a token as it was typed from a plate: spaces, dashes, capitals and look-alikes are put right."""
    plain = "".join(letter for letter in text.lower() if letter.isalnum())
    return plain.translate(str.maketrans("oil", "011"))


def shown(token: str) -> str:
    """Return a token as plates print it: "k7qm2-9xd4t" in capitals."""
    return f"{token[:5]}-{token[5:]}".upper()


@one_moment()
def plate_key(registry: Registry) -> bytes:
    """Return the key of the tokens; made on first use, once, whoever asks first."""
    held = registry.cache.get(KEY)
    if isinstance(held, bytes):
        return held
    with registry.database.read() as connection:
        text = load_settings(connection).get(KEY)
    if not text:
        with registry.database.write() as connection:
            text = load_settings(connection).get(KEY)
            if not text:
                text = secrets.token_hex(32)
                write_settings(connection, {KEY: text}, about=ABOUT, who=present_user())
    made = bytes.fromhex(str(text))
    registry.cache[KEY] = made
    return made


@one_moment()
def structure_of(registry: Registry, token: str) -> str:
    """Return the id of the structure that a token belongs to, "" where it belongs to none."""
    wanted = read_token(token)
    if len(wanted) != LENGTH:
        return ""
    key = plate_key(registry)
    head, known = registry.cache.get(_TABLE, (None, {}))
    if wanted not in known:
        with registry.database.read() as connection:
            present = ledger.head(connection)
            if head != present:
                known = {token_of(key, identity): identity for identity in structure_ids(connection)}
                registry.cache[_TABLE] = (present, known)
    found: str = known.get(wanted, "")
    return found

"""Encryption of a backup that leaves the house, to a public key: the format of age (age-encryption.org/v1).

The server holds the public key only (``age1…``), so that whoever takes the server or the far disk reads
nothing. The private key (``AGE-SECRET-KEY-1…``) lies with the office; the command ``age -d`` opens the files
as well as this module does. One recipient of kind X25519; the body is sealed in portions of 64 KiB by
ChaCha20-Poly1305, numbered, the last one marked: nothing can be cut off, moved or changed unseen.
"""

import base64
import hmac
import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from registry.errors import RefusalError

ENDING = ".age"
_FIRST = b"age-encryption.org/v1\n"
_LABEL = b"age-encryption.org/v1/X25519"
_PORTION = 1 << 16
_TAG_BYTES = 16
_LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_CHECKSUM = 6
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_KEY_BYTES = 32


def recipient_of(text: str) -> bytes:
    """Return the public key that ``age1…`` names; ``BACKUP-KEY-WRONG`` where it is none."""
    return _bech32(text.strip(), "age")


def encrypt(source: Path, target: Path, recipient: bytes) -> None:
    """Write ``source`` encrypted to a public key."""
    file_key = os.urandom(16)
    header = _header(file_key, recipient)
    nonce = os.urandom(16)
    sealing = ChaCha20Poly1305(_derived(file_key, nonce, b"payload"))
    with source.open("rb") as reading, target.open("wb") as writing:
        writing.write(header + nonce)
        for count, portion, last in _portions(reading, _PORTION):
            writing.write(sealing.encrypt(_number(count, last=last), portion, None))


def decrypt(source: Path, target: Path, identity: str) -> None:
    """Write what an encrypted file holds.

    ``BACKUP-KEY-WRONG``: the private key is none, or not the file's; ``BACKUP-NOT-A-BACKUP``: it is no such
    file, or was changed or cut short.
    """
    own = X25519PrivateKey.from_private_bytes(_bech32(identity.strip().lower(), "age-secret-key-"))
    damaged = RefusalError("BACKUP-NOT-A-BACKUP", file=source.name)
    with source.open("rb") as reading:
        file_key = _file_key(reading, own, damaged)
        opening = ChaCha20Poly1305(_derived(file_key, reading.read(16), b"payload"))
        with target.open("wb") as writing:
            for count, portion, last in _portions(reading, _PORTION + _TAG_BYTES):
                try:
                    writing.write(opening.decrypt(_number(count, last=last), portion, None))
                except InvalidTag as error:
                    raise damaged from error


def identity_in(path: Path) -> str:
    """Return the private key in a file as ``age-keygen`` writes it (lines with # are remarks)."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RefusalError("OUTPUT-NOT-READ", path=str(path)) from error
    return next((line for line in lines if line and not line.startswith("#")), "")


def _header(file_key: bytes, recipient: bytes) -> bytes:
    passing = X25519PrivateKey.generate()
    shown = passing.public_key().public_bytes_raw()
    shared = passing.exchange(X25519PublicKey.from_public_bytes(recipient))
    wrapping = ChaCha20Poly1305(_derived(shared, shown + recipient, _LABEL))
    body = wrapping.encrypt(bytes(12), file_key, None)
    text = _FIRST + b"-> X25519 " + _base64(shown) + b"\n" + _base64(body) + b"\n---"
    return text + b" " + _base64(_mac(file_key, text)) + b"\n"


def _file_key(reading: BinaryIO, own: X25519PrivateKey, damaged: RefusalError) -> bytes:
    lines = [reading.readline(200) for _ in range(4)]
    words = lines[1].split()
    if lines[0] != _FIRST or words[:2] != [b"->", b"X25519"] or len(words) != 3:
        raise damaged
    try:
        shown, body = _from_base64(words[2]), _from_base64(lines[2].strip())
        shared = own.exchange(X25519PublicKey.from_public_bytes(shown))
    except ValueError as error:
        raise damaged from error
    wrapping = ChaCha20Poly1305(_derived(shared, shown + own.public_key().public_bytes_raw(), _LABEL))
    try:
        file_key = wrapping.decrypt(bytes(12), body, None)
    except InvalidTag as error:
        raise RefusalError("BACKUP-KEY-WRONG") from error
    expected = b"--- " + _base64(_mac(file_key, b"".join(lines[:3]) + b"---")) + b"\n"
    if not hmac.compare_digest(expected, lines[3]):
        raise damaged
    return file_key


def _portions(reading: BinaryIO, size: int) -> Iterator[tuple[int, bytes, bool]]:
    """Yield (number, portion, whether it is the last); an empty file has one empty portion."""
    count, portion = 0, reading.read(size)
    while following := reading.read(size):
        yield count, portion, False
        count, portion = count + 1, following
    yield count, portion, True


def _number(count: int, *, last: bool) -> bytes:
    return count.to_bytes(11, "big") + bytes([last])


def _derived(secret: bytes, salt: bytes, label: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=salt, info=label).derive(secret)


def _mac(file_key: bytes, header: bytes) -> bytes:
    return hmac.digest(_derived(file_key, b"", b"header"), header, "sha256")


def _base64(content: bytes) -> bytes:
    return base64.b64encode(content).rstrip(b"=")


def _from_base64(text: bytes) -> bytes:
    return base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)


def _bech32(text: str, kind: str) -> bytes:
    """Return the 32 bytes of a key in Bech32 (BIP 173) whose human part is ``kind``."""
    head, _, tail = text.rpartition("1")
    if head != kind or any(letter not in _LETTERS for letter in tail):
        raise RefusalError("BACKUP-KEY-WRONG")
    values = [_LETTERS.index(letter) for letter in tail]
    spread = [ord(letter) >> 5 for letter in head] + [0] + [ord(letter) & 31 for letter in head]
    if _checksum(spread + values) != 1:
        raise RefusalError("BACKUP-KEY-WRONG")
    held = 0
    for value in values[:-_CHECKSUM]:
        held = held << 5 | value
    bits = 5 * (len(values) - _CHECKSUM)
    if bits // 8 != _KEY_BYTES:
        raise RefusalError("BACKUP-KEY-WRONG")
    return (held >> (bits % 8)).to_bytes(_KEY_BYTES, "big")


def _checksum(values: list[int]) -> int:
    found = 1
    for value in values:
        top = found >> 25
        found = (found & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            found ^= generator if top >> place & 1 else 0
    return found

"""What leaves the house encrypted is opened by its key alone, by this program and by age alike."""

import shutil
import subprocess
from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.services.office.backups import age_envelope
from tests import postgres

# A pair and a file that age itself made (age-keygen, age -r): the format's own word on what it is.
PUBLIC = "age175zax3y5tydrveh9cq6pd2e6lwxg80zx4fl4fyx4t0lk9v4ktvvqr7wf8j"
PRIVATE = "AGE-SECRET-KEY-1DH8P6KNAV2GL55ZFZ6R3EGGT8TL3RZU87AY9CTPATNGETF2EEJFSZ0P29X"
FROM_AGE = (
    "6167652d656e6372797074696f6e2e6f72672f76310a2d3e20583235353139206259765748714f684e454b4b5a324170"
    "73686b696550316c4b475a5268773431356b716b36556d5a3869300a6d4c4c56796536633157336c717473595a345244"
    "464a39575179716b3850377a4b39694f6a332b565733550a2d2d2d20586c62634b4f5a594f7934526e4b303669585470"
    "5966584955764f634d4c4b47533675347a2f2f6b494b380af69d58231d5eeb1c939bd40bd69d74cb5a8c419f49ba17cd"
    "9cf96e77f9f4efb2fc71e1e4b80169a46e3c602735466005c44c5a4e"
)
SIZES = (0, 1, 65535, 65536, 65537, 200_000)


@pytest.mark.parametrize("size", SIZES)
def test_what_was_encrypted_comes_back(tmp_path: Path, size: int) -> None:
    content = bytes(index * 7 % 251 for index in range(size))
    (tmp_path / "clear").write_bytes(content)
    key = age_envelope.recipient_of(PUBLIC)
    age_envelope.encrypt(tmp_path / "clear", tmp_path / "hidden", key)
    age_envelope.decrypt(tmp_path / "hidden", tmp_path / "back", PRIVATE)
    assert (tmp_path / "back").read_bytes() == content
    if size > 100:
        assert content[:64] not in (tmp_path / "hidden").read_bytes()


def test_a_file_that_age_wrote_is_opened(tmp_path: Path) -> None:
    (tmp_path / "hidden").write_bytes(bytes.fromhex(FROM_AGE))
    age_envelope.decrypt(tmp_path / "hidden", tmp_path / "back", PRIVATE)
    assert (tmp_path / "back").read_text(encoding="utf-8") == "sổ đăng ký BTS\n"


def test_age_opens_what_this_program_wrote(tmp_path: Path) -> None:
    if shutil.which("age") is None:
        if postgres.all_required():
            pytest.fail("no age (Debian: apt install age)")
        pytest.skip("no age (Debian: apt install age)")
    (tmp_path / "key").write_text(PRIVATE, encoding="ascii")
    for size in SIZES:
        (tmp_path / "clear").write_bytes(bytes(size))
        age_envelope.encrypt(tmp_path / "clear", tmp_path / "hidden", age_envelope.recipient_of(PUBLIC))
        done = subprocess.run(
            ["age", "-d", "-i", tmp_path / "key", tmp_path / "hidden"], capture_output=True, check=True
        )
        assert done.stdout == bytes(size)


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body[:-1],
        lambda body: body[: len(body) - 65552],
        lambda body: body[:-1] + bytes([body[-1] ^ 1]),
        lambda body: body + b"x",
        lambda body: body.replace(b"X25519", b"X25518", 1),
        lambda body: body[:40] + bytes([body[40] ^ 1]) + body[41:],
        lambda body: body[:0],
    ],
)
def test_a_file_that_was_cut_or_changed_is_refused(tmp_path: Path, change: object) -> None:
    (tmp_path / "clear").write_bytes(bytes(2 * 65536))
    age_envelope.encrypt(tmp_path / "clear", tmp_path / "hidden", age_envelope.recipient_of(PUBLIC))
    body = (tmp_path / "hidden").read_bytes()
    (tmp_path / "hidden").write_bytes(change(body))  # type: ignore[operator]
    with pytest.raises(RefusalError) as refused:
        age_envelope.decrypt(tmp_path / "hidden", tmp_path / "back", PRIVATE)
    assert refused.value.code in {"BACKUP-NOT-A-BACKUP", "BACKUP-KEY-WRONG"}


@pytest.mark.parametrize(
    "text", ["", "age1", PUBLIC[:-1], PUBLIC[:-1] + "q", PRIVATE, "age1" + "q" * 58, "x" * 62]
)
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(RefusalError, match="BACKUP-KEY-WRONG"):
        age_envelope.recipient_of(text)


def test_another_private_key_opens_nothing(tmp_path: Path) -> None:
    other = "AGE-SECRET-KEY-1LHLNANPQFQ64JXMSHWK8VVQ3JP6QSMSALJVAZAJ6MPQ5PAF8MERQ3W6X5K"
    (tmp_path / "clear").write_bytes(b"x")
    age_envelope.encrypt(tmp_path / "clear", tmp_path / "hidden", age_envelope.recipient_of(PUBLIC))
    with pytest.raises(RefusalError, match="BACKUP-KEY-WRONG"):
        age_envelope.decrypt(tmp_path / "hidden", tmp_path / "back", other)

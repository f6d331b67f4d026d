"""Passwords that somebody would try first, and those that a person or the register makes."""

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from registry.services.office.sign_in.accounts import new_password
from registry.services.office.sign_in.passwords import is_weak


@pytest.mark.parametrize(
    "password",
    [
        "123456789012", "password1234", "aaaaaaaaaaaa", "abcabcabcabc", "qwertyuiop12", "Matkhau2026!!",
        "Mật khẩu 1234", "P@ssw0rd2026", "administrator1", "viettel123456", "leader-leader", "abcdefghijkl",
        "112233445566", "1q2w3e4r5t6y", "matkhau@12345", "Bacninh@2026", "zxcvbnm12345", "10101010101010",
        "asdfghjklqwer", "passwordpassword", "lkjhgfdsapoi", "987654321098", "vtl.thang.2026", "aaaaaabbbbbb",
        "            ", "!!!!!!!!!!!!", "abcd1234abcd1234",
    ],
)  # fmt: skip
def test_what_somebody_would_try_first_is_weak(password: str) -> None:
    assert is_weak(password, "leader" if "leader" in password else "vtl.thang")


@pytest.mark.parametrize(
    "password",
    [
        "mot mat khau cua rieng toi", "hoàng hôn trên sông Cầu", "T7#kd9!mWq2z", "mot-mat-khau-du-dai",
        "vn8y-e9vf-au2k-gmuq", "con cò bay lả bay la", "correct horse battery staple",
    ],
)  # fmt: skip
def test_a_few_unrelated_words_or_random_signs_are_not(password: str) -> None:
    assert not is_weak(password, "leader")


def test_no_first_password_of_the_register_is_weak() -> None:
    assert not [first for first in (new_password() for _ in range(2000)) if is_weak(first, "lan")]


@effort(deadline=None)
@given(st.text(min_size=1, max_size=5), st.integers(3, 12))
def test_whatever_is_said_again_and_again_is_weak(part: str, times: int) -> None:
    assert is_weak(part * times)


@effort(deadline=None)
@given(st.text(max_size=60), st.text(max_size=40))
def test_any_text_is_judged(password: str, name: str) -> None:
    assert is_weak(password, name) in {True, False}

"""What a program asks under a key is done once, whoever else asks at the same moment, on both databases."""

import threading
from typing import Any

import pytest

from registry.errors import RefusalError
from registry.services.office.api_answers import ApiAnswer, once
from registry.services.office.registry import Registry
from registry.store.office import api_answers as store

ASKERS = 8


def answered(text: str = "được", status: int = 201) -> ApiAnswer:
    return ApiAnswer(status, text, "application/json", {"Location": "/x"})


def test_of_many_who_ask_at_once_one_does_it(either_office: Registry) -> None:
    done: list[int] = []
    told: list[Any] = []
    ready, hold = threading.Barrier(ASKERS), threading.Event()

    def do() -> ApiAnswer:
        done.append(1)
        hold.wait(60)
        return answered()

    def ask() -> None:
        ready.wait(60)
        try:
            told.append(once(either_office, "token a", "k1", b"body", do))
        except RefusalError as refusal:
            told.append(refusal.code)
        if len(told) == ASKERS - 1:  # all others were told that it is being done
            hold.set()

    threads = [threading.Thread(target=ask) for _ in range(ASKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(done) == 1
    assert sorted(map(str, told)).count("API-KEY-RUNNING") == ASKERS - 1
    again = once(either_office, "token a", "k1", b"body", do)
    assert (again.again, again.status, again.body, again.headers) == (True, 201, "được", {"Location": "/x"})
    assert len(done) == 1


def test_another_body_under_a_key_is_refused_and_another_asker_has_keys_of_its_own(
    either_office: Registry,
) -> None:
    once(either_office, "token a", "k1", b"one", answered)
    with pytest.raises(RefusalError, match="API-KEY-OTHER"):
        once(either_office, "token a", "k1", b"two", answered)
    assert not once(either_office, "token b", "k1", b"two", answered).again


@pytest.mark.parametrize("key", ["", "x" * 201, "a\nb"])
def test_what_is_no_key_does_nothing(office: Registry, key: str) -> None:
    with pytest.raises(RefusalError, match="API-KEY-NEEDED"):
        once(office, "token a", key, b"", lambda: pytest.fail("done without a key"))


def test_a_fault_frees_the_key_and_a_refusal_keeps_it(office: Registry) -> None:
    def fault() -> ApiAnswer:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        once(office, "token a", "k1", b"one", fault)
    assert once(office, "token a", "k1", b"one", lambda: answered("hỏng", 503)).status == 503
    assert once(office, "token a", "k1", b"one", lambda: answered("không", 409)).status == 409
    again = once(office, "token a", "k1", b"one", answered)
    assert (again.status, again.again) == (409, True)


def test_a_key_is_free_again_after_two_days(office: Registry, monkeypatch: pytest.MonkeyPatch) -> None:
    once(office, "token a", "k1", b"one", answered)
    monkeypatch.setattr(store, "KEPT_FOR", -store.KEPT_FOR)
    assert not once(office, "token a", "k1", b"two", answered).again

"""Keys of programs (Idempotency-Key): what was asked under one is done once, and answered alike for 48 hours.

A program whose line broke asks again under the same key and is told what came of it. The key is its asker's
own; another body under it is a mistake of the program (``API-KEY-OTHER``), the same that is being done just
now is said so (``API-KEY-RUNNING``), also where the server ended in the middle: whether it was done is then
seen in the register alone.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from registry.errors import RefusalError
from registry.services.office.registry import Registry
from registry.store.office import api_answers as store

LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class ApiAnswer:
    """What was answered: the status of HTTP, the body and its type, headers that go with it."""

    status: int
    body: str
    mimetype: str
    headers: dict[str, str] = field(default_factory=dict)
    again: bool = False


def once(registry: Registry, asker: str, key: str, asked: bytes, do: Callable[[], ApiAnswer]) -> ApiAnswer:
    """Do what is asked under a key, or return what was answered under it before (``again``).

    ``asker`` is whose key it is, ``asked`` all that makes up the request. Refused:
    ``API-KEY-NEEDED`` for no key or one that is none, ``API-KEY-OTHER``, ``API-KEY-RUNNING``.
    A fault of ours (a status of 500 or more, or what ``do`` raises) frees the key.
    """
    if not key or len(key) > LONGEST_KEY or not key.isprintable():
        raise RefusalError("API-KEY-NEEDED", most=LONGEST_KEY)
    name, body = _hash(f"{asker}\n{key}".encode()), _hash(asked)
    with registry.database.write() as connection:
        held = store.claim(connection, name, body)
    if held is not None:
        if held["body"] != body:
            raise RefusalError("API-KEY-OTHER")
        if not held["status"]:
            raise RefusalError("API-KEY-RUNNING")
        kept = held["answer"]
        return ApiAnswer(held["status"], kept["body"], kept["mimetype"], kept["headers"], again=True)
    done = False
    try:
        answer = do()
        done = answer.status < 500
    finally:
        if not done:
            with registry.database.write() as connection:
                store.let_go(connection, name)
    told = {"body": answer.body, "mimetype": answer.mimetype, "headers": answer.headers}
    if done:
        with registry.database.write() as connection:
            store.keep(connection, name, answer.status, told)
    return answer


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()

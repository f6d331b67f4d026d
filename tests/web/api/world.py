"""A small office with two carriers, their programs' tokens, and what they ask."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from registry.model.people import Role
from registry.model.sign_in.tokens import Scope
from registry.services.office.sign_in import accounts, tokens
from tests.services.outages import world
from tests.web.people import PASSWORD, registry_of, small_office

ROLES = (Role.ADMINISTRATOR, Role.APPRAISER, Role.DUTY_OFFICER, Role.VIEWER)
CARRIERS = ("VTL", "VNPT")


@contextmanager
def peopled(home: Path) -> Iterator[Flask]:
    """Yield the application of an office with stations of two carriers, each with an account."""
    with small_office(home, *ROLES) as app:
        office = registry_of(app)
        world.built(office)
        for code in CARRIERS:
            accounts.add_account(
                office, code.lower(), [Role.CARRIER], organisation=code, password=PASSWORD,
                must_change=False, who="t",
            )  # fmt: skip
        yield app


class Program:
    """A program that asks with a token of an account's."""

    def __init__(self, app: Flask, account: str, *scopes: Scope) -> None:
        office = registry_of(app)
        found = accounts.find_account(office, name=account)
        assert found is not None
        _, self.secret = tokens.make_token(
            office, found.person, name="phần mềm", scopes=scopes or tuple(Scope), days=30
        )
        self._client = app.test_client()

    def get(self, path: str, lang: str = "en", **query: Any) -> TestResponse:
        """Read an address below /api/v1."""
        return self._client.get(f"/api/v1{path}", query_string=query, headers=self._headers(lang))

    def post(self, path: str, body: Any = None, *, key: str = "", lang: str = "en") -> TestResponse:
        """Write to an address, under a key of its own where none is given."""
        headers = self._headers(lang) | {"Idempotency-Key": key or str(uuid.uuid4())}
        if body is None:
            return self._client.post(f"/api/v1{path}", headers=headers)
        return self._client.post(f"/api/v1{path}", json=body, headers=headers)

    def _headers(self, lang: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.secret}", "Accept-Language": lang}

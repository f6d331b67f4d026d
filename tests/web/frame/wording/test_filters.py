"""How pages write numbers, days and positions."""

import datetime as dt

import pytest
from flask import Flask
from flask_babel import force_locale

from web.frame.wording import filters

SATURDAY = dt.date(2026, 9, 26)


def test_what_is_due_on_sunday_is_not_due_on_saturday(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "today", lambda: SATURDAY)
    sunday = SATURDAY + dt.timedelta(days=1)
    with app.test_request_context("/"):
        assert filters.falls_due(SATURDAY) == "đến hạn hôm nay"
        assert filters.falls_due(sunday) == "đến hạn 27/09/2026"
        with force_locale("en"):
            assert filters.falls_due(sunday) == "due 27/09/2026"

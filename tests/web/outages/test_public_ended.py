"""What everybody reads of an event that is over: since when, and no numbers "until now"."""

from flask import Flask

from tests.pages import Pages
from tests.services.outages.world import opened
from tests.web.people import registry_of, visitor


def test_an_event_that_is_over_does_not_go_on_until_now(app: Flask) -> None:
    event = opened(registry_of(app), name="Bão đã hết")
    pages, everybody = visitor(app, "truc"), Pages(app)
    address, public = f"/outages/{event.id}", f"/outages/public/{event.id}"
    pages.post(address, {"deed": "publish", "version": event.version}, 303)
    assert "Số liệu đến" in " ".join(everybody.page(public).text)
    pages.post(address, {"deed": "close", "version": event.version + 1}, 303)
    said = " ".join(everybody.page(public).text)
    assert "Đã kết thúc theo dõi lúc" in said
    assert "Số liệu đến" not in said

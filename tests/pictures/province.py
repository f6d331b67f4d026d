"""An office of another province on its first day: the head of its letters, and what of its law is missing."""

from dataclasses import replace

from registry.demo.initialise import init_registry
from registry.settings import read_settings
from tests.e2e.conftest import served
from tests.pictures.camera import Office
from web.app import create_app

PROVINCE = "20"


def walk(office: Office) -> None:
    """Take the page of letters and the page of the law of Lạng Sơn, whose register is empty."""
    settings = read_settings({"BTS_HOME": str(office.home.parent / "lang-son"), "BTS_PROVINCE": PROVINCE})
    init_registry(settings)
    with served(create_app(settings)) as address:
        there = replace(office, address=address, home=settings.home)
        for name, path in (("tinh-van-ban", "/office/letters"), ("tinh-quy-dinh", "/regulations")):
            with there.page("", path) as page:
                there.take(name, page)

"""What packages of pages bring along: each place in the bar is of a group, leads somewhere, stands once."""

from collections import Counter

from flask import Flask

from registry.settings import read_settings
from web.app import PACKAGES, create_app
from web.frame.navigation import GROUPS
from web.frame.packages import field_waits, map_layers


def test_every_place_in_the_bar_is_a_page_of_its_own_package_and_stands_alone() -> None:
    places = Counter((page.group, page.at) for package in PACKAGES for page in package.bar)
    assert max(places.values()) == 1, places
    assert {group for group, _at in places} == set(GROUPS)
    for package in PACKAGES:
        own = {blueprint.name for blueprint in (*package.blueprints, *package.programs)}
        for page in package.bar:
            assert {page.endpoint.split(".")[0], *page.parts} <= own, page.endpoint


def test_every_address_that_packages_name_is_there(demo_app: Flask) -> None:
    for package in PACKAGES:
        for page in package.bar:
            assert page.endpoint in demo_app.view_functions
    with demo_app.test_request_context("/"):
        urls = [name for layer in map_layers() for name in layer.urls()]
        assert sorted(urls) == ["cable", "cables", "critical", "hazards", "overdue"]
        waits = field_waits()
        assert [late for *_rest, late in waits] == sorted((late for *_rest, late in waits), reverse=True)
        assert all(address.startswith("/") and count > 0 for address, count, _words, _late in waits)


def test_a_blueprint_is_registered_once(tmp_path: object) -> None:
    names = Counter(page.name for package in PACKAGES for page in (*package.blueprints, *package.programs))
    assert max(names.values()) == 1
    app = create_app(read_settings({"BTS_HOME": str(tmp_path)}))
    assert set(names) <= set(app.blueprints)

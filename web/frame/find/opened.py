"""Pages of the product and deeds that one may begin, found by their names and everyday words."""

from collections.abc import Iterator

from flask import current_app, url_for
from flask_babel import gettext as _

from registry.services.office.found.index import Thing
from web.frame import guard, guides, navigation, packages


def page_things() -> list[Thing]:
    """Return the pages that the present person may open: those of the bar, of the packages, the guides."""
    said = {one.endpoint: str(one.words) for one in packages.opens() if not one.deed}
    found: dict[str, Thing] = {}
    for page in packages.bar_pages(current_app):
        if guard.is_for(current_app, page.endpoint) and (page.shown is None or page.shown()):
            group = str(navigation.GROUPS[page.group])
            label = str(page.label)
            note = group if group != label else ""
            found[page.endpoint] = Thing(label, url_for(page.endpoint), note, said.get(page.endpoint, ""))
    for one in packages.opens():
        if not one.deed and one.label and one.endpoint not in found and _for(one.endpoint):
            found[one.endpoint] = Thing(str(one.label), url_for(one.endpoint), "", str(one.words))
    return [*found.values(), *_guides()]


def deed_things() -> list[Thing]:
    """Return what the present person may begin, each with the page where it begins."""
    return [
        Thing(str(one.label), f"{url_for(one.endpoint)}{one.anchor}", "", str(one.words))
        for one in packages.opens()
        if one.deed and _for(one.endpoint)
    ]


def _guides() -> Iterator[Thing]:
    for one in guides.GUIDES:
        yield Thing(
            str(one.title), url_for("guides.show", name=one.name), str(_("Hướng dẫn")), str(one.about)
        )


def _for(endpoint: str) -> bool:
    return guard.is_for(current_app, endpoint)

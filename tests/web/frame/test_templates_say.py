"""A link into a page (``#more-deeds``) names a place that some page has; each field says its kind."""

import re
from pathlib import Path

import web

PAGES = Path(web.__file__).parent
LINK = re.compile(r'href="[^"#]*#([a-z][a-z0-9-]*)"')
PLACE = re.compile(r"""\bid=["']([a-z][a-z0-9-]*)["']""")
MADE = re.compile(r"""\bid=["']([a-z][a-z0-9-]*?)\{\{""")
"""Places whose name ends in something of the row: ``id="o-{{ one.id }}"``."""


def test_every_link_into_a_page_names_a_place_that_stands_on_one() -> None:
    sources = {path: path.read_text(encoding="utf-8") for path in (PAGES / "templates").rglob("*.html")}
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in (PAGES / "static" / "js").rglob("*.js"))
    places = {name for text in sources.values() for name in PLACE.findall(text)}
    made = tuple({name for text in sources.values() for name in MADE.findall(text) if name})
    wanted = {(path.name, name) for path, text in sources.items() for name in LINK.findall(text)}
    lost = [
        found
        for found in sorted(wanted)
        if found[1] not in places and not found[1].startswith(made) and f'"#{found[1]}"' not in scripts
    ]
    assert len(wanted) > 20
    assert lost == []


def test_every_field_says_its_kind() -> None:
    """One without a kind is drawn bare, its label against it: the style sheets go by the kind."""
    field = re.compile(r"<input\b((?:[^>{]|\{\{.*?\}\}|\{%.*?%\})*)>", re.DOTALL)
    found = [
        (path.name, tag)
        for path in (PAGES / "templates").rglob("*.html")
        for tag in field.findall(path.read_text(encoding="utf-8"))
    ]
    assert len(found) > 300
    assert [(name, tag) for name, tag in found if "type=" not in tag] == []

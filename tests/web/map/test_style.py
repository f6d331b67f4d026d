"""Every sign and part that pages share is on the page that shows them; style sheets hold nothing unused."""

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.model.people import Role
from tests.web.people import signed_in, small_office
from web.map.style import STYLES, TONES, classes_of, icons, night, tokens

WEB = STYLES.parents[1]
TEMPLATES = WEB / "templates"
SHARED = ("base.css", "lists.css")
"""What every page, or every list and every page of one thing, is dressed with."""

OF_OTHERS = re.compile(r"leaflet|folium-map$")
"""Classes that Leaflet and Folium write into a page."""

MADE = (
    "cell-", "clock-", "hit-", "is-", "letter-", "level-", "mail-", "mark-", "s", "severity-",
    "way-", "why-",
)  # fmt: skip
"""Beginnings of classes that pages put together of a beginning and a value, which is a word or a number."""

NOT_SHOWN = {
    "base.css": {
        "error-page day-pop day-head day-grid day-name day-today other": "open when pressed, or an error",
        "clock-doubt column course-strip course-strip-deeds guide-beside clip": "a frame",
        "only-printed": "on paper",
        "notice sign-in loopback why subplaces scroll": "the bar and what scrolls, by page and by who looks",
        "filter-form queue-filters queue-search pager rescue-progress": "how one page lays out its search",
        "operator-chip": "a carrier's name beside its colour of the map",
        "label": "what names a group of fields without being its label",
        "first-look long": "what an open office says above its pages at first",
        "list-waits": "a list while what one typed is looked for",
        "file-field file-pick file-told has-file": "put around the page's field of a file by its script",
    },
    "lists.css": {
        "request appraisal verdict-cell row-issues map-toggle map-box work": "the desk of a request",
        "file-pane request-facts notice-line explain columns column stated": "the desk of a request",
        "conflict answered object again settled photo note-text held taken-back": "a deed that met another's",
        "give give-word choose chosen-rows answer apart deed-panel decide": "deeds on rows of a queue",
        "row-matters matter-rows matters-answered received findings-hint warning": "the desk of a request",
        "due returned some side sub-inline queue-search": "how one list lays out its cells and its search",
    },
}
"""What is not on the page, and why."""

OF_THINGS = {
    ("frame/ledger.html", "came"): "a line of the ledger",
    ("frame/ledger.html", "values"): "a line of the ledger",
    ("frame/list_columns.html", "columns_of"): "the columns of a kind of list",
    ("imports/parts.html", "counted"): "the counts of a file that was read",
    ("imports/parts.html", "issue_table"): "the issues of a file that was read",
    ("imports/parts.html", "record_table"): "the records of a file that was read",
    ("zones/parts.html", "decide"): "a proposal that waits for a leader",
    ("zones/parts.html", "proposal"): "a proposal that waits for a leader",
    ("zones/parts.html", "not_yet_refused"): "the refusal above, empty until a script fills it",
    ("zones/parts.html", "token"): "nothing that is seen",
}
"""Macros of several packages that are not shown without the thing that they are about."""


_CLASS = re.compile(r'class="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\}|\{)*)"', re.DOTALL)
_BLOCK = re.compile(r"\{[{%].*?[%}]\}", re.DOTALL)
_QUOTED = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`")


def sources(*endings: str) -> Iterator[tuple[Path, str]]:
    for ending in endings:
        for path in sorted(WEB.rglob(f"*{ending}")):
            if "vendor" not in path.parts:
                yield path, path.read_text(encoding="utf-8")


def class_words() -> set[str]:
    """Return the words that stand where a class can: in the classes of a template, in a text of code.

    The values of enumerations of the register are classes of many pages, so its texts count as well.
    """
    found: set[str] = set()
    for _path, text in sources(".html"):
        found.update(" ".join(re.findall(r"block body_class %\}(.*?)\{% endblock", text)).split())
        places = _CLASS.findall(text) + [
            one for block in _BLOCK.findall(text) for one in _QUOTED.findall(block)
        ]
        found.update(word for place in places for word in re.findall(r"[A-Za-z_][\w-]*", place))
    code = [text for _path, text in sources(".js", ".py")]
    code += [path.read_text("utf-8") for path in (WEB.parent / "registry" / "model").rglob("*.py")]
    code += [path.read_text("utf-8") for path in (WEB.parent / "registry" / "services").rglob("*.py")]
    for text in code:
        found.update(word for one in _QUOTED.findall(text) for word in re.findall(r"[A-Za-z_][\w-]*", one))
    return found


def given() -> dict[str, set[str]]:
    """Return the sheets that give each class a look."""
    found = defaultdict(set)
    for path, text in sources(".css"):
        for name in classes_of(text):
            found[name].add(path.relative_to(STYLES).as_posix())
    return found


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    with small_office(tmp_path_factory.mktemp("style") / "home", Role.APPRAISER) as app:
        answer = signed_in(app, "appraiser").get("/style")
        assert answer.status_code == 200
        return answer.get_data(as_text=True)


def test_every_class_with_a_look_is_used() -> None:
    words = class_words()
    values = {start: words | {str(number) for number in range(10)} for start in MADE}
    values["s"] = {str(number) for number in range(1, 6)}  # the steps of a shaded map
    unused = [
        name
        for name in given()
        if name not in words
        and not OF_OTHERS.match(name)
        and not any(name.startswith(start) and name[len(start) :] in told for start, told in values.items())
    ]
    assert sorted(unused) == []


def test_every_macro_is_called() -> None:
    text = "".join(text for _path, text in sources(".html", ".py"))
    named = re.findall(r"\{%-?\s*macro\s+(\w+)", text)
    assert [name for name in named if len(re.findall(rf"\b{name}\s*\(", text)) == named.count(name)] == []


def test_every_colour_and_size_with_a_name_is_used_and_shown(page: str) -> None:
    text = "".join(text for _path, text in sources(".css", ".html", ".js", ".py"))
    names = [name for kind in tokens().values() for name in kind]
    assert len(names) > 50
    put_together = {f"--{start}" for start in re.findall(r"`--([a-z-]+)\$\{", text)}
    unused = [
        name
        for name in names
        if f"var(--{name}" not in text
        and f'"--{name}"' not in text
        and not any(f"--{name}".startswith(start) for start in put_together)
    ]
    assert unused == []
    assert [name for name in names if f"<code>--{name}</code>" not in page] == []


def test_every_shared_class_is_on_the_page_or_has_a_reason(page: str) -> None:
    shown = {name for held in re.findall(r'class="([^"]*)"', page) for name in held.split()}
    for sheet in SHARED:
        kept = {name for names in NOT_SHOWN[sheet] for name in names.split()}
        own = {
            name
            for name in classes_of((STYLES / sheet).read_text(encoding="utf-8"))
            if not OF_OTHERS.match(name)
        }
        tones = {name for look, (others, _words) in TONES.items() for name in (look, *others.split())}
        assert sorted(own - shown - kept - tones) == [], sheet
        assert sorted(kept - own) == [], f"{sheet}: a reason for what is not there"


def test_every_macro_of_many_packages_is_on_the_page_or_has_a_reason() -> None:
    style = (TEMPLATES / "map" / "style.html").read_text(encoding="utf-8")
    users: dict[tuple[str, str], set[str]] = defaultdict(set)
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        package = path.relative_to(TEMPLATES).parts[0]
        for file, short in re.findall(r'import "([^"]+)" as (\w+)', text):
            for name in re.findall(rf"\b{short}\.(\w+)\s*\(", text):
                if path.name != "style.html":
                    users[(file, name)].add(package)
    shared = {(file, name) for (file, name), packages in users.items() if len(packages) > 1}
    assert len(shared) > 12
    left = {(file, name) for file, name in shared if not re.search(rf"{file}[^\"]*\b{name}\b", style)}
    assert left == set(OF_THINGS)


NAMED = (
    "aqua|beige|black|blue|brown|crimson|cyan|darkgr[ae]y|dimgr[ae]y|fuchsia|gainsboro|gold|gr[ae]y|green|indigo"
    "|ivory|khaki|lightgr[ae]y|lime|linen|magenta|maroon|navy|olive|orange|orchid|pink|plum|purple|red|salmon"
    "|sienna|silver|snow|tan|teal|tomato|turquoise|violet|wheat|white|whitesmoke|yellow"
)
LITERAL = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix)\(|(?<![\w-])(?:"
    + NAMED
    + r")(?![\w-])"
)
"""A colour that is written out in the value of a declaration."""

PALETTES = {"tokens.css", "night.css"}
PAPER = {
    "halo", "on-deep", "deep-hover", "deep-here", "deep-line", "map-ground-night",
    "letter", "letter-ink", "letter-soft", "plate-head", "plate-warn", "plate-demo",
}  # fmt: skip
"""Colours that are the same by night: paper, what lies on the bar, the halo of what is chosen."""


def literals(text: str) -> list[str]:
    """Return the declarations of a style sheet that write a colour out."""
    bare = re.sub(r'"[^"]*"|url\([^)]*\)', '""', re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    said = re.findall(r"([\w-]+)\s*:\s*([^;{}]+)(?=[;}])", bare)
    return [f"{name}: {value.strip()}" for name, value in said if LITERAL.search(value)]


def test_style_sheets_write_no_colour_out() -> None:
    assert literals("a { color: #fff; white-space: nowrap; background: var(--a) }") == ["color: #fff"]
    assert literals("a:hover { border: 1px solid White; } b { fill: rgb(0 0 0 / 5%) }".lower()) != []
    written = {
        path.relative_to(STYLES).as_posix(): found
        for path, text in sources(".css")
        if path.relative_to(STYLES).as_posix() not in PALETTES and (found := literals(text))
    }
    assert written == {}


def test_every_colour_has_a_night_or_is_the_same_for_a_reason() -> None:
    by_day, by_night = tokens(), night()
    assert len(by_night) > 80
    assert set(by_day["colours"]) - set(by_night) == PAPER
    assert set(by_night) - set(by_day["colours"]) - set(by_day["sizes"]) == set()


def test_the_page_shows_icons_and_the_colours_of_the_night(page: str) -> None:
    assert len(icons()) > 25
    assert page.count("<code>icon(") > 15
    assert f"{tokens()['colours']['paper']} · {night()['paper']}" in page

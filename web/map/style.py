"""The page of signs and parts: what pages are made of, each thing with its name in code and when to use it.

It is made of the macros and style sheets that the pages use, so that it cannot say something else than they
do; the colours and sizes are read from ``tokens.css`` and ``night.css`` as they stand, the icons from where
they are used. ``tests/web/map/test_style.py`` holds it complete, and what no page uses out of the sheets.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Blueprint, render_template
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from werkzeug.wrappers import Response

from registry.messages import remedy, render
from registry.model.areas import LAYERS as KNOWN_LAYERS
from registry.model.vietnam_time import today
from web.frame.guard import READERS, guarded
from web.frame.languages import language
from web.frame.listing import Column, listing, wants_book
from web.frame.wording.board_words import JUDGED, PROGRESS, REPORT_STATES, SEVERITIES
from web.frame.wording.outage_words import COUNTDOWNS, MAIL_STATES, REPORTED, SERVICE, STANDINGS
from web.frame.wording.words import CLASSES, LAYERS, OUTCOMES, STATES, VERDICTS
from web.map.mast_shapes import SHAPES

blueprint = Blueprint("style", __name__)

STYLES = Path(__file__).resolve().parents[1] / "static" / "css"
_WEB = STYLES.parents[1]
_COLOUR = re.compile(r"#|rgb\(|transparent")
_SVG = re.compile(r'<svg viewBox="([^"{]+)"[^>{]*aria-hidden="true">([^{]*?)</svg>', re.DOTALL)
_SYMBOL = re.compile(r'<symbol id="([^"]+)" viewBox="([^"]+)">(.*?)</symbol>', re.DOTALL)
_PATH = re.compile(r'^  (\w+): "([^"]+)",$', re.MULTILINE)
WITH_ICONS = ("frame/base.html", "map/tools.html")
"""The templates whose icons all pages, or all tools of the map, have."""
_TOKEN = re.compile(r"^\s*--([a-z0-9-]+): ([^;]+);", re.MULTILINE)
_COMMENT = re.compile(r"/\*\s*(.*?)\s*\*/", re.DOTALL)

TONES: dict[str, tuple[str, Any]] = {
    "": ("received", _l("đang làm, không ai phải làm gì thêm")),
    "conditions": ("soon supplement consulting open draft letter-draft", _l("có người phải làm tiếp")),
    "agree": ("issued completed published letter-answered", _l("xong, tốt")),
    "refuse": ("overdue over late refused letter-late", _l("không được, quá hạn")),
    "withdrawn": (
        "later closed discarded replaced revoked unverified letter-discarded",
        _l("không còn hoặc chưa tính đến"),
    ),
}
"""The five tones of a state: one class, the others that look the same, and what the tone says."""

SIGNS: dict[str, tuple[Any, dict[str, tuple[Any, str]]]] = {
    "board_words.REPORT_STATES": (_l("phản ánh của người dân"), REPORT_STATES),
    "board_words.PROGRESS": (_l("cột trong đợt kiểm tra"), PROGRESS),
    "outage_words.REPORTED": (_l("báo cáo mất liên lạc của doanh nghiệp"), REPORTED),
    "outage_words.SERVICE": (_l("liên lạc ở xã, phường"), SERVICE),
    "outage_words.COUNTDOWNS": (_l("trạm mất điện lưới"), COUNTDOWNS),
    "outage_words.STANDINGS": (_l("thời hạn của sự cố"), STANDINGS),
    "outage_words.MAIL_STATES": (_l("thư báo cáo trong hộp thư"), MAIL_STATES),
}
"""Tables of words with their signs: never a colour alone."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A style sheet: its file, what it says of itself, how many classes it gives a look."""

    name: str
    words: str
    classes: int


@blueprint.get("/style")
@guarded(*READERS)
def show() -> str | Response:
    """Show every sign and part with its name in code."""
    rows = [
        ("BGG00045", "Viettel", 42.0, today()), ("BGG00118", "VNPT", 36.5, today()),
        ("BGG00231", "MobiFone", 45.0, today()),
    ]  # fmt: skip
    listed = listing(rows, _COLUMNS, per_page=2)
    if wants_book():
        return listed.book("style")
    return render_template(
        "map/style.html",
        listed=listed,
        tokens=tokens(),
        by_night=night(),
        icons=icons(),
        sheets=sheets(),
        tones=TONES,
        signs=SIGNS,
        outcomes=OUTCOMES,
        verdicts=VERDICTS,
        severities=SEVERITIES,
        judged=JUDGED,
        classes=CLASSES,
        mast_states=STATES,
        shapes=SHAPES,
        layers=LAYERS,
        layer_codes=[layer.value for layer in KNOWN_LAYERS],
        refused={
            "code": "WEB-STALE-FORM", "message": render("WEB-STALE-FORM", {}, language()),
            "remedy": remedy("WEB-STALE-FORM", {}, language()),
            "typed": [(_l("Ghi chú"), "…")], "lines": (),
        },
        under_way={
            "under_way": True, "url": "", "waiting": False, "done": 40, "total": 120, "ending": False,
            "end": "",
        },
        day=today(),
    )  # fmt: skip


_COLUMNS = (
    Column("code", _l("Mã"), lambda row: row[0]),
    Column("operator", _l("Doanh nghiệp"), lambda row: row[1]),
    Column("height_m", _l("Cao (m)"), lambda row: row[2], number=True),
    Column("day", _l("Ngày"), lambda row: row[3]),
)


@lru_cache(maxsize=1)
def tokens() -> dict[str, dict[str, str]]:
    """Return the tokens of ``tokens.css`` by kind: colours, and everything else that has a size or a name."""
    text = (STYLES / "tokens.css").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = {"colours": {}, "sizes": {}}
    for name, value in _TOKEN.findall(text):
        found["colours" if _COLOUR.match(value) else "sizes"].setdefault(name, value)
    return found


@lru_cache(maxsize=1)
def night() -> dict[str, str]:
    """Return what the tokens are by night, where they are something else: ``night.css``."""
    return dict(_TOKEN.findall((STYLES / "night.css").read_text(encoding="utf-8")))


@dataclass(frozen=True, slots=True)
class Icon:
    """An icon: where it stands or its name there, its box, its markup without anything of a page in it."""

    name: str
    box: str
    drawn: Markup


@lru_cache(maxsize=1)
def icons() -> tuple[Icon, ...]:
    """Return the icons of the bar, the map's tools, verdicts and the field app, from their sources."""
    found = []
    for name in WITH_ICONS:
        text = (_WEB / "templates" / name).read_text(encoding="utf-8")
        found += [Icon(name, box, Markup(drawn)) for box, drawn in dict.fromkeys(_SVG.findall(text))]  # noqa: S704 - ours
    sprite = (_WEB / "templates" / "appraise" / "sprite.html").read_text(encoding="utf-8")
    found += [Icon(f"#{name}", box, Markup(drawn)) for name, box, drawn in _SYMBOL.findall(sprite)]  # noqa: S704 - ours
    script = (_WEB / "static" / "js" / "field" / "dom.js").read_text(encoding="utf-8")
    paths = _PATH.findall(script[script.index("const ICONS") : script.index("};")])
    found += [
        Icon(f"icon({name})", "0 0 24 24", Markup('<path d="{}"/>').format(path)) for name, path in paths
    ]
    return tuple(found)


@lru_cache(maxsize=1)
def sheets() -> tuple[Sheet, ...]:
    """Return every style sheet of the pages with what it says of itself in its first line."""
    found = []
    for path in sorted(STYLES.rglob("*.css")):
        text = path.read_text(encoding="utf-8")
        words = _COMMENT.match(text)
        name = path.relative_to(STYLES).as_posix()
        found.append(Sheet(name, " ".join(words[1].split()) if words else "", len(classes_of(text))))
    return tuple(found)


def classes_of(text: str) -> set[str]:
    """Return the classes that a style sheet gives a look."""
    bare = re.sub(r'"[^"]*"|url\([^)]*\)', '""', _COMMENT.sub("", text))
    selectors = re.findall(r"([^{};]+)\{", bare)
    return {one for selector in selectors for one in re.findall(r"\.(-?[A-Za-z_][\w-]*)", selector)}

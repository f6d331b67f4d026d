"""The appraisal's map in one file: opens from a disk, asks nobody for anything, runs no text of a file.

Style sheets and scripts of the page are put inside; data stand as JSON that a browser does not run, and a
content-security-policy by hash lets nothing else run. The fonts are those of the reader's system.
"""

import base64
import hashlib
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from registry.messages import Language, number
from registry.model.findings import Verdict
from registry.model.people import OPEN_DESK, Person
from registry.services.appraise.appraise_list import Appraisal, AppraisedRow
from registry.services.register.place_names import opening_box
from web.appraise.surroundings import surroundings
from web.appraise.view import FindingsPack, gaps_with_names, view
from web.appraise.words import words
from web.frame.assets import TRANSLATIONS
from web.frame.bundle import bundle, in_order
from web.frame.wording.layer_styles import layer_styles
from web.map.rule_signs import SEVERITIES, SIGNS, VERDICTS, signs_of_masts

WEB = Path(__file__).resolve().parents[1]
STATIC = WEB / "static"
DRAWN_ROWS = 5_000
"""A file of more rows opens in no browser of an office, and takes more memory to make than a server has."""
STYLES = (
    "vendor/leaflet/leaflet.css",
    "css/tokens.css",
    "css/base.css",
    "css/map/ground.css",
    "css/appraise.css",
)
NIGHT = "css/night.css"
"""What a device that asks for dark colours shows it in."""

SCRIPT = "appraise/standalone"
"""The module that the file runs, with all that it imports."""

_FONT = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_URL = re.compile(r"url\([^)]*\)")


def write_map(appraisal: Appraisal, path: Path, lang: Language = "vi", person: Person = OPEN_DESK) -> None:
    """Write the map of an appraisal to ``path`` as one self-contained HTML file in UTF-8."""
    path.write_text(map_page(appraisal, lang, person), encoding="utf-8")


def map_page(appraisal: Appraisal, lang: Language = "vi", person: Person = OPEN_DESK) -> str:
    """Return the file's HTML, with the masts that ``person`` may see."""
    translate = _translations(lang).gettext
    pack = FindingsPack(lang)
    rows = [replace(row, findings=list(row.findings)) for row in _most_urgent(appraisal.rows)]
    drawn = replace(appraisal, rows=rows)  # looked at several times, so made once
    for row in drawn.rows:
        pack.add(row.findings)
    west, south, east, north = opening_box(appraisal.context)
    spoken = words(translate, lang)
    config = {
        **spoken,
        **signs_of_masts(appraisal.context),
        "urls": {},
        "box": [[south, west], [north, east]],
        "background": None,
    }
    data = {
        "config": config,
        "view": view(drawn, lang),
        "around": surroundings(drawn, person),
        "findings": pack.data(),
    }
    style, leaflet, script = _style(), _leaflet(), _script()
    return (
        _environment(lang)
        .get_template("appraise/one_file.html")
        .render(
            lang=lang,
            layer_styles=layer_styles(),
            policy=_policy(style, (leaflet, script)),
            style=Markup(style),  # noqa: S704 - our own style sheets
            leaflet=Markup(leaflet),  # noqa: S704 - Leaflet as its package has it
            script=Markup(script),  # noqa: S704 - our own modules
            data=embedded(data),
            map_body=Markup('<div id="map"></div>'),
            appraisal=appraisal,
            counts=appraisal.counts,
            drawn=len(drawn.rows),
            count=lambda value: number(value, 0, lang),
            verdicts=[(code, spoken["shortVerdicts"][code]) for code in VERDICTS],
            outcomes=[(code, SIGNS[code], spoken["outcomes"][code]["word"]) for code in SIGNS],
            severities=[(code, spoken["severities"][code]) for code in SEVERITIES],
            gaps=gaps_with_names(appraisal, lang),
            families=spoken["families"],
            downloads=False,
        )
    )


def _most_urgent(rows: list[AppraisedRow]) -> list[AppraisedRow]:
    """Return the rows to draw, in their order: all, or of a very long list those that most need a look."""
    if len(rows) <= DRAWN_ROWS:
        return rows
    weight = {code: rank for rank, code in enumerate(_BY_URGENCY)}
    chosen = sorted(range(len(rows)), key=lambda at: (weight[rows[at].verdict], at))[:DRAWN_ROWS]
    return [rows[at] for at in sorted(chosen)]


_BY_URGENCY = (Verdict.REFUSE, Verdict.CANNOT_ASSESS, Verdict.AGREE_WITH_CONDITIONS, Verdict.AGREE)


def embedded(data: Any) -> Markup:
    """Return data as JSON for a script element: no character in it can end the element or begin markup."""
    text = orjson.dumps(data, option=orjson.OPT_SERIALIZE_NUMPY).decode()
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Markup(text)  # noqa: S704 - escaped just above


@cache
def _script() -> str:
    return _closed(bundle(in_order(SCRIPT)))


@cache
def _leaflet() -> str:
    return _closed((STATIC / "vendor/leaflet/leaflet.js").read_text(encoding="utf-8"))


@cache
def _style() -> str:
    texts = [(STATIC / name).read_text(encoding="utf-8") for name in (*STYLES, NIGHT)]
    texts[-1] = f"@media screen and (prefers-color-scheme: dark) {{\n{texts[-1]}}}\n"
    text = "\n".join(texts)
    return _URL.sub("none", _FONT.sub("", text)).replace("</", "<\\/")


def _closed(script: str) -> str:
    return script.replace("</script", "<\\/script")


def _policy(style: str, scripts: tuple[str, ...]) -> str:
    return "; ".join(
        (
            "default-src 'none'",
            "script-src " + " ".join(_hashed(text) for text in scripts),
            f"style-src {_hashed(style)}",
            "img-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hashed(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def _translations(lang: Language) -> NullTranslations:
    return NullTranslations() if lang == "vi" else Translations.load(TRANSLATIONS, [lang])


@cache
def _environment(lang: Language) -> Environment:
    made = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    translate = _translations(lang).gettext

    def say(text: str, **named: Any) -> str:
        """As the pages' templates ask: a text with what its ``%(name)s`` stand for."""
        return translate(text) % named if named else translate(text)

    made.globals["_"] = say
    return made

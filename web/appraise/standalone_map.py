"""The appraisal's map in one file: opens from a disk, asks nobody for anything, runs no text of a file.

Style sheets and scripts of the page are put inside; data stand as JSON that a browser does not run, and a
content-security-policy by hash lets nothing else run. The fonts are those of the reader's system.
"""

import base64
import hashlib
import posixpath
import re
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import orjson
from babel.support import NullTranslations, Translations
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from registry.errors import WrongCallError
from registry.messages import Language, number
from registry.model.findings import Verdict
from registry.model.people import OPEN_DESK, Person
from registry.services.appraise.appraise_list import Appraisal, AppraisedRow
from registry.services.register.place_names import office_box
from web.appraise.surroundings import surroundings
from web.appraise.view import FindingsPack, gaps_with_names, view
from web.appraise.words import words
from web.frame.assets import TRANSLATIONS
from web.frame.filters import layer_styles
from web.map.rule_signs import SEVERITIES, SIGNS, VERDICTS, signs_of_masts

WEB = Path(__file__).resolve().parents[1]
STATIC = WEB / "static"
DRAWN_ROWS = 5_000
"""A file of more rows opens in no browser of an office, and takes more memory to make than a server has."""
STYLES = ("vendor/leaflet/leaflet.css", "css/tokens.css", "css/base.css", "css/appraise.css")
# in the order in which they need each other
MODULES = (
    "map/zoom_words",
    "map/mast_signs",
    "map/zone_layer",
    "map/parts",
    "appraise/table",
    "appraise/instead",
    "appraise/findings",
    "appraise/issues",
    "map/map_labels",
    "appraise/map",
    "appraise/desk",
    "appraise/standalone",
)

_IMPORT = re.compile(r'^import \{([^}]*)\} from "(\.{1,2}/[\w/]+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?function\*?|class|const|let) (\w+)", re.MULTILINE)
_FONT = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_URL = re.compile(r"url\([^)]*\)")


def write_map(appraisal: Appraisal, path: Path, lang: Language = "vi", person: Person = OPEN_DESK) -> None:
    """Write the map of an appraisal to ``path`` as one self-contained HTML file in UTF-8."""
    path.write_text(map_page(appraisal, lang, person), encoding="utf-8")


def map_page(appraisal: Appraisal, lang: Language = "vi", person: Person = OPEN_DESK) -> str:
    """Return the file's HTML, with the masts that ``person`` may see."""
    translate = _translations(lang).gettext
    pack = FindingsPack(lang)
    drawn = replace(appraisal, rows=_most_urgent(appraisal.rows))
    for row in drawn.rows:
        pack.add(row.findings)
    west, south, east, north = office_box(appraisal.context)
    spoken = words(translate, lang)
    config = {
        **spoken,
        **signs_of_masts(appraisal.context),
        "urls": {},
        "box": [[south, west], [north, east]],
        "background": False,
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


def bundle(names: tuple[str, ...] = MODULES) -> str:
    """Return the page's modules as one module: each a function that returns what it exports."""
    parts = []
    for name in names:
        source = (STATIC / "js" / f"{name}.js").read_text(encoding="utf-8")
        exported = [found.group(2) for found in _EXPORT.finditer(source)]
        source = _IMPORT.sub(partial(_taken, posixpath.dirname(name)), source)
        source = _EXPORT.sub(r"\1 \2", source)
        left = [line for line in source.splitlines() if line.startswith(("import ", "export "))]
        if left:
            raise WrongCallError(f"{name}.js cannot be put inside a file: {left[0]}")
        parts.append(
            f"const {_known('', name)} = (() => {{\n{source}\nreturn {{ {', '.join(exported)} }};\n}})();"
        )
    return "\n".join(parts)


def _taken(folder: str, found: re.Match[str]) -> str:
    return f"const {{{found.group(1)}}} = {_known(folder, found.group(2))};"


def _known(folder: str, address: str) -> str:
    """Return the name by which a module is known inside the file, from its address as ``folder`` writes
    it."""
    return posixpath.normpath(posixpath.join(folder, address)).replace("/", "_")


@cache
def _script() -> str:
    return _closed(bundle())


@cache
def _leaflet() -> str:
    return _closed((STATIC / "vendor/leaflet/leaflet.js").read_text(encoding="utf-8"))


@cache
def _style() -> str:
    text = "\n".join((STATIC / name).read_text(encoding="utf-8") for name in STYLES)
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
    made.globals["_"] = _translations(lang).gettext
    return made

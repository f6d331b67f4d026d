"""Every script, style and template that a page or a script names is there."""

import re
from pathlib import Path

WEB = Path(__file__).parents[2] / "web"
SCRIPTS = WEB / "static" / "js"
_IMPORTED = re.compile(r"""(?:from|import\()\s*["'`](\.{1,2}/[^"'`$]+)["'`]""")
_STATIC = re.compile(r"""["']((?:js|css)/[\w/]+\.(?:js|css))["']""")
_TEMPLATE = re.compile(r"""["']([a-z_]+/[\w/]+\.html)["']""")


def sources(*endings: str) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for ending in endings for path in WEB.rglob(f"*{ending}")}


def test_every_module_that_a_script_imports_is_there() -> None:
    named = [
        (path, name) for path in SCRIPTS.rglob("*.js") for name in _IMPORTED.findall(path.read_text("utf-8"))
    ]
    assert len(named) > 100
    assert [(path, name) for path, name in named if not (path.parent / name).is_file()] == []


def test_every_script_and_style_that_a_page_names_is_there() -> None:
    named = [(path, name) for path, text in sources(".html", ".py").items() for name in _STATIC.findall(text)]
    assert len(named) > 80
    assert [(path, name) for path, name in named if not (WEB / "static" / name).is_file()] == []


def test_every_template_that_a_page_names_is_there_and_each_is_named() -> None:
    named = {
        (path, name) for path, text in sources(".html", ".py").items() for name in _TEMPLATE.findall(text)
    }
    assert [(path, name) for path, name in named if not (WEB / "templates" / name).is_file()] == []
    there = {path.relative_to(WEB / "templates").as_posix() for path in (WEB / "templates").rglob("*.html")}
    assert sorted(there - {name for _path, name in named}) == []

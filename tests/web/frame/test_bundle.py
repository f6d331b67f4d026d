"""Native modules put into one script keep their order, their names, and what they wait for."""

from pathlib import Path

import pytest

from registry.errors import WrongCallError
from web.frame import bundle


@pytest.fixture
def scripts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "js" / "map").mkdir(parents=True)
    monkeypatch.setattr(bundle, "STATIC", tmp_path)
    return tmp_path / "js"


def _write(scripts: Path, **sources: str) -> None:
    for name, source in sources.items():
        (scripts / "map" / f"{name}.js").write_text(source + "\n", encoding="utf-8")


def test_a_module_stands_after_all_that_it_needs(scripts: Path) -> None:
    _write(
        scripts,
        a='import { b } from "./b.js";\nimport * as c from "./c.js";\nb(c);',
        b='import { d as e } from "./c.js";\nexport const b = e;',
        c="export const d = 1;",
    )
    assert bundle.in_order("map/a") == ("map/c", "map/b", "map/a")
    script = bundle.bundle(bundle.in_order("map/a"))
    assert "const { b } = map_b;" in script
    assert "const c = map_c;" in script
    assert "const { d: e } = map_c;" in script
    assert "return { d };" in script


def test_modules_of_any_folder_are_found(scripts: Path) -> None:
    (scripts / "map" / "tools").mkdir()
    (scripts / "frame").mkdir(exist_ok=True)
    (scripts / "frame" / "f.js").write_text("export const f = 1;\n", encoding="utf-8")
    (scripts / "map" / "tools" / "t.js").write_text('import { f } from "../../frame/f.js";\nf();\n')
    _write(scripts, a='import { t } from "./tools/t.js";\nt();')
    assert bundle.in_order("map/a") == ("frame/f", "map/tools/t", "map/a")
    assert "const { f } = frame_f;" in bundle.bundle(bundle.in_order("map/a"))


def test_only_a_module_that_waits_at_its_top_makes_others_wait(scripts: Path) -> None:
    _write(
        scripts,
        a="export async function f() {\n  await g();\n}",
        b='const answer = await fetch("x");',
    )
    script = bundle.bundle(("map/a", "map/b"))
    assert "const map_a = (() => {" in script
    assert "const map_b = await (async () => {" in script


def test_a_circle_and_an_export_of_another_kind_are_refused(scripts: Path) -> None:
    _write(scripts, a='import { b } from "./b.js";', b='import { a } from "./a.js";', c="export default 1;")
    with pytest.raises(WrongCallError, match="circle"):
        bundle.in_order("map/a")
    with pytest.raises(WrongCallError, match="map/c"):
        bundle.bundle(("map/c",))

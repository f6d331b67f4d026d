"""Of every part it is known that it may be used; the list of parts is whole and well formed."""

import json
import tomllib
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.supply.licences import book, forbidden, licence_of, own_words
from tests.supply.locks import ROOT, Package, python_packages, script_packages
from tests.supply.parts import bill

PACKAGES = [*python_packages(), *script_packages()]


def test_the_locks_are_read_whole() -> None:
    text = (ROOT / "requirements" / "app.lock").read_text(encoding="utf-8")
    pinned = {line.split("==")[0].split("[")[0] for line in text.splitlines() if line[:1].isalnum()}
    assert pinned <= {one.name for one in python_packages()}
    assert {"psycopg", "psycopg-binary"} <= {one.name for one in python_packages()}
    named = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert set(named) <= {one.name for one in script_packages()}
    assert all(one.hashes for one in PACKAGES)


@pytest.mark.parametrize("package", PACKAGES, ids=lambda one: f"{one.name}-{one.version}")
def test_every_package_may_be_used(package: Package) -> None:
    expression = licence_of(package)
    assert expression, "it says no licence: read its file, and name it in requirements/licences.toml"
    if package.name not in book()["packages"]:
        assert forbidden(expression) == set(), expression


def test_each_package_that_is_named_has_its_reason_and_is_there() -> None:
    names = {one.name for one in PACKAGES}
    for name, entry in book()["packages"].items():
        assert name in names, "it is used no more"
        assert len(entry["reason"].split()) > 4, name
        assert set(entry) == {"licence", "reason"}


def test_a_named_licence_does_not_hide_what_the_package_says_itself() -> None:
    for name, entry in book()["packages"].items():
        if said := own_words(name):
            assert said == entry["licence"] or said in entry["licence"], name


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", set()), ("Apache-2.0 OR BSD-2-Clause", set()), ("GPL-3.0-only OR MIT", set()),
        ("GPL-3.0-only", {"GPL-3.0-only"}), ("MIT AND AGPL-3.0-only", {"AGPL-3.0-only"}), ("", {"?"}),
        ("MPL-2.0 AND (Apache-2.0 OR MIT)", {"MPL-2.0"}),
    ],
)  # fmt: skip
def test_what_is_not_allowed_is_seen(expression: str, expected: set[str]) -> None:
    assert forbidden(expression) == expected


def test_the_list_of_parts_is_well_formed_whole_and_the_same_for_the_same_locks() -> None:
    written = bill()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None
    found = json.loads(written)
    assert {one["purl"].split("@")[-1] for one in found["components"]} == {one.version for one in PACKAGES}
    assert len(found["components"]) == len(PACKAGES)
    again = json.loads(bill())
    assert (found["serialNumber"], found["components"]) == (again["serialNumber"], again["components"])
    flask = next(one for one in found["dependencies"] if one["ref"].startswith("pkg:pypi/flask@"))
    assert any(ref.startswith("pkg:pypi/werkzeug@") for ref in flask["dependsOn"])


def test_the_project_says_its_licence_everywhere_alike() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "EUPL-1.2"
    for name in ("package.json", "package-lock.json"):
        content = json.loads((ROOT / name).read_text(encoding="utf-8"))
        assert (content.get("packages", {}).get("") or content)["license"] == "EUPL-1.2"
    text = Path(ROOT / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\nEUPL © the European Union 2007, 2016\n")
    for article in range(1, 16):
        assert f"\n{article}." in text
    assert "‘Compatible Licences’ according to Article 5 EUPL are:" in text

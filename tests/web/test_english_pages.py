"""What a page says in English is what it says in Vietnamese: the same days, written alike.

A page of every kind of thing that can be found, and the pages of the bar, of an office that is lived in.
"""

import html
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from registry.model.people import Role
from registry.settings import read_settings
from tests.web.frame.find.test_find import sample, things_of
from tests.web.people import running, signed_in, with_people

DAY = re.compile(r"\b\d{2}/\d{2}/\d{4}\b")
OF_MACHINES = re.compile(r"\b20\d{2}-[01]\d-[0-3]\d\b")


@pytest.fixture(scope="module")
def app(lived_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    lived = read_settings({"BTS_HOME": str(lived_home)})
    with running(with_people(lived, tmp_path_factory.mktemp("english") / "office")) as made:
        yield made


def _said(page: str) -> str:
    inside = re.search(r"(?s)<main.*?</main>", page)
    text = re.sub(r"(?s)<(script|style)\b.*?</\1>", "", inside[0] if inside else page)
    return html.unescape(re.sub(r"\s+", " ", re.sub("<[^<>]+>", " ", text)))


def test_a_page_says_the_same_days_in_both_languages(app: Flask) -> None:
    role = Role.APPRAISER
    client, things = signed_in(app, role.value), things_of(app, role)
    paths = {thing.address.partition("#")[0] for _kind, thing in sample(things)}
    paths |= {thing.address for kind, thing in things if kind == "page" and "/guide" not in thing.address}
    wrong = []
    for path in sorted(path for path in paths if "#" not in path):
        mark = "&" if "?" in path else "?"
        pages = [client.get(f"{path}{mark}lang={lang}") for lang in ("vi", "en")]
        if {page.status_code for page in pages} != {200}:
            continue
        vi, en = (_said(page.get_data(as_text=True)) for page in pages)
        if Counter(DAY.findall(vi)) != Counter(DAY.findall(en)):
            wrong.append(f"{path}: {Counter(DAY.findall(vi))} / {Counter(DAY.findall(en))}")
        wrong += [f"{path}: {day}" for day in set(OF_MACHINES.findall(en)) - set(OF_MACHINES.findall(vi))]
    assert wrong == []

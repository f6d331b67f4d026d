"""The administrator states where a layer is complete: by a paper, from a day, and takes a slip back."""

from collections.abc import Iterator

import pytest
from flask import Flask

from registry.model.areas import Layer
from registry.services.office.calendar import today
from registry.services.register.context import context_for
from registry.services.register.verify import verify
from registry.services.zones.coverage import coverage
from registry.services.zones.coverage_reach import CoverState
from registry.settings import read_settings
from tests.pages import Pages
from tests.services.requests import desk
from tests.web.people import registry_of, running

LAYER = Layer.HERITAGE_1


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The pages of an office that has no zones."""
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("sổ"))})
    desk.make(settings).close()
    with running(settings) as app:
        yield app


def state_of(app: Flask) -> tuple[CoverState, float | None]:
    """How far the layer reaches today, and in which part of the territory it answers."""
    (found,) = (item for item in coverage(registry_of(app), today()).layers if item.layer is LAYER)
    return found.state, found.share


def stated(**own: str) -> dict[str, str]:
    """A filled-in form."""
    day = today().isoformat()
    form = {"layer": LAYER.value, "decision": "CV 12/SVHTTDL", "valid_from": day, "where": "territory"}
    return {**form, **own}


def keys(pages: Pages) -> list[str]:
    """The keys of the statements on the page."""
    actions = (form.get("action", "") for form in pages.page("/coverage").all("form"))
    return [action.split("/")[3] for action in actions if action.endswith("/withdraw")]


def test_the_whole_territory_is_stated_and_withdrawn(app: Flask) -> None:
    pages = Pages(app)
    before = set(keys(pages))
    assert state_of(app)[0] is CoverState.NONE
    pages.post("/coverage/complete", stated(), 303)
    assert state_of(app) == (CoverState.COMPLETE, 1.0)
    assert any("CV 12/SVHTTDL" in text for text in pages.page("/coverage").text)
    (key,) = set(keys(pages)) - before
    pages.post(f"/coverage/complete/{key}/withdraw", {}, 303)
    assert state_of(app)[0] is CoverState.NONE
    pages.post(f"/coverage/complete/{key}/withdraw", {}, 404)
    assert not verify(registry_of(app)).problems


def test_some_communes_are_a_part_and_the_same_paper_again_replaces_it(app: Flask) -> None:
    pages = Pages(app)
    before = set(keys(pages))
    code = context_for(registry_of(app), today()).units.communes[0].code
    form = {**stated(where="communes"), "commune": code}
    pages.post("/coverage/complete", form, 303)
    state, share = state_of(app)
    assert state is not CoverState.COMPLETE
    assert share is not None
    assert 0.0 < share < 0.2
    pages.post("/coverage/complete", stated(), 303)
    assert state_of(app) == (CoverState.COMPLETE, 1.0)
    assert len(set(keys(pages)) - before) == 1


def test_what_cannot_be_stated_is_said_with_what_was_typed(app: Flask) -> None:
    pages = Pages(app)
    before = keys(pages)
    for wrong, said in (
        ({"decision": " "}, "Cần số và ngày của quyết định"),
        ({"valid_to": "2020-01-01"}, "trước ngày có hiệu lực"),
        ({"valid_from": ""}, "ngày"),
        ({"where": "communes"}, "Chưa chọn xã, phường nào"),
        ({"where": "communes", "commune": "x1"}, "x1"),
        ({"layer": "sky"}, "sky"),
    ):
        page = pages.post("/coverage/complete", stated(decision="Văn bản 9/X") | wrong, 400).get_data(
            as_text=True
        )
        assert said in page, wrong
        assert "decision" in wrong or 'value="Văn bản 9/X"' in page
    assert keys(pages) == before

"""The province's own regulation on its pages: typed, tried, replayed, published by somebody else."""

import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.model.numbers import plain_number, two_readings
from registry.services.office.operation.jobs import finish
from tests.pages import Pages
from tests.web.people import registry_of, running, visitor
from tests.web.regulations.office import HEAD, NAME, PDF, made, north
from web.regulations.example_form import examples_shown
from web.regulations.frame import found_regulation
from web.regulations.typed import matters_shown, number_text

SPACING = {
    "spacing_other-state": "stated",
    "spacing_other-article": "Điều 9",
    "spacing_other.urban_m-value": "150",
    "spacing_other.urban_m-verified": "yes",
    "spacing_other.outside_m-value": "300,5",
    "spacing_other.outside_m-article": "Điều 9(2)",
    "spacing_other.outside_m-verified": "yes",
    "spacing_same-state": "none",
}
HOSTILE = "</textarea><img src=x onerror=alert(1)>{{ 7*7 }}"


@pytest.fixture
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with running(made(tmp_path_factory.mktemp("own") / "home")) as app:
        yield app


@pytest.fixture
def appraiser(office: Flask) -> Pages:
    return visitor(office, "appraiser")


def begun(pages: Pages, **other: str) -> str:
    """Begin a regulation with its document and return the address of its pages."""
    typed: dict[str, Any] = {**HEAD, **other, "document": (io.BytesIO(PDF), "qd-15.pdf")}
    answer = pages.post("/regulations/new", typed, 303)
    return answer.headers["Location"].rpartition("/")[0]


def version(pages: Pages, base: str) -> str:
    found = re.search(r'name="version" value="(\d+)"', pages.get(f"{base}/head").get_data(as_text=True))
    assert found is not None
    return found[1]


def sent(pages: Pages, path: str, typed: dict[str, str], status: int = 303) -> str:
    base = path.rpartition("/")[0] if not path.endswith("publish") else path.removesuffix("/publish")
    answer = pages.post(path, {"version": version(pages, base), **typed}, status)
    return answer.get_data(as_text=True)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def kept(office: Flask, base: str) -> Any:
    with office.test_request_context():
        from flask import g

        from registry.model.people import OPEN_DESK

        g.person = OPEN_DESK
        return found_regulation(base.rpartition("/")[2])


def ready(office: Flask, pages: Pages, base: str) -> None:
    """Type the spacing, take the examples that are proposed, and have past requests judged."""
    sent(pages, f"{base}/matters", SPACING)
    sent(pages, f"{base}/examples", {"examples": "0", "do": "edges"})
    sent(pages, f"{base}/replay", {"on": "own"})
    assert finish(registry_of(office))


def test_what_is_typed_is_kept_and_shown_as_it_was(office: Flask, appraiser: Pages) -> None:
    base = begun(appraiser)
    sent(appraiser, f"{base}/matters", SPACING)
    shown = matters_shown(kept(office, base).content)
    assert {name: shown[name] for name in SPACING} == SPACING
    page = appraiser.page(f"{base}/matters")
    assert page.one(id="spacing_other.outside_m-value")["value"] == "300,5"
    said = words(appraiser.get(base).get_data(as_text=True))
    assert "Trong đô thị, ít nhất: 150 m" in said
    assert "Ngoài đô thị, ít nhất: 300,5 m Điều 9(2)" in said
    assert appraiser.get(f"{base}/document").data == PDF


def test_what_nobody_chose_is_not_said_of_the_text(appraiser: Pages) -> None:
    base, towns = begun(appraiser), {"spacing_other.small_in_towns": "exempt"}
    sent(appraiser, f"{base}/matters", {**SPACING, **towns, "spacing_other.small_masts": "review"})
    assert "Cột nhỏ trong đô thị không dùng chung" not in words(appraiser.get(base).get_data(as_text=True))
    sent(appraiser, f"{base}/matters", {**SPACING, **towns, "spacing_other.small_masts": "exempt"})
    assert "Cột nhỏ trong đô thị không dùng chung" in words(appraiser.get(base).get_data(as_text=True))


def test_every_page_of_a_draft_says_alike_how_far_it_is(office: Flask, appraiser: Pages) -> None:
    base = begun(appraiser)
    ready(office, appraiser, base)
    done = {}
    for part in ("", "/head", "/matters", "/examples", "/replay"):
        steps = appraiser.get(f"{base}{part}").get_data(as_text=True).split('class="reg-steps"')[1]
        done[part] = steps.split("</nav>")[0].count("đã xong")
    assert done == dict.fromkeys(done, 4)


@pytest.mark.parametrize("text", ["một trăm", "1e9", "12 0", "--5", "1..2"])
def test_what_is_no_number_is_said_beside_its_field_and_nothing_is_lost(
    office: Flask, appraiser: Pages, text: str
) -> None:
    base = begun(appraiser)
    typed = {**SPACING, "spacing_other.urban_m-value": text, "spacing_other-article": HOSTILE}
    html = sent(appraiser, f"{base}/matters", typed, 400)
    field = html.split('id="spacing_other.urban_m-value"')[1].split("</div>\n      </div>")[0]
    assert "REGULATION-NUMBER-TEXT" in field
    assert 'value="300,5"' in html
    assert "<img src=x" not in html
    assert "49" not in html.split('id="spacing_other-article"')[1][:300]
    assert kept(office, base).content.matters == {}, "nothing of it was kept"


def test_a_matter_that_is_taken_back_goes_and_one_that_is_typed_anew_is_stated(
    office: Flask, appraiser: Pages
) -> None:
    base = begun(appraiser)
    typed = {**SPACING, "spacing_other-state": "absent"}  # typed, and the choice not thought of
    sent(appraiser, f"{base}/matters", typed)
    assert set(kept(office, base).content.matters) == {"spacing_other", "spacing_same"}
    sent(appraiser, f"{base}/matters", typed)  # its fields as they were, said to be not entered
    assert set(kept(office, base).content.matters) == {"spacing_same"}


@pytest.mark.parametrize("value", ["-5", "1000000000", "0"])
def test_a_number_out_of_bounds_is_kept_and_named_beside_its_field(appraiser: Pages, value: str) -> None:
    base = begun(appraiser)
    sent(appraiser, f"{base}/matters", {**SPACING, "spacing_other.urban_m-value": value})
    html = appraiser.get(f"{base}/matters").get_data(as_text=True)
    assert "REGULATION-BOUNDS" in html.split('id="spacing_other.urban_m-value"')[1].split("reg-number")[0]
    assert 'aria-invalid="true"' in html
    assert "chưa thử được ví dụ" in appraiser.get(f"{base}/examples").get_data(as_text=True)


def test_days_that_contradict_each_other_are_named_beside_their_field(appraiser: Pages) -> None:
    base = begun(appraiser, valid_to="01/10/2026")
    html = appraiser.get(f"{base}/head").get_data(as_text=True)
    assert "REGULATION-DAYS" in html.split('id="valid_to"')[1].split('id="replaces"')[0]


def test_a_day_that_is_none_keeps_all_that_was_typed(appraiser: Pages) -> None:
    html = appraiser.post("/regulations/new", {**HEAD, "signed_on": "32/13/2026"}, 400).get_data(as_text=True)
    assert "DATE-NOT-READ" in html.split('id="signed_on"')[1].split('id="valid_from"')[0]
    assert 'value="32/13/2026"' in html
    assert f'value="{NAME}"' in html


def test_a_document_of_another_kind_is_refused_before_anything_is_begun(appraiser: Pages) -> None:
    typed = {**HEAD, "document": (io.BytesIO(b"MZ"), "qd.exe")}
    html = appraiser.post("/regulations/new", typed, 400).get_data(as_text=True)
    assert "REGULATION-FILE-KIND" in html
    assert "Chưa nhập quy định nào" in appraiser.get("/regulations/own").get_data(as_text=True)


def test_examples_are_proposed_at_the_edge_of_each_number_and_come_out(
    office: Flask, appraiser: Pages
) -> None:
    base = begun(appraiser)
    sent(appraiser, f"{base}/matters", SPACING)
    sent(appraiser, f"{base}/examples", {"examples": "0", "do": "edges"})
    found = kept(office, base).content.examples
    assert [one.other_network_m for one in found] == [149.0, 150.0, 151.0, 299.5, 300.5, 301.5]
    assert [one.expected["SPC-01"] for one in found] == ["fail", "pass", "pass"] * 2
    said = words(appraiser.get(f"{base}/examples").get_data(as_text=True))
    assert "6 trên 6 ví dụ trả lời đúng như mong đợi" in said
    assert "149,0 m &lt; 150 m" in said
    again = {**examples_shown(found), "examples": "6", "do": "edges"}
    sent(appraiser, f"{base}/examples", again)
    assert len(kept(office, base).content.examples) == 6, "what is there already is not proposed again"


@pytest.mark.parametrize("text", ["1.000", "1,000", "5.000", "12.345"])
def test_a_number_that_two_people_read_differently_is_asked_about(
    office: Flask, appraiser: Pages, text: str
) -> None:
    base = begun(appraiser)
    html = sent(appraiser, f"{base}/matters", {**SPACING, "spacing_other.urban_m-value": text}, 400)
    field = html.split('id="spacing_other.urban_m-value"')[1].split("</div>\n      </div>")[0]
    assert "đọc được hai cách" in field
    assert "NUMBER-TWO-WAYS" in field
    assert kept(office, base).content.matters == {}, "nobody guesses which was meant"
    typed = {"examples": "1", "e0-mast_height_m": "42", "e0-other_network_m": text}
    assert "NUMBER-TWO-WAYS" in sent(appraiser, f"{base}/examples", typed, 400)


def test_a_number_is_shown_so_that_it_is_read_again_as_it_is() -> None:
    for value in (1000.0, 1.234, 12.345, 2.5, 0.125, 100000.0):
        text = number_text(value)
        assert two_readings(text) is None
        assert plain_number(text) == value


def test_an_example_without_an_answer_is_not_told_to_be_wrong(appraiser: Pages) -> None:
    base = begun(appraiser)
    sent(appraiser, f"{base}/matters", SPACING)
    typed = {"examples": "1", "e0-kind": "new", "e0-urban": "yes", "e0-mast_height_m": "42"}
    sent(appraiser, f"{base}/examples", typed)
    assert "1 ví dụ chưa ghi câu trả lời mong đợi" in appraiser.get(f"{base}/examples").get_data(as_text=True)
    shown = appraiser.get(base).get_data(as_text=True)
    assert "1 ví dụ chưa ghi câu trả lời mong đợi." in shown
    assert "khác mong đợi" not in shown


def test_an_example_that_comes_out_otherwise_says_what_was_answered(appraiser: Pages) -> None:
    base = begun(appraiser)
    sent(appraiser, f"{base}/matters", SPACING)
    typed = {
        "examples": "1", "e0-title": HOSTILE, "e0-kind": "new", "e0-urban": "yes", "e0-mast_height_m": "42",
        "e0-other_network_m": "149", "e0-expect-SPC-01": "pass",
    }  # fmt: skip
    sent(appraiser, f"{base}/examples", typed)
    html = appraiser.get(f"{base}/examples").get_data(as_text=True)
    assert "khác mong đợi" in html
    assert "<img src=x" not in html
    assert "Trình công bố</button>" in appraiser.get(base).get_data(as_text=True)
    assert "REGULATION-EXAMPLES-FAIL" in sent(appraiser, f"{base}/propose", {}, 400)


def test_a_wrong_number_of_an_example_is_said_beside_it(appraiser: Pages) -> None:
    base = begun(appraiser)
    typed = {"examples": "1", "e0-mast_height_m": "cao", "e0-asked_days": "2,5", "e0-other_network_m": "-1"}
    html = sent(appraiser, f"{base}/examples", typed, 400)
    assert html.count("REGULATION-EXAMPLE-NUMBER") == 3
    assert 'value="cao"' in html


def test_what_two_people_typed_at_once_is_never_overwritten(office: Flask, appraiser: Pages) -> None:
    base = begun(appraiser)
    before = version(appraiser, base)
    sent(appraiser, f"{base}/matters", SPACING)
    html = appraiser.post(
        f"{base}/matters", {**SPACING, "spacing_other.urban_m-value": "170", "version": before}, 409
    ).get_data(as_text=True)
    assert 'value="170"' in html, "what the second typed stands in his form"
    assert kept(office, base).content.matters["spacing_other"].numbers["urban_m"].value == 150


def test_one_proposes_and_somebody_else_publishes_what_is_then_the_law(
    office: Flask, appraiser: Pages
) -> None:
    client: FlaskClient = appraiser.client
    asked = {
        "lon": north(120)[0],
        "lat": north(120)[1],
        "operator": "VTL",
        "mast_class": "A2b",
        "height_m": 42,
    }

    def spacing() -> Any:
        found = client.get("/api/check", query_string=asked).get_json()
        return next(one for one in found["findings"] if one["rule"] == "SPC-01")

    assert spacing()["outcome"] == "review", "a gap, never a number of another province"
    base = begun(appraiser)
    ready(office, appraiser, base)
    assert "REGULATION" not in sent(appraiser, f"{base}/propose", {})
    leader = visitor(office, "leader")
    assert "Công bố, áp dụng từ 15/10/2026" in leader.get(base).get_data(as_text=True)
    sent(leader, f"{base}/return", {"reason": "Đối chiếu lại Điều 9"})
    assert "Đối chiếu lại Điều 9" in appraiser.get(base).get_data(as_text=True)
    sent(appraiser, f"{base}/propose", {})
    assert spacing()["outcome"] == "review", "nothing is judged by what is only proposed"
    leader.post(f"{base}/publish", {"version": kept(office, base).version}, 303)
    found = spacing()
    assert (found["outcome"], found["source"], found["article"]) == ("fail", NAME, "Điều 9")
    assert found["limit"] in {150, 300.5}, "120 m is too near in a town and outside"
    steps = client.get(base).get_data(as_text=True).split('class="reg-steps"')[1].split("</nav>")[0]
    assert 'class="open"' not in steps, "what is in force has no step left to do"
    line = client.get("/regulations?day=24/11/2026").get_data(as_text=True)
    line = words(line.split('id="rule-SPC-01"')[1].split("</tr>")[0])
    assert f"{NAME}, Điều 9" in line
    before = client.get("/regulations?day=14/10/2026").get_data(as_text=True)
    assert "chưa nhập quy định" in words(before.split('id="rule-SPC-01"')[1].split("</tr>")[0])


def test_whoever_proposed_it_never_publishes_it(office: Flask) -> None:
    leader = visitor(office, "leader")
    base = begun(leader)
    ready(office, leader, base)
    sent(leader, f"{base}/propose", {})
    assert "người khác phải công bố" in leader.get(base).get_data(as_text=True)
    leader.post(f"{base}/publish", {"version": kept(office, base).version}, 403)


def test_a_reader_sees_a_draft_and_changes_nothing_and_a_carrier_sees_none(
    office: Flask, appraiser: Pages
) -> None:
    base = begun(appraiser)
    viewer = visitor(office, "viewer")
    for part in ("", "/head", "/matters", "/examples", "/replay"):
        html = viewer.get(base + part).get_data(as_text=True)
        assert 'class="button primary"' not in html.split("<main")[1]
    visitor(office, "carrier").get(base, 403)

"""The app's parts in a real browser against their counterparts in Python."""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from registry.safety.item_json import canonical, digest
from registry.safety.readings import number_of
from registry.services.office.calendar import today
from registry.settings import Settings
from tests.e2e.conftest import served
from tests.web.people import with_people
from web.app import create_app

pytestmark = pytest.mark.e2e

ODD: list[Any] = [
    {"b": 1, "a": [None, True, False, "", "x"], "ă": {"z": "1", "é": "2", "A": "3"}},
    "tổ hợp e\u0302\u0301",
    "📡\u2028\u2029\u0000\u001f\u007f\"\\/\b\f\n\r\t",
    0, -5, 2**31, [[]], {}, "\ufffd",
    {"\U0001f4e1": 1, "\uffee": 2, "z": 3},
]  # fmt: skip
NUMBERS = (
    "8,4",
    "8.4",
    "1.234,5",
    "1,234.5",
    " 7 ",
    "-3",
    "−3",
    "0,05",
    "10",
    "",
    "abc",
    "1,2,3",
    "8 4",
    "1e3",
    "5 Ω",
    "40..5",
    "4.2.5",
    "30.5,0",
    "42 45",
    "1 234,5",
    "1'234.5",
    "1’234’567",
    "1\u202f234\xa0567,25",
    "1.234.567",
    "12.34.567",
    "0.123.456",
    "１２，５",
    "\ufeff3.5\u200b",
    "42.",
    ",5",
    "- 3",
    "--3",
    "9" * 81,
)


@pytest.fixture(scope="module")
def page(
    browser: Browser, demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    home: Path = tmp_path_factory.mktemp("parts") / "home"
    with served(create_app(with_people(demo_settings, home))) as address:
        context = browser.new_context(bypass_csp=True)
        opened = context.new_page()
        opened.goto(f"{address}/field/shell")
        yield opened
        context.close()


def call(page: Page, module: str, name: str, *given: Any) -> Any:
    script = f"async (given) => (await import('/static/js/field/{module}.js')).{name}(...given)"
    return page.evaluate(script, list(given))


@pytest.mark.parametrize("value", ODD, ids=lambda value: json.dumps(value)[:30])
def test_both_sides_write_and_hash_an_item_alike(page: Page, value: Any) -> None:
    assert call(page, "canonical", "canonical", value) == canonical(value)
    assert call(page, "canonical", "sha256OfItem", value) == digest(canonical(value))


def test_half_a_character_becomes_one_that_can_be_written(page: Page) -> None:
    script = r"""async () => (await import('/static/js/field/canonical.js')).wellFormed(
        {a: ["x\ud83d", "\udce1y", "\ud83d\udce1"]})"""
    assert page.evaluate(script) == {"a": ["x\ufffd", "\ufffdy", "📡"]}


@pytest.mark.parametrize("text", NUMBERS)
def test_both_sides_read_a_number_alike(page: Page, text: str) -> None:
    """What the phone shows as read is what the office judges."""
    assert call(page, "numbers", "readNumber", text) == number_of(text)


def test_a_second_tap_begins_nothing_twice(page: Page) -> None:
    """Two taps on "begin the check" made two visits of a mast."""
    script = """async () => {
      const { button } = await import('/static/js/field/dom.js');
      const begun = [];
      const made = button("x", () => new Promise((done) => { begun.push(done); }));
      const counts = [];
      const tap = async () => { made.click(); await null; counts.push(begun.length); };
      await tap(); await tap();
      begun[0](); await new Promise((done) => { setTimeout(done); });
      await tap();
      location.hash = "#/elsewhere";  // what it led to is not there yet
      begun[1](); await new Promise((done) => { setTimeout(done); });
      await tap();
      return counts;
    }"""
    assert page.evaluate(script) == [1, 1, 2, 2]


def test_whoever_leaves_while_the_place_is_measured_is_followed_no_longer(page: Page) -> None:
    script = """async () => {
      const { follow, measure, unfollow } = await import('/static/js/field/position.js');
      const open = new Set();
      const { geolocation, permissions } = navigator;
      geolocation.watchPosition = () => { open.add(open.size + 1); return open.size; };
      geolocation.clearWatch = (watch) => { open.delete(watch); };
      geolocation.getCurrentPosition = () => {};
      let answer = null;
      permissions.query = () => new Promise((done) => { answer = () => done({ state: "granted" }); });
      const counts = [];
      const answered = async () => {
        answer(); await new Promise((done) => { setTimeout(done); }); counts.push(open.size);
      };
      follow(); await answered();
      const end = measure({ onFix() {}, onEnd() {} });
      end(); unfollow(); await answered();
      return counts;
    }"""
    assert page.evaluate(script) == [1, 0]


def test_the_mean_of_fixes_leaves_out_the_stray_one_and_claims_no_more_than_they_do(page: Page) -> None:
    near = [{"lon": 106.19 + k * 1e-5, "lat": 21.27, "accuracy_m": 5 + k} for k in range(5)]
    stray = {"lon": 106.29, "lat": 21.27, "accuracy_m": 6}
    rough = {"lon": 106.1901, "lat": 21.2701, "accuracy_m": 400}
    broken = {"lon": None, "lat": 21.27, "accuracy_m": 1}
    found = call(page, "position", "meanPosition", [near[0], stray, *near[1:], rough, broken])
    assert found["fixes"] == 5
    assert found["left_out"] == 3
    assert abs(found["lon"] - 106.19002) < 2e-5
    assert found["accuracy_m"] == 7
    assert call(page, "position", "meanPosition", [broken]) is None
    assert call(page, "position", "meanPosition", [stray])["fixes"] == 1


def test_what_presses_comes_before_the_campaigns_order_and_the_way_turns_back_nowhere(
    page: Page,
) -> None:
    def mast(code: str, place: int, lat: float, days: int, progress: str = "open") -> dict[str, object]:
        due = (today() + dt.timedelta(days=days)).isoformat()
        return {"code": code, "place": place, "lon": 106.2, "lat": lat, "due_on": due, "progress": progress}

    masts = [mast("A", 1, 21.1, 9), mast("B", 2, 21.4, 9), mast("C", 3, 21.22, 9), mast("D", 4, 21.3, 1)]
    gone = mast("E", 5, 21.5, 1, "visited")

    def order(name: str) -> list[str]:
        return [one["code"] for one in call(page, "pack", "orderOf", [*masts, gone], name, None)]

    assert order("place") == ["D", "A", "B", "C", "E"]
    assert order("way") == ["D", "C", "A", "B", "E"]


def test_distances_agree_with_the_ellipsoid_as_far_as_they_claim(page: Page) -> None:
    from registry.geo.distances import geodesic_m

    for lon, lat in ((106.1905, 21.27), (106.19, 21.2745), (106.2, 21.28)):
        found = call(page, "numbers", "metresBetween", 106.19, 21.27, lon, lat)
        assert found == pytest.approx(geodesic_m(106.19, 21.27, lon, lat), rel=1e-5)


def test_both_sides_hash_a_file_alike_whatever_the_length_and_the_pieces(page: Page) -> None:
    lengths = (0, 1, 55, 56, 63, 64, 65, 119, 120, 127, 128, 1000, (4 << 20) + 5)
    found = page.evaluate(
        """async (lengths) => {
          const { Sha256, sha256Of, sha256OfFile } = await import("/static/js/field/hash.js");
          const made = [];
          for (const length of lengths) {
            const bytes = Uint8Array.from({ length }, (_, at) => (at * 31 + (at >> 8)) & 255);
            const pieces = new Sha256();
            for (let at = 0; at < length; at += 37) pieces.add(bytes.subarray(at, at + 37));
            made.push([pieces.hex(), await sha256Of(bytes), await sha256OfFile(new Blob([bytes]))]);
          }
          return made;
        }""",
        list(lengths),
    )
    for length, digests in zip(lengths, found, strict=True):
        body = bytes((at * 31 + (at >> 8)) & 255 for at in range(length))
        assert set(digests) == {hashlib.sha256(body).hexdigest()}, length


def test_both_sides_judge_a_number_alike(page: Page) -> None:
    """Every limit of every sheet, for a mast whose height is known and one whose only top is."""
    from registry.safety import checklists
    from registry.safety.readings import judge

    judged = 0
    for sheet in checklists.all_current(today()):
        for entry, sent in zip(sheet.entries, checklists.as_json(sheet)["entries"], strict=True):
            if entry.answer != "number":
                continue
            for height in (None, 42.0, 30.5):
                bounds = (
                    [value for value in (entry.limit.value, entry.limit.lower) if value]
                    if entry.limit
                    else []
                )
                if entry.limit and entry.limit.height_over and height:
                    bounds.append(height * 1000 / entry.limit.height_over)
                near = [bound + step for bound in bounds for step in (-0.5, 0, 0.5)]
                for raw in (
                    "-3",
                    "0",
                    "185",
                    "12,5",
                    "khoảng 9",
                    *(f"{value:g}".replace(".", ",") for value in near),
                ):
                    ours = judge(entry, raw, mast_height_m=height)
                    theirs = call(page, "limits", "judge", sent, {"height_m": height}, raw)
                    wanted = {"within": "within", "beyond": "beyond"}.get(ours.judged.value, "")
                    assert theirs["word"] == wanted, (sheet.code, entry.code, height, raw)
                    if wanted:
                        assert theirs["firm"] is ours.verified
                        judged += 1
    assert judged > 100

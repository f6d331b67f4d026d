"""The app's parts that need a browser; the pure ones are tested by node (tests/js)."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from registry.settings import Settings
from tests.e2e.conftest import served
from tests.web.people import with_people
from web.app import create_app

pytestmark = pytest.mark.e2e


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
      const { follow, measure, unfollow } = await import('/static/js/field/whereabouts/position.js');
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


def test_a_computed_column_says_its_limit_once_below_the_table(page: Page) -> None:
    """A spread of tension of 22,2 % had a "!" before it, and nothing said what it was held against."""
    script = """async () => {
      const { computedLimits } = await import('/static/js/field/entry/rows.js');
      const same = (vi) => ({ vi, en: vi });
      const entry = {
        answer: "computed", unit: "%", base: { code: "guy_spread", words: same("Spread") },
        limit: { relation: "<=", value: 15, verified: false, basis: same("Set by the office") },
      };
      const read = (...entries) => computedLimits({ mast: null }, entries).map((one) => one.textContent);
      const typed = read({ ...entry, answer: "number" });
      return [read(entry, { ...entry }), read({ ...entry, limit: null }), typed];
    }"""
    told, without, typed = page.evaluate(script)
    assert len(told) == 2
    assert told[0].startswith("Spread. ")
    assert "≤ 15 %" in told[0]
    assert "Set by the office" in told[1]
    assert without == typed == []


def test_no_network_is_said_only_where_the_phone_knows_of_none(page: Page) -> None:
    """The server was down, and the phone said that it had no network; so it did once the session was over."""
    script = """async () => {
      const { notLoaded, unanswered } = await import('/static/js/field/words.js');
      const saids = () => [
        unanswered(), notLoaded({ kind: "offline" }, false), notLoaded({ kind: "other-person" }, false),
        notLoaded({ kind: "other-person" }, true), notLoaded({ kind: "sign-in" }, false),
      ];
      const with_one = saids();
      Object.defineProperty(navigator, "onLine", { value: false, configurable: true });
      const without = saids();
      delete navigator.onLine;
      return [with_one, without];
    }"""
    with_one, without = page.evaluate(script)
    assert with_one[0] == with_one[1] == "Chưa tới được máy chủ. Máy tự thử lại."
    assert without[0] == without[1] == "Không có mạng. Máy tự gửi khi có mạng lại."
    for saids in (with_one, without):
        assert "một tài khoản khác" in saids[2]
        assert saids[3].startswith("Phiên đăng nhập đã hết.")
        assert saids[3] == saids[4]

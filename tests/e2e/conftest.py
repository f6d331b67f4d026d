"""A real browser (Debian's Chromium) against a real server on loopback.

Where there is no Chromium these tests are left out with that reason, unless ``BTS_TESTS_REQUIRE_ALL=1`` says
that nothing may be left out. Every page is watched: a request to another host, an error in a script or a
breach of the policy fails the test.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import waitress
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from waitress import wasyncore
from waitress.channel import HTTPChannel

from registry.settings import Settings, read_settings
from tests.e2e.field.office import season
from tests.services.requests import desk
from web.app import create_app

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
# What is never as grave is not looked for: axe says how grave each rule is, or each of its checks.
SERIOUS = """async (only) => {
  const grave = new Set(['serious', 'critical']);
  const { rules, checks } = axe._audit;
  const may = ({ impact, any, all, none }) => grave.has(impact)
    || (!impact && [...any, ...all, ...none].some((one) => {
      const said = checks[one.id ?? one]?.impact;
      return !said || grave.has(said);
    }));
  const off = rules.filter((one) => !may(one)).map(({ id }) => [id, { enabled: false }]);
  const runOnly = only && { type: 'rule', values: only };
  const found = await axe.run(document, {
    resultTypes: ['violations'], preload: false, ...(only ? { runOnly } : { rules: Object.fromEntries(off) }),
  });
  return found.violations.filter(({ impact }) => grave.has(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
}"""
DESK = {"width": 1280, "height": 800}
PHONE = {"width": 390, "height": 844}

# The next answer from an address with ``holdBack`` in it waits until ``LET_GO``: ``body[data-late]``.
# What it says is read already: all that follows on it is done before the next task.
LATE = """() => {
  const ask = window.fetch;
  window.fetch = async (...asked) => {
    const held = window.holdBack && String(asked[0]).includes(window.holdBack);
    if (held) window.holdBack = "";
    const answer = await ask(...asked);
    if (!held) return answer;
    const text = await answer.text();
    await new Promise((go) => { window.late = go; document.body.dataset.late = "1"; });
    const { ok, status } = answer;
    return { ok, status, text: async () => text, json: async () => JSON.parse(text) };
  };
}"""
LET_GO = """() => {
  delete document.body.dataset.late;
  window.late();
  return new Promise((done) => { setTimeout(done); });
}"""

expect.set_options(timeout=30_000)  # of a machine that does much else: as long as for an action

Visit = Callable[..., Page]
_CONTEXTS = pytest.StashKey[list[BrowserContext]]()


BROWSERS: list[Browser] = []


def _close_pages_of(address: str) -> None:
    for page in [page for browser in BROWSERS for context in browser.contexts for page in context.pages]:
        if page.url.startswith(address):
            page.close()


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve an application on a free port of loopback; yields its address.

    The server's own thread closes it and its connections: closing a socket that another thread waits on
    breaks that thread, and a connection that a browser keeps open would keep the thread.
    """
    connections: dict[int, wasyncore.dispatcher] = {}
    server = waitress.create_server(app, map=connections, host="127.0.0.1", port=0, threads=4)

    def end() -> None:
        for one in list(connections.values()):
            if isinstance(one, HTTPChannel):
                one.handle_close()  # which closes the files that it was still sending; close_all does not
        wasyncore.close_all(connections)

    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    address = f"http://127.0.0.1:{server.effective_port}"
    try:
        yield address
    finally:
        _close_pages_of(address)  # one that still loads would find no server
        with server.trigger.lock:  # else an earlier pull may run it and close the pipe that this writes to
            server.trigger.thunks.append(end)
            server.trigger.pull_trigger()
        thread.join(timeout=60)
        assert not thread.is_alive(), "the server's thread did not end"
        server.task_dispatcher.shutdown()
        if app.extensions["bts-registry"] is not None:
            app.extensions["bts-registry"].close()


@pytest.fixture(scope="session")
def demo_settings(
    copy_demo: Callable[[Path], Settings], tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """Settings of an illustrative registry of their own."""
    return copy_demo(tmp_path_factory.mktemp("e2e") / "demo")


@pytest.fixture(scope="session")
def demo_server(demo_settings: Settings) -> Iterator[str]:
    """The address of a server over the illustrative registry."""
    with served(create_app(demo_settings)) as address:
        yield address


@pytest.fixture(scope="module")
def open_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a small office with one mast and no account, open on this machine."""
    settings = read_settings({"BTS_HOME": str(tmp_path_factory.mktemp("open") / "sổ")})
    desk.make(settings).close()
    with served(create_app(settings)) as address:
        yield address


@pytest.fixture(scope="module")
def office(demo_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The office that phones send to: with people and a campaign of twelve masts."""
    return season(demo_settings, tmp_path_factory.mktemp("field") / "home", sample=12, seed="field")


@pytest.fixture(scope="module")
def app(office: Settings) -> Flask:
    """The application over ``office``, which a module may make its own of."""
    return create_app(office)


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    """The address of its server."""
    with served(app) as found:
        yield found


class Watch:
    """What a page asked for and what went wrong in it."""

    def __init__(self, page: Page) -> None:
        self.urls: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.urls.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def foreign(self, own: str) -> list[str]:
        """Return the addresses on another host than ``own``."""
        host = urlsplit(own).netloc
        return [
            u for u in self.urls if urlsplit(u).scheme not in {"data", "blob"} and urlsplit(u).netloc != host
        ]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> None:
    """Close the pages of a test before its servers: a page that still loads would find none."""
    for context in item.stash.get(_CONTEXTS, []):
        context.close()


@pytest.fixture
def visit(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Visit]:
    """Open an address in a fresh context; at the end nothing foreign was asked for and nothing broke.

    ``visit(url, size=DESK, expected=())``: ``expected`` are beginnings of console errors that the test is
    about. Waits until the desk says that it is ready.
    """
    opened: list[tuple[str, Watch, tuple[str, ...]]] = []
    contexts: list[BrowserContext] = []
    request.node.stash[_CONTEXTS] = contexts

    def open_page(url: str, size: dict[str, int] | None = None, expected: tuple[str, ...] = ()) -> Page:
        size = size or DESK
        touch = size["width"] < 500
        context = browser.new_context(
            viewport=size, has_touch=touch, is_mobile=touch, reduced_motion="reduce", locale="vi-VN"
        )  # type: ignore[arg-type, unused-ignore]  # a plain dict is what ViewportSize is
        contexts.append(context)
        page = context.new_page()
        watch = Watch(page)
        opened.append((url, watch, expected))
        page.goto(url)
        page.wait_for_selector("body[data-ready], body.page")
        return page

    yield open_page
    for url, watch, expected in opened:
        assert watch.foreign(url) == []
        assert [error for error in watch.errors if not error.startswith(expected or ("\0",))] == []


def sideways(page: Page) -> int:
    """Return by how many pixels a page is wider than its window.

    A link that was followed answers before its page has a document: what is still on its way is waited for.
    """
    page.wait_for_load_state()
    page.wait_for_selector("body")
    found: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return found


def serious(page: Page) -> list[str]:
    """Return what axe-core finds serious or critical on a page as it stands now."""
    page.wait_for_load_state()  # what is still on its way has no document to look at
    page.wait_for_selector("body")
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(SERIOUS, None)
    return found

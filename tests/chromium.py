"""Which Chromium the tests drive: the whole browser, or the same engine without what makes it a window.

The second (Debian's ``chromium-headless-shell``) opens a page for a third less of the processor, and is what
a test of pages takes where it is installed. A phone's browser keeps its files and is started again, a picture
shows what a person sees, and what is measured is what is used: they take the whole one.
"""

import os
import shutil
from functools import wraps
from typing import Any

WHOLE = ("chromium", "chromium-browser", "google-chrome")
LEANEST_FIRST = ("chromium-headless-shell", *WHOLE)
MISSING = "no Chromium on this machine (Debian: apt install chromium)"


def chromium(names: tuple[str, ...] = WHOLE) -> str:
    """Return the path of the first of ``names`` that is installed, "" where none is."""
    return next(filter(None, map(shutil.which, names)), "")


def slowed(context: Any) -> Any:
    """Return a context whose pages have a processor ``BTS_TESTS_SLOW`` times slower, where that is set.

    What holds on a quick machine only is found by it: ``BTS_TESTS_SLOW=6 pytest tests/e2e/map/test_map.py``.
    """
    rate = float(os.environ.get("BTS_TESTS_SLOW", "1"))

    def slow(page: Any) -> None:
        context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})

    if rate > 1:
        context.on("page", slow)
        for page in context.pages:
            slow(page)
    return context


def with_slow_pages(browser: Any) -> Any:
    """Return a browser all of whose contexts are ``slowed``."""
    make = browser.new_context

    @wraps(make)
    def new_context(*args: Any, **options: Any) -> Any:
        return slowed(make(*args, **options))

    browser.new_context = new_context
    return browser

"""Which Chromium the tests drive: the whole browser, or the same engine without what makes it a window.

The second (Debian's ``chromium-headless-shell``) opens a page for a third less of the processor, and is what
a test of pages takes where it is installed. A phone's browser keeps its files and is started again, a picture
shows what a person sees, and what is measured is what is used: they take the whole one.
"""

import shutil

WHOLE = ("chromium", "chromium-browser", "google-chrome")
LEANEST_FIRST = ("chromium-headless-shell", *WHOLE)
MISSING = "no Chromium on this machine (Debian: apt install chromium)"


def chromium(names: tuple[str, ...] = WHOLE) -> str:
    """Return the path of the first of ``names`` that is installed, "" where none is."""
    return next(filter(None, map(shutil.which, names)), "")

"""Drafts of zones as the tests of their pages make, draw and publish them."""

import json
from typing import Any

from tests.pages import Page, Pages

RING = [[106.18, 21.26], [106.22, 21.26], [106.22, 21.29], [106.18, 21.29]]


def draft(pages: Pages, **terms: str) -> str:
    """Make a draft and return its address."""
    given = {"name": "Quy hoạch 2026", "decision": "QĐ 5/2026", "valid_from": "2026-12-01", **terms}
    return pages.post("/zones/drafts", given).headers["Location"]


def publish(pages: Pages, address: str, stamp: str, status: int = 303) -> str:
    """Propose and publish a draft at the desk of an office without accounts: one person, who says why."""
    pages.post(f"{address}/propose", {"stamp": stamp}, status)
    answer = pages.post(f"{address}/publish", {"stamp": stamp, "reason": "một cán bộ"}, status)
    return answer.get_data(as_text=True)


def send(pages: Pages, path: str, body: Any, status: int = 200) -> Any:
    """Send JSON as the scripts do, and return the answer."""
    headers = {"X-CSRFToken": pages.token(), "Accept": "application/json"}
    answer = pages.client.post(path, data=json.dumps(body), content_type="application/json", headers=headers)
    assert answer.status_code == status, answer.get_data(as_text=True)[:400]
    return answer.get_json()


def drawn(pages: Pages, address: str, **more: Any) -> Any:
    body = {
        "name": "Khu A", "layer": "planning", "classes": ["A1a"], "height": "25", "error_m": 30,
        "article": "", "sentence": "", "drawn": {"kind": "polygon", "points": RING}, **more,
    }  # fmt: skip
    return send(pages, f"{address}/draw", body, more.pop("status", 200))


def text_of(page: Page) -> str:
    return " ".join(" ".join(page.text).split())

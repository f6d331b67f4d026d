"""The masts that a complete list of masts leaves out: the carrier's own, and those that another leads.

A list ends only masts that its sender leads; of the others it says no more than that the sender is not named.
"""

from typing import Any

from registry.services.lists.preview_files import Preview
from web.frame.people import organisation_names

_SHOWN = 2000  # the workbook with marks has them all


def gone_values(preview: Preview | None, own: str | None) -> dict[str, Any]:
    """Return the codes left out for the page; a carrier (``own``) is not told who leads the others' masts."""
    every = preview.whole.gone if preview else ()
    led = preview.whole.gone_led if preview else {}
    names = organisation_names() if led and own is None else {}
    shown = every[:_SHOWN]
    return {
        "gone": [code for code in shown if code not in led],
        "gone_led": [(code, names.get(led[code], "")) for code in shown if code in led],
        "gone_count": len(every),
        "gone_led_count": len(led),
        "gone_more": len(every) > len(shown),
    }

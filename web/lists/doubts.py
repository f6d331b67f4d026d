"""The question *same mast?* beside a row of a list of masts, in words."""

from typing import Any

from flask_babel import gettext as _

from registry.model.mast_lists import Doubt, MastList
from registry.services.lists.preview_files import Preview
from web.frame.people import organisation_names
from web.lists import words


def doubt_view(doubt: Doubt, item: MastList, preview: Preview, own: str | None) -> dict[str, Any]:
    """Return a question *same mast?*; a carrier is not told which mast of another one it is."""
    reason = words.REASONS.get(doubt.reason, doubt.reason)
    if doubt.reason == "near" and doubt.operators == (item.operator,):
        reason = words.RENAMED if doubt.code in preview.whole.gone else words.NEAR_OWN
    if own is not None and own not in doubt.operators:
        return {
            "code": _("một cột của doanh nghiệp khác"),
            "operators": "",
            "distance": None,
            "reason": reason,
        }
    names = organisation_names()
    return {
        "code": doubt.code,
        "operators": ", ".join(names.get(one, one) for one in doubt.operators),
        "distance": doubt.distance_m,
        "reason": reason,
    }

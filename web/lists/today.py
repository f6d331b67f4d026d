"""What lists of masts say of a carrier's day: those that the office asks about or gave back."""

from collections.abc import Sequence

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.model.mast_lists import MastListState
from registry.model.people import Role
from registry.services.lists.mast_lists import list_mast_lists
from web.frame.guard import current_person
from web.frame.office import registry
from web.frame.packages import DayWork, Item
from web.frame.people import own_code
from web.lists import words

_WITH_THE_CARRIER = frozenset({MastListState.ASKED, MastListState.RETURNED})


def to_answer() -> Sequence[Item]:
    """Return the carrier's own lists that wait for its answer, or to be put right and sent again."""
    own = own_code(current_person())
    if own is None:
        return []
    return [
        Item(
            f"{one.name} · {one.list_date:%d/%m/%Y}",
            url_for("mast_lists.show", identity=one.id),
            str(words.STATES[one.state.value]),
        )
        for one in list_mast_lists(registry(), own)
        if one.state in _WITH_THE_CARRIER
    ]


DAY = (
    DayWork(
        23, (Role.CARRIER,), _l("Danh sách cột cơ quan hỏi hoặc trả lại"), "mast_lists.listed", to_answer
    ),
)
"""What the page where a day begins shows of them."""

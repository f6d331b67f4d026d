"""Who is told of a list of masts: the office of what came in, the carrier of what came of it."""

from registry.model.mast_lists import MastList, MastListState
from registry.model.notices import NoticeKind, Subject
from registry.model.people import Role
from registry.services.office.deeds import Deed
from registry.services.office.notices import beside, from_outside, organisation, role, tell
from registry.store.office.operators import organisation_names

MAST_LIST = "mast_list"
"""The kind of document that these notices lead to."""
_OF_THE_OFFICE = {
    MastListState.ASKED: NoticeKind.LIST_ASKED,
    MastListState.RETURNED: NoticeKind.LIST_RETURNED,
}


def tell_office(made: Deed, item: MastList) -> None:
    """Tell the appraisers that a carrier sent its list, or answered what was asked of it."""
    if from_outside(made.connection, made.who):
        kind = NoticeKind.LIST_ANSWERED if item.state is MastListState.ASKED else NoticeKind.LIST_SENT
        name = organisation_names(made.connection).get(item.operator, item.operator)
        tell(made, kind, [role(Role.APPRAISER)], Subject(MAST_LIST, item.id), name=name, day=item.list_date)


def tell_carrier(made: Deed, item: MastList, state: MastListState) -> None:
    """Tell the carrier that the office asks something of its list, or returned it."""
    to = [organisation(item.operator)]
    tell(made, _OF_THE_OFFICE[state], to, Subject(MAST_LIST, item.id), day=item.list_date)


def tell_taken(made: Deed, item: MastList) -> None:
    """Tell the carrier that its list was taken into the register; apart, for that can be undone."""
    told = beside(made)
    to = [organisation(item.operator)]
    tell(told, NoticeKind.LIST_TAKEN, to, Subject(MAST_LIST, item.id), day=item.list_date)
    told.write()

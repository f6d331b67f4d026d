"""Which notices of lists of masts still wait: those by which somebody is to act, until the list goes on."""

from registry.model.mast_lists import WITH_THE_OFFICE, MastListState
from registry.model.notices import NoticeKind
from registry.services.office.settled import WaitsOn, while_state
from registry.store.lists.tables import mast_lists

WAITS_ON: WaitsOn = {
    NoticeKind.LIST_SENT: while_state(mast_lists, *(state.value for state in WITH_THE_OFFICE)),
    NoticeKind.LIST_ANSWERED: while_state(mast_lists, MastListState.SENT.value),
    NoticeKind.LIST_ASKED: while_state(mast_lists, MastListState.ASKED.value),
    NoticeKind.LIST_RETURNED: while_state(mast_lists, MastListState.RETURNED.value),
}

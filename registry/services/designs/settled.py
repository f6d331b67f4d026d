"""Which notices of design dossiers still wait: those by which somebody is to act, until he has."""

from registry.model.designs.desk import DossierState
from registry.model.notices import NoticeKind
from registry.services.office.settled import WaitsOn, while_state
from registry.store.designs.tables import design_dossiers

WAITS_ON: WaitsOn = {
    NoticeKind.DESIGN_SUBMITTED: while_state(design_dossiers, DossierState.SUBMITTED.value),
    NoticeKind.DESIGN_HANDED_BACK: while_state(design_dossiers, DossierState.RECEIVED.value),
}

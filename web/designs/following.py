"""Conditions followed until acceptance, what was built beside the design, its hand-over, carriers told."""

from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.designs.desk import ConditionState, DossierState
from registry.services.designs import conditions as service
from registry.services.designs.hand_over import beside_design, hand_over
from registry.services.designs.offers import tell_carriers
from registry.services.designs.opened import OpenedDossier
from registry.services.office.calendar import today
from web.designs.frame import READ, WORK, blueprint, dossier_page, opened
from web.frame.downloads import UNOPENED, download
from web.frame.forms import day_of, one_of, version_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import organisation_names
from web.frame.uploads import uploaded


@blueprint.get("/<dossier>/following")
@guarded(*READ)
def following(dossier: str) -> str:
    """Show the conditions of a dossier's answer, and what was built."""
    return following_page(opened(dossier))


@blueprint.post("/<dossier>/conditions/<condition>/settle")
@guarded(*WORK)
def settle(dossier: str, condition: str) -> Any:
    """Record that a condition is met or was not, by which evidence."""
    state = one_of(ConditionState, request.form.get("state", ""))
    given: dict[str, Any] = {
        "evidence": request.form.get("evidence", ""), "on": day_of("on") or today(), "seen": version_of(),
        "person": current_person(),
    }  # fmt: skip
    file = request.files.get("file")
    if file is not None and file.filename:
        with uploaded("file") as (path, name):
            service.settle(registry(), dossier, condition, state, file=path, file_name=name, **given)
    else:
        service.settle(registry(), dossier, condition, state, **given)
    flash(_("Đã ghi kết quả điều kiện."))
    return _back(dossier, "conditions")


@blueprint.get("/<dossier>/conditions/<condition>/evidence")
@guarded(*READ)
def evidence(dossier: str, condition: str) -> Response:
    """Send the file of evidence of a condition."""
    path, name = service.evidence_file(registry(), dossier, condition, person=current_person())
    return download(path.read_bytes(), name, UNOPENED)


@blueprint.post("/<dossier>/accept")
@guarded(*WORK)
def accept(dossier: str) -> Any:
    """Close a dossier whose conditions are settled."""
    service.accept(registry(), dossier, seen=version_of(), person=current_person())
    flash(_("Đã kết thúc hồ sơ."))
    return _back(dossier, "")


@blueprint.post("/<dossier>/built")
@guarded(*WORK)
def take_built(dossier: str) -> Any:
    """Write what was built into the register, as one batch."""
    batch = hand_over(
        registry(), dossier, owner=request.form.get("owner", "").strip(), seen=version_of(),
        person=current_person(),
    )  # fmt: skip
    flash(_("Đã ghi công trình bàn giao vào sổ: lô %(batch)s.", batch=batch))
    return _back(dossier, "built")


@blueprint.post("/<dossier>/tell")
@guarded(*WORK)
def tell(dossier: str) -> Any:
    """Tell the carriers of a dossier's area."""
    count = tell_carriers(registry(), dossier, seen=version_of(), person=current_person())
    flash(_("Đã báo %(count)s doanh nghiệp; khu hiện ở trang Khu mới cần hạ tầng.", count=count))
    return _back(dossier, "carriers")


def following_page(found: OpenedDossier, refusal: RefusalError | None = None) -> str:
    """Render the page of a dossier's conditions and of what was built."""
    beside = beside_design(registry(), found)
    lang = language()
    kinds = []
    for one in beside.kinds if beside else ():
        word = one.words.en if lang == "en" else one.words.vi
        kinds.append((one, word, "m" if one.name == "ducts" else ""))
    state = found.dossier.state
    return dossier_page(
        "designs/following.html", found, "designs.following", refusal,
        beside=beside,
        kinds=kinds,
        follows=state is DossierState.ANSWERED,
        told_states=state is not DossierState.WITHDRAWN,
        owners=list(organisation_names().values()),
        late={one.id for one in found.set_conditions if one.late(today())},
        left=sum(one.state is ConditionState.OPEN for one in found.set_conditions),
        today=today(),
    )  # fmt: skip


def _back(dossier: str, anchor: str) -> Any:
    return redirect(url_for("designs.following", dossier=dossier, _anchor=anchor or None), 303)

"""Whose a defect is to remedy: stated by an officer where cable at a mast is another's, or nobody's yet."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from registry.services.field.defects import state_organisation
from registry.services.field.responsible import remediers
from web.field.defects_frame import blueprint
from web.frame.forms import version_of
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.office import registry


@blueprint.post("/<identity>/whose")
@guarded(*WORKERS)
def whose(identity: str) -> Any:
    """State who has to remedy a defect, or that it is not known, with the reason."""
    found = state_organisation(
        registry(),
        identity,
        organisation=request.form.get("organisation", ""),
        reason=request.form.get("reason", ""),
        person=current_person(),
        seen=version_of(),
    )
    if found.organisation:
        flash(_("Đã ghi đơn vị khắc phục. Đơn vị này chưa được báo: soạn công văn cho đơn vị."))
    else:
        flash(_("Đã ghi là chưa rõ của ai; không công văn nào nhắc tới cho đến khi rõ."))
    return redirect(url_for("defects.show", identity=identity), 303)


def offered(own: str) -> list[tuple[str, str]]:
    """Return who may be chosen, the mast's ``own`` first: a code or name, and the name."""
    with registry().database.read() as connection:
        known = remediers(connection)
    first = [(own, known.get(own, own))] if own else []
    return [*first, *((code, name) for code, name in known.items() if code != own)]

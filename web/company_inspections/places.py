"""Places that were inspected besides the visits of masts: a cable line, the company's house, with minutes."""

from typing import Any

from flask import Response, request
from flask_babel import gettext as _

from registry.model.company_inspections.on_the_spot import SampleKind
from registry.services.company_inspections import visits
from registry.services.office.calendar import today
from web.company_inspections import sample
from web.company_inspections.files import every_file, kept_file
from web.company_inspections.frame import OFFICERS, READERS, blueprint, done, parts_found
from web.frame.forms import day_of, one_of
from web.frame.guard import current_person, guarded
from web.frame.office import registry


@blueprint.post("/<identity>/places")
@guarded(*OFFICERS)
def add_place(identity: str) -> Any:
    """Write down a place with what was found there, its minutes as signed and photos."""
    form = request.form
    kind, _colon, record = form.get("what", SampleKind.CABLE.value).partition(":")

    def work() -> None:
        with every_file("files") as files:
            visits.add_place(
                registry(), identity, one_of(SampleKind, kind), record=record, name=form.get("name", ""),
                held_on=day_of("held_on") or today(), found=form.get("found", ""),
                present=form.get("present", ""), files=files, person=current_person(),
            )  # fmt: skip

    return done(identity, work, _("Đã ghi nơi kiểm tra."), sample.page, "sample")


@blueprint.post("/<identity>/places/out")
@guarded(*OFFICERS)
def remove_place(identity: str) -> Any:
    """Take back a place that was written down by mistake."""

    def work() -> None:
        visits.remove_place(registry(), identity, request.form.get("place", ""), person=current_person())

    return done(identity, work, _("Đã bỏ nơi ghi nhầm; sổ cái vẫn giữ."), sample.page, "sample")


@blueprint.get("/<identity>/places/files/<sha256>")
@guarded(*READERS)
def place_file(identity: str, sha256: str) -> Response:
    """Send minutes or a photo of a place as they were kept."""
    return kept_file((file for one in parts_found(identity).places for file in one.files), sha256)

"""What design dossiers let be found: dossiers, their answers, and new areas as carriers see them."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.services.designs.offers import new_areas
from registry.services.designs.opened import dossier_lines
from registry.services.office.found.index import Thing
from web.designs import words
from web.frame.find.kinds import Finds, Opens
from web.frame.guard import current_person
from web.frame.office import registry


def dossiers() -> list[Thing]:
    """Return the dossiers by area, code and applicant."""
    return [
        Thing(
            line.dossier.area_name or line.dossier.code,
            url_for("designs.show", dossier=line.dossier.id),
            " · ".join(
                (
                    line.dossier.code,
                    str(words.STAGES[line.dossier.stage.value]),
                    line.dossier.applicant,
                    str(words.STATES[line.dossier.state.value]),
                )
            ),
            f"{line.dossier.code} {line.dossier.applicant} {line.dossier.issued_number}",
        )
        for line in dossier_lines(registry(), person=current_person())
    ]


def letters() -> list[Thing]:
    """Return the answers to dossiers by number."""
    return [
        Thing(
            line.dossier.issued_number,
            url_for("designs.answer", dossier=line.dossier.id),
            " · ".join((str(_("Trả lời hồ sơ thiết kế")), line.dossier.area_name, line.dossier.applicant)),
            line.dossier.code,
        )
        for line in dossier_lines(registry(), person=current_person())
        if line.dossier.issued_number
    ]


def areas() -> list[Thing]:
    """Return the new areas that carriers were told of."""
    return [
        Thing(one.name or one.code, url_for("new_areas.show", dossier=one.id), one.developer, one.code)
        for one in new_areas(registry(), person=current_person())
    ]


_TABLES = ("design_dossiers", "design_files", "design_conditions", "settings")
FINDS = (
    Finds("design", "designs.show", dossiers, tables=_TABLES),
    Finds("letter", "designs.answer", letters, tables=_TABLES),
    Finds("area", "new_areas.show", areas, tables=(*_TABLES, "design_opinions")),
)
OPENS = (
    Opens("designs.listed", words=_l("khu đô thị, khu dân cư, quy hoạch chi tiết, bản vẽ, chủ đầu tư")),
    Opens("new_areas.listed", words=_l("khu mới, cống bể, ống chờ")),
    Opens("designs.new", _l("Nhận hồ sơ thiết kế"), _l("bản vẽ khu dân cư, khu đô thị"), deed=True),
)

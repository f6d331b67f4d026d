"""What the field lets be found: campaigns, visits and defects."""

from urllib.parse import quote

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.services.field.campaigns import list_campaigns
from registry.services.field.defects import list_defects
from registry.services.field.inspections import list_inspections
from registry.services.office.calendar import today
from registry.services.office.found.index import Index, Thing
from registry.services.register.disclosed_masts import masts_for
from registry.services.register.map_masts import STATES
from web.field.campaigns_frame import names
from web.frame.find.kinds import Finds, Opens
from web.frame.guard import current_person
from web.frame.office import registry
from web.frame.wording import board_words as words
from web.frame.wording.defect_lines import line_of
from web.frame.wording.moments import phone_moment

MOST = 5000
"""So many of the last visits are found; whoever looks for an older one goes by its mast or campaign."""


def campaigns() -> list[Thing]:
    """Return the campaigns by name, decision and carrier."""
    known = names()
    found = []
    for one in list_campaigns(registry(), person=current_person()):
        company = known.get(one.organisation, one.organisation)
        said = (
            str(words.CAMPAIGN_KINDS[one.kind.value]),
            company,
            f"{one.period_from:%d/%m/%Y}" if one.period_from else "",
            str(_("đã kết thúc") if one.state == "closed" else _("đang tiến hành")),
        )
        address = url_for("campaigns.show", campaign=one.id)
        found.append(Thing(one.name, address, " · ".join(filter(None, said)), f"{one.decision} {company}"))
    return found


def visits() -> list[Thing]:
    """Return the last visits by mast, person and campaign."""
    person = current_person()
    known = {one.id: one.name for one in list_campaigns(registry(), person=person)}
    return [
        Thing(
            row.mast.code,
            url_for("visits.show", inspection=row.inspection.id),
            " · ".join(
                filter(
                    None,
                    (
                        f"{phone_moment(row.inspection.finished_at or row.inspection.started_at)}",
                        row.inspection.person,
                        known.get(row.inspection.campaign, ""),
                        str(_("đã xem") if row.inspection.reviewed_at else _("chưa xem")),
                    ),
                )
            ),
            f"{row.inspection.person} {known.get(row.inspection.campaign, '')}",
        )
        for row in list_inspections(registry(), person=person, most=MOST)
    ]


def defects() -> list[Thing]:
    """Return the defects, a carrier's own only: by mast, name, carrier and letter."""
    day, known = today(), names()
    found = []
    for one in list_defects(registry(), person=current_person()):
        line = line_of(one, day, known)
        found.append(
            Thing(
                f"{one.mast.code} · {line['name']}",
                url_for("defects.show", identity=one.id),
                " · ".join(filter(None, (str(line["organisation"]), str(line["state"])))),
                f"{line['organisation']} {one.letter_number}",
            )
        )
    return found


def inspections_to_begin() -> Index:
    """Return, mast by mast, what begins its inspection or a defect there; found by its code."""
    shown = masts_for(registry(), current_person())
    stands = [at for at, state in enumerate(shown.state.tolist()) if STATES[state] not in _NOT_THERE]
    front = f"{url_for('field_app.page')}#/at/"
    at_address = {f"{front}{shown.structures[at]}": line for line, at in enumerate(stands)}

    def thing(line: int) -> Thing:
        at = stands[line]
        address = f"{front}{shown.structures[at]}/{quote(shown.codes[at], safe='')}"
        return Thing(shown.codes[at], address, str(_("mở phiếu kiểm tra của cột")))

    return Index(
        [shown.codes[at] for at in stands],
        [""] * len(stands),
        thing,
        lambda address: at_address.get(address.rpartition("/")[0]),
    )


_NOT_THERE = ("dismantled", "approved")
"""States of masts at which there is nothing to be seen."""
FINDS = (
    Finds("to_inspect", "field_app.page", inspections_to_begin, tables=("sites", "structures")),
    Finds("campaign", "campaigns.show", campaigns, tables=("campaigns", "campaign_targets", "operators")),
    Finds("visit", "visits.show", visits, tables=("inspections", "campaigns", "sites", "structures")),
    Finds("defect", "defects.show", defects, tables=("defects", "defect_steps", "sites", "operators")),
)
OPENS = (
    Opens("campaigns.listed", words=_l("kế hoạch kiểm tra, đoàn, hiện trường")),
    Opens("visits.listed", words=_l("biên bản, ảnh, kết quả kiểm tra")),
    Opens("defects.listed", words=_l("hư hỏng, khắc phục, quá hạn, công văn tồn tại")),
    Opens("field_app.page", words=_l("điện thoại, đi hiện trường, ngoại tuyến")),
    Opens("campaigns.risk", _l("Cột nên kiểm tra trước"), _l("rủi ro, điểm rủi ro")),
    Opens("field_app.page", _l("Kiểm tra, ghi tồn tại"), _l("đi kiểm tra, ghi hư hỏng"), deed=True),
    Opens("campaigns.new", _l("Lập đợt kiểm tra"), _l("kiểm tra hiện trường"), deed=True),
    Opens("defects.letters", _l("Soạn công văn về tồn tại"), _l("yêu cầu khắc phục"), deed=True),
)

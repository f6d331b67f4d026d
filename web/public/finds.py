"""What citizens' reports let be found, for the office's staff only."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.services.office.found.index import Thing
from registry.services.public.citizen_reports import reports
from web.frame.find.kinds import Finds, Opens
from web.frame.office import registry
from web.frame.wording import board_words as words
from web.frame.wording.report_places import where_said


def citizen_reports() -> list[Thing]:
    """Return the reports by number, words, place and the number they have elsewhere."""
    return [
        Thing(
            one.number,
            url_for("field_reports_desk.show", identity=one.id),
            " · ".join(
                filter(
                    None,
                    (
                        str(words.REPORT_KINDS[one.kind.value]),
                        place,
                        str(words.REPORT_STATES[one.state.value][0]),
                    ),
                )
            ),
            f"{one.words} {place} {one.case_number}",
        )
        for one, place in ((one, where_said(one)) for one in reports(registry()))
    ]


FINDS = (Finds("report", "field_reports_desk.show", citizen_reports, tables=("citizen_reports",)),)
OPENS = (
    Opens("field_reports_desk.listed", words=_l("người dân, phản ánh, khiếu nại, sóng yếu, cột nghiêng")),
    Opens("plates.chosen", words=_l("mã QR, tem, biển")),
)

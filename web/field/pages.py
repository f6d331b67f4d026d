"""The pages of campaigns, visits and defects, the field app, and their places in the bar."""

from flask import url_for
from flask_babel import lazy_gettext as _l

from registry.model.people import Role
from registry.services.field import briefing
from registry.services.field.defects import DEFECTS
from registry.services.field.settled import WAITS_ON
from web.field import (
    api,
    app,
    campaign,
    campaigns,
    campaigns_frame,
    checklists,
    defects,
    defects_frame,
    defects_letters,
    defects_stated,
    finds,
    minutes,
    phones,
    rescue,
    risk,
    self_inspections,
    settings,
    today,
    uploads,
    visits,
    visits_deeds,
    visits_frame,
)
from web.frame.packages import BarPage, MapLayer, PagePackage, Waits

WITH_PAGES = (
    campaign, campaigns, risk, self_inspections, visits, visits_deeds, defects, defects_letters,
    defects_stated,
)  # fmt: skip
"""The modules whose pages stand on the blueprints of campaigns, visits and defects."""

PACKAGE = PagePackage(
    blueprints=(
        campaigns_frame.blueprint, visits_frame.blueprint, defects_frame.blueprint, app.blueprint,
        rescue.blueprint, settings.blueprint, minutes.blueprint, checklists.blueprint,
    ),
    programs=(api.blueprint, phones.blueprint, uploads.blueprint),
    bar=(
        BarPage("field", 10, "campaigns.listed", _l("Đợt kiểm tra")),
        # never first: the phone's app has no bar to come back by
        BarPage("field", 20, "field_app.page", _l("Đi kiểm tra")),
        BarPage(
            "field", 30, "visits.listed", _l("Lượt kiểm tra"), visits.waiting,
            parts=("field_rescue", "minutes"), kept=True,
        ),
        BarPage("field", 40, "defects.listed", _l("Tồn tại"), defects.waiting),
        BarPage("field", 50, "defects.own", _l("Tồn tại cần khắc phục"), defects.waiting),
        BarPage("field", 60, "campaigns.self_start", _l("Tự kiểm tra")),
        BarPage("field", 85, "checklists.listed", _l("Phiếu kiểm tra")),
        BarPage("field", 90, "office_field.show", _l("Thiết lập")),
    ),
    waits=(
        Waits(
            lambda: url_for("defects.listed", show="overdue"),
            defects.waiting, _l("tồn tại quá hạn"), late=True,
        ),
        Waits(
            lambda: url_for("visits.listed", show="new"),
            visits.waiting, _l("lượt kiểm tra mới về"), late=False,
        ),
    ),
    waits_on=WAITS_ON,
    documents={
        briefing.CAMPAIGN: lambda one: url_for("campaigns.show", campaign=one),
        briefing.VISIT: lambda one: url_for("visits.show", inspection=one),
        DEFECTS: lambda _one: url_for("defects.own"),
        "defect": lambda one: url_for("defects.show", identity=one),
    },
    day=today.DAY,
    starts_on_phone={Role.INSPECTOR: "field_app.page"},
    layers=(
        MapLayer(
            urls=lambda: {"overdue": url_for("defects.overdue")},
            shown=lambda: {"overdue": len(defects_frame.overdue_masts())},
        ),
    ),
    lists={
        briefing.DEFECT: lambda: url_for("defects.listed"),
        briefing.CAMPAIGN: lambda: url_for("campaigns.listed"),
        briefing.VISIT: lambda: url_for("visits.listed"),
    },
    briefs=(briefing.PART,),
    finds=finds.FINDS,
    opens=finds.OPENS,
)  # fmt: skip

"""What imports let be found: the versions of carriers' plans; the deeds that bring files in."""

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.services.office.found.index import Thing
from registry.services.register.plan_publication import plan_facts
from web.frame.find.kinds import Finds, Opens
from web.frame.office import registry
from web.frame.people import operator_names


def plans() -> list[Thing]:
    """Return the versions of plans by decision and carrier."""
    names = operator_names()
    return [
        Thing(
            one.version.decision,
            url_for("plans.show", version=one.version.id),
            " · ".join(
                (
                    names.get(one.version.operator, one.version.operator),
                    str(_("từ %(day)s", day=f"{one.version.valid_from:%d/%m/%Y}")),
                    str(_("%(count)s vị trí", count=one.positions)),
                )
            ),
            names.get(one.version.operator, one.version.operator),
        )
        for one in plan_facts(registry())
    ]


FINDS = (Finds("plan", "plans.show", plans, tables=("plan_versions", "planned_positions", "operators")),)
OPENS = (
    Opens("plans.listed", words=_l("kế hoạch phát triển, quy hoạch của doanh nghiệp")),
    Opens("units.listed", words=_l("xã, phường, ranh giới, sáp nhập")),
    Opens("batches.listed", words=_l("nhập dữ liệu, hoàn tác, lấy lại lô")),
    Opens("plans.file_start", _l("Nhập kế hoạch"), _l("tệp kế hoạch"), deed=True),
    Opens("units.file_start", _l("Nhập địa giới"), _l("tệp ranh giới"), deed=True),
    Opens("site_lists.file_start", _l("Nhập danh sách cột"), _l("tệp cột, trạm"), deed=True),
)

"""The checks of planning, PLN-01 to PLN-04, in the order in which findings are shown."""

from registry.checks.engine import POSITION_COLUMNS, Check, na_for
from registry.checks.planning.positions import planned_position
from registry.checks.planning.siting import urban_siting
from registry.checks.planning.zones import allowed_class, zone_height
from registry.model.areas import Layer
from registry.model.findings import Stage
from registry.model.requests.proposals import ASKED_KINDS, BUILDS, ProposalKind

PLANNING_CHECKS = (
    Check(
        "PLN-01",
        "Có trong kế hoạch của doanh nghiệp",
        "In the operator's plan",
        Stage.POSITION,
        False,
        planned_position,
        plans=True,
        unasked=na_for("PLN-01-SHARE", ProposalKind.SHARE),
        marks=("plan_code", "site_code", *POSITION_COLUMNS),
    ),
    Check(
        "PLN-02",
        "Loại cột theo vùng quy hoạch",
        "Class allowed in the zone",
        Stage.POSITION,
        False,
        allowed_class,
        layers=(Layer.PLANNING,),
        unasked=na_for("PLN-NO-NEW-MAST", ProposalKind.SHARE),
        marks=("mast_class", *POSITION_COLUMNS),
        of_place=True,
        refuses=True,
    ),
    Check(
        "PLN-03",
        "Chiều cao theo vùng quy hoạch",
        "Height within the zone",
        Stage.POSITION,
        False,
        zone_height,
        layers=(Layer.PLANNING,),
        unasked=na_for("PLN-NO-NEW-MAST", ProposalKind.SHARE),
        marks=("mast_height_m", "top_agl_m", *POSITION_COLUMNS),
        of_place=True,
        refuses=True,
    ),
    Check(
        "PLN-04",
        "Vị trí đặt trong đô thị",
        "Siting in urban areas",
        Stage.POSITION,
        False,
        urban_siting,
        layers=(Layer.URBAN_AREA,),
        by_kind=True,
        unasked=na_for("PLN-04-NOT-NEW", *(kind for kind in ASKED_KINDS if kind not in BUILDS)),
        marks=("support", "land_type", *POSITION_COLUMNS),
        of_place=True,
        refuses=True,
    ),
)

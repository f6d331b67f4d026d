"""A hundred ordinary positions: what three carriers of the illustrative province ask for in a year.

Drawn once, never judged: a carrier asks at its planned positions, except where its own mast stands nearer
than the law lets two of one network stand, which it knows from its own list, and where it asked before. What
others have built, where zones lie and how near a road is, it does not look at. Beside new masts there is what
else stands in such a list: masts to be shared, replaced and upgraded, a few positions that no plan names.
Clean it is in that every row states what a list is asked for, replies on sharing included.
"""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from registry.demo.masts import DemoMast, demo_masts
from registry.demo.places import Place, degrees
from registry.demo.plans import DemoPosition, demo_plans
from registry.demo.terrain import elevation_m
from registry.geo.areas import near_m
from registry.model.positions import Confidence, Position
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.model.sites import MastClass, MastForm, Support

PLANNED = {"VTL": 34, "VNPT": 26, "VMS": 14, "VNM": 6}
"""New masts at planned positions, by carrier."""
UNPLANNED, SHARED, REPLACED, UPGRADED = 2, 14, 2, 2
OWN_TOWN_M, OWN_OUTSIDE_M = 300.0, 450.0  # QĐ 72/2025 Điều 15(5)b, by the carrier's own list
SURVEYED_M = 4.0  # how far a surveyed position lies from the planned one
SET_OFF_M = 1_500.0  # how far one that no plan names lies from the planned one that it takes the place of
AGAIN_M = 30.0  # of a position that was asked for before (lon, lat): it is the same one
SEED = 15
Asked = Sequence[tuple[float, float]]
CommuneOf = Callable[[float, float], str]
_REPLIES = (
    "VNPT, MobiFone trả lời không có cột dùng chung được",
    "Không đủ tải trọng, CV 812/VT ngày {day}",
    "Khu vực không có hạ tầng, CV 240/KT ngày {day}",
)


def ordinary_proposals(day: dt.date, commune_of: CommuneOf, asked: Asked = ()) -> tuple[Proposal, ...]:
    """Return the hundred rows as their lists state them; the same for a given day.

    ``commune_of`` says in which commune a place (lon, lat) lies, as a carrier sees it on a map; ``asked`` are
    the places that were asked for before.
    """
    rng = np.random.default_rng(SEED)
    standing = [mast for mast in demo_masts(day) if mast.stands]
    rows: list[Proposal] = []
    spare: list[tuple[str, DemoPosition]] = []
    for operator, count in PLANNED.items():
        free = [
            item
            for item in _free(operator, standing, day, asked)
            if commune_of(item.lon, item.lat)  # no carrier asks this office for a place in another province
        ]
        rows += [_new(rng, operator, item, day) for item in free[:count]]
        spare += [(operator, item) for item in free[count:]]
    rows += [_unplanned(rng, operator, item, day) for operator, item in spare[:UNPLANNED]]
    rows += list(_on_masts(rng, standing, day))
    return tuple(
        replace(
            row,
            sheet="Đề nghị",
            row=number,
            commune=commune_of(row.position.lon or 0.0, row.position.lat or 0.0) or row.commune,
        )
        for number, row in enumerate(rows, 2)
    )


def _free(operator: str, standing: Sequence[DemoMast], day: dt.date, asked: Asked) -> Iterator[DemoPosition]:
    """Yield planned positions that keep the distance to the carrier's own masts and were not asked for."""
    plan = [plan for plan in demo_plans(day) if plan.operator == operator][-1]
    own = np.array([(mast.x, mast.y) for mast in standing if operator in mast.networks])
    for item in plan.positions:
        if any(near_m(item.lon, item.lat, lon, lat) < AGAIN_M for lon, lat in asked):
            continue
        apart = float(np.hypot(own[:, 0] - item.x, own[:, 1] - item.y).min())
        if apart >= (OWN_TOWN_M if item.place.urban else OWN_OUTSIDE_M):
            yield item


def _new(rng: np.random.Generator, operator: str, item: DemoPosition, day: dt.date) -> Proposal:
    roof = item.mast_class == "A2a"
    east, north = rng.normal(0, SURVEYED_M / 2, 2)
    public = not item.place.urban or rng.random() < 0.8
    asked, answered = _letters(rng, day)
    return _row(
        operator, item.place, degrees(item.x + float(east), item.y + float(north)),
        kind=ProposalKind.NEW,
        plan_code=item.code,
        address=item.address,
        mast_class=MastClass(item.mast_class),
        form=MastForm.ROOF_POLE if roof else MastForm(str(rng.choice(["guyed", "lattice", "monopole"]))),
        support=Support.ROOF if roof else Support.GROUND,
        land_type="" if roof else "public" if public else "private",
        mast_height_m=min((item.max_height_m or 42.0), 15.0 if roof else 42.0),
        rod_m=1.5 if roof else 2.0,
        building_height_m=float(rng.choice([10.5, 14.4, 17.8])) if roof else None,
        designed_operators=int(rng.choice([2, 2, 2, 3])),
        sharing_sent=asked,
        sharing_replied=answered,
    )  # fmt: skip


def _unplanned(rng: np.random.Generator, operator: str, item: DemoPosition, day: dt.date) -> Proposal:
    """A position in a new quarter that the plan of the year does not name."""
    turn = rng.uniform(0, 2 * np.pi)
    x, y = item.x + SET_OFF_M * float(np.cos(turn)), item.y + SET_OFF_M * float(np.sin(turn))
    lon, lat = degrees(x, y)
    row = _new(rng, operator, item, day)
    place = replace(row.position, lon=lon, lat=lat, raw=(f"{lon:.6f}", f"{lat:.6f}"))
    return replace(row, plan_code="", position=place)


def _on_masts(rng: np.random.Generator, standing: Sequence[DemoMast], day: dt.date) -> Iterator[Proposal]:
    """Yield what is asked at masts that stand: to share another's, to replace or to upgrade one's own."""
    masts = [
        mast
        for mast in standing
        if mast.state == "in_service" and mast.mast_class == "A2b" and mast.designed_operators >= 2
    ]
    order = [masts[at] for at in rng.permutation(len(masts)).tolist()]
    hosts = [mast for mast in order if mast.operator in PLANNED and not mast.shared_with]
    for host in hosts[:SHARED]:
        guest = next(code for code in PLANNED if code != host.operator)
        said = f"{host.operator} đồng ý, CV 77/VT ngày {day - dt.timedelta(days=20):%d/%m/%Y}"
        yield _row(
            guest, host.place, (host.lon, host.lat), kind=ProposalKind.SHARE, host=host.code,
            mast_height_m=host.mast_height_m, sharing_replied=said,
            sharing_sent=f"CV 31/VT ngày {day - dt.timedelta(days=40):%d/%m/%Y}",
        )  # fmt: skip
    own = hosts[SHARED : SHARED + REPLACED + UPGRADED]
    for number, mast in enumerate(own):
        kind = ProposalKind.REPLACE if number < REPLACED else ProposalKind.UPGRADE
        asked, answered = _letters(rng, day)
        yield _row(
            mast.operator, mast.place, (mast.lon, mast.lat), kind=kind, site_code=mast.code,
            replaces=mast.code if kind is ProposalKind.REPLACE else "", mast_class=MastClass.A2B,
            support=Support.GROUND, form=MastForm.MONOPOLE, land_type="public",
            mast_height_m=42.0, rod_m=2.0, designed_operators=2, sharing_sent=asked, sharing_replied=answered,
        )  # fmt: skip


def _letters(rng: np.random.Generator, day: dt.date) -> tuple[str, str]:
    """Return what the list says of the request to share and of the reply."""
    asked, answered = day - dt.timedelta(days=45), day - dt.timedelta(days=30)
    reply = str(rng.choice(_REPLIES)).format(day=f"{answered:%d/%m/%Y}")
    return f"CV 105/KT ngày {asked:%d/%m/%Y}", reply


def _row(operator: str, place: Place, at: tuple[float, float], **own: object) -> Proposal:
    lon, lat = round(at[0], 6), round(at[1], 6)
    return Proposal(
        sheet="",
        row=0,
        operator=operator,
        position=Position(
            lon, lat, raw=(f"{lon:.6f}", f"{lat:.6f}"), accuracy_m=10.0, confidence=Confidence.STATED
        ),
        commune=place.present,
        ground_elevation_m=float(elevation_m(lon, lat)),
        **own,  # type: ignore[arg-type]  # fields of Proposal, named by each caller
    )

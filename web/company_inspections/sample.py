"""The sample of an inspection: masts and cable lines, why each is in it, how far their visits are."""

import secrets
from typing import Any

from flask import request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from registry.errors import RefusalError
from registry.model.company_inspections.inspection import CompanyInspection
from registry.model.company_inspections.on_the_spot import SampleItem, SampleKind, Why
from registry.model.field.inspections import CampaignTarget
from registry.services.cables.routes import route_with_segments
from registry.services.company_inspections import samples, visits
from registry.services.company_inspections.held import InspectionParts
from registry.services.company_inspections.samples import Offered
from registry.services.field.campaign_targets import targets_of
from registry.services.field.campaigns import CLOSED, get_campaign
from registry.services.office.calendar import today
from web.company_inspections import words
from web.company_inspections.frame import OFFICERS, READERS, blueprint, done, parts_found, shown
from web.frame import parameters
from web.frame.forms import one_of
from web.frame.guard import current_person, guarded
from web.frame.office import context, registry, settings
from web.frame.security.csp import nonce
from web.frame.wording import board_words
from web.map.desk_map import desk_map
from web.map.folium_page import folium_page
from web.map.positions_map import box_around, positions_config

ASKED = ("by", "most", "seed", "kind")
MOST_OFFERED = 200
USUAL = 8


@blueprint.get("/<identity>/sample")
@guarded(*READERS)
def sample(identity: str) -> str:
    """Show the sample on a map and as a list; with ``by`` what may go into it as well."""
    parameters.known_only(request.args, ASKED)
    return page(identity)


@blueprint.post("/<identity>/sample")
@guarded(*OFFICERS)
def add(identity: str) -> Any:
    """Take what was ticked of an offer into the sample."""
    form, person = request.form, current_person()
    ticked = set(form.getlist("record"))

    def work() -> None:
        if not ticked:
            raise RefusalError("CAMPAIGN-NONE-TICKED")
        offered = [one for one in _offered(identity, form) if one.record in ticked]
        if gone := ticked - {one.record for one in offered}:
            raise RefusalError("COMPANY-INSPECTION-OFFER", count=len(gone))
        samples.add_to_sample(registry(), identity, offered, reason=form.get("reason", ""), person=person)

    return done(identity, work, _("Đã đưa vào mẫu kiểm tra."), page, "sample")


@blueprint.post("/<identity>/sample/out")
@guarded(*OFFICERS)
def leave_out(identity: str) -> Any:
    """Take something out of the sample, with the reason."""
    form = request.form

    def work() -> None:
        samples.take_out(
            registry(), identity, form.get("item", ""), reason=form.get("reason", ""), person=current_person()
        )

    return done(identity, work, _("Đã bỏ khỏi mẫu; sổ cái giữ lý do."), page, "sample")


@blueprint.post("/<identity>/visits")
@guarded(*OFFICERS)
def make_visits(identity: str) -> Any:
    """Make the campaign of the sample's masts, so that inspectors have it on their phones."""

    def work() -> None:
        visits.make_visits(registry(), identity, person=current_person())

    return done(
        identity, work, _("Đã lập đợt đi kiểm tra các cột của mẫu. Giao cột cho người đi."), page, "sample"
    )


def page(identity: str, refusal: RefusalError | None = None) -> str:
    """Render the sample, with a refusal where a deed on it was refused."""
    parts, person = parts_found(identity), current_person()
    found = parts.inspection
    asked = request.form if request.method == "POST" else request.args
    offered: list[Offered] = []
    if asked.get("by") and person.is_one_of(*OFFICERS):
        offered = _offered(identity, asked)
    points, lines = _drawn(parts.sample)
    box = box_around([*points, *({"at": at} for line in lines for at in line["path"])])
    made = desk_map(settings(), box, positions_config(points, lines=lines))
    held = {one.record for one in parts.sample}
    return shown(
        "company_inspections/sample.html", "sample", parts, refusal,
        map=folium_page(made, nonce()),
        visits=progress_of(found),
        places={one.record: one for one in parts.places},
        shares=samples.shares(parts.sample),
        drawn=list({one.seed: one for one in parts.sample if one.seed}.values()),
        progress=board_words.PROGRESS,
        may_change=found.stage in samples.CHANGES_IN,
        may_visit=may_visit(parts),
        asked={name: asked.get(name, "") for name in ASKED},
        offered=[one for one in offered if one.record not in held][:MOST_OFFERED],
        there=sum(one.record in held for one in offered),
        usual=USUAL,
        new_seed=secrets.token_hex(4),
        ways=_ways(),
    )  # fmt: skip


def _ways() -> list[tuple[str, Any]]:
    cable = (Why.CHOSEN.value, _("Tuyến cáp, chọn từng tuyến"))
    return [*((why.value, word) for why, word in words.WHYS.items() if why is not Why.CHOSEN), cable]


def may_visit(parts: InspectionParts) -> bool:
    """Return whether a campaign of the sample's masts may be made now and is not yet."""
    found = parts.inspection
    masts = any(one.kind is SampleKind.MAST for one in parts.sample)
    return masts and found.stage in visits.MADE_IN and not found.campaign


def progress_of(found: CompanyInspection) -> dict[str, CampaignTarget]:
    """Return how far the visits of the sample's masts are, by the structure's id."""
    if not found.campaign:
        return {}
    targets = targets_of(registry(), found.campaign, person=current_person(), day=today())
    return {one.mast.structure: one for one in targets}


def unvisited(found: CompanyInspection) -> int | None:
    """Return how many masts were not visited when the campaign of the sample ended, None while it goes on."""
    if not found.campaign:
        return None
    campaign = get_campaign(registry(), found.campaign, person=current_person())
    if campaign.state != CLOSED:
        return None
    return sum(one.progress in ("open", "begun") for one in progress_of(found).values())


def _offered(identity: str, asked: "MultiDict[str, str]") -> list[Offered]:
    """Return what may go into the sample by the way that was asked for."""
    by, person = asked.get("by", ""), current_person()
    most = min(max(parameters.whole(asked, "most") or USUAL, 1), MOST_OFFERED)
    if by == Why.RISK:
        return samples.by_risk(registry(), identity, most, person=person)
    if by == Why.LAW:
        return samples.by_law(registry(), identity, person=person)[:most]
    if by == Why.REPORTS:
        return samples.by_reports(registry(), identity, person=person)[:most]
    if by == Why.RANDOM:
        kind: SampleKind = one_of(SampleKind, asked.get("kind", SampleKind.MAST.value))
        return samples.at_random(registry(), identity, most, asked.get("seed", ""), kind=kind, person=person)
    if by == Why.CHOSEN:
        return samples.cable_lines(registry(), identity, person=person)[:MOST_OFFERED]
    raise RefusalError("REQUEST-VALUE", value=by[:40])


def _drawn(items: tuple[SampleItem, ...]) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Return the sample as points and lines of the map; what has no position stands in the list alone."""
    masts = context().masts
    points: list[dict[str, Any]] = []
    lines: list[dict[str, Any]] = []
    for one in items:
        said = " · ".join(filter(None, (f"{one.code}: {words.WHYS[one.why]}", one.detail)))
        if one.kind is SampleKind.CABLE:
            _route, segments = route_with_segments(registry(), one.record)
            for segment in segments:
                path = [[round(at[1], 6), round(at[0], 6)] for at in segment.geometry.coords]
                lines.append({"path": path, "label": said, "group": one.why.value})
            continue
        row = masts.aliases.get(one.code)
        if row is not None:
            at = [round(float(masts.lat[row]), 6), round(float(masts.lon[row]), 6)]
            points.append({"at": at, "label": said, "group": one.why.value})
    return points, lines

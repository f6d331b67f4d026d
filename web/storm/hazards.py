"""Rain, flood and landslide: what is warned of now, which masts stand on that ground, roads cut.

A carrier sees the warnings, the roads and its own masts; the office everything.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import say
from registry.model.areas import full_name
from registry.model.storm.hazard_letters import HazardLetter
from registry.model.storm.hazards import Hazard, HazardState
from registry.model.storm.storm_records import OrderState
from registry.services.storm.exposure import storm_masts
from registry.services.storm.hazards import deeds
from registry.services.storm.hazards.concerned import masts_told_to
from registry.services.storm.hazards.drafts import all_letters
from registry.services.storm.hazards.exposure import (
    HazardMasts,
    all_hazards,
    all_roads_cut,
    asks_of_ground,
    exposure_of_hazard,
    get_hazard,
    hazard_exposure,
    hazard_grounds,
    hazards_in_force,
    masts_on_ground,
    roads_cut,
)
from registry.services.storm.hazards.letters_now import (
    WarningLetters,
    followed,
    letters_of,
    letters_said,
    warning_letters,
)
from registry.services.storm.hazards.newer import newer_warnings
from registry.services.storm.hazards.story import story_of
from registry.services.storm.hazards.words import CAUSES, ground_said, hazard_said, road_said
from registry.services.storm.vocabulary import moment
from registry.storm.masts import StormMasts
from registry.storm.rivers import rivers_in
from web.frame import parameters, refusals
from web.frame.data_answer import json_payload, send
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import context, registry
from web.frame.people import operator_names, own_code, who
from web.storm.frame import READ, SEE, WRITE, may_write, now
from web.storm.hazard_map import features, hazard_map, mast_spots

blueprint = Blueprint("hazards", __name__, url_prefix="/hazards")
PLACES = 8
LISTED = 300
"""So many masts of a warning are listed on its page; the map draws all."""


@dataclass(frozen=True, slots=True)
class MastLine:
    """A mast of a warning: code, commune, networks, and whether it stands on ground on record."""

    code: str
    commune: str
    networks: tuple[str, ...]
    on_ground: bool


@blueprint.get("")
@guarded(*SEE)
def listed() -> str:
    """Show what is in force, the ground on record, the roads that are cut, and what was before."""
    return _list_page()


def in_force() -> int:
    """Return how many warnings are in force, for the bar."""
    return len(hazards_in_force(registry()))


@blueprint.get("/drawn.json")
@guarded(*SEE)
def drawn() -> Response:
    """Send what is warned of now, the ground on record and the roads cut as GeoJSON, for the desk."""
    found = features(hazards_in_force(registry()), hazard_grounds(registry()), roads_cut(registry()))
    return send(json_payload(found, "application/geo+json"))


def shown_on_desk() -> dict[str, int]:
    """Return how much of it there is to draw for the person that asks."""
    if not current_person().is_one_of(*SEE):
        return {"hazard_shapes": 0}
    count = len(hazards_in_force(registry())) + len(hazard_grounds(registry())) + len(roads_cut(registry()))
    return {"hazard_shapes": count}


def lines_now() -> tuple[list[str], list[str]]:
    """Return what is warned of now and which roads are cut, a sentence each, for the pages of a storm."""
    lang = language()
    warned = [
        _("%(said)s đến %(at)s", said=hazard_said(one, lang), at=moment(one.to_at))
        for one in hazards_in_force(registry())
    ]
    return warned, [road_said(one, lang) for one in roads_cut(registry())]


def _list_page(refusal: RefusalError | None = None) -> str:
    at = now()
    masts, exposure = storm_masts(registry()), hazard_exposure(registry(), at)
    grounds, roads = hazard_grounds(registry()), all_roads_cut(registry())
    own = own_code(current_person())
    held = None if own is None else masts_told_to(registry(), masts, own)
    standing = [_told(item, masts, held) for item in exposure.hazards]
    on_ground = [one for one in exposure.by_structure if _is_own(masts, one, held)]
    prone = masts_on_ground(registry())
    counted = Counter(
        ground.id for one, found in prone.items() if _is_own(masts, one, held) for ground in found
    )
    every = all_hazards(registry())
    written = warning_letters(registry(), at) if own is None else ()
    return render_template(
        "storm/hazards/list.html",
        refusal=refusals.said(refusal),
        standing=standing,
        places={item.id: _communes(item)[:PLACES] for item in (one.hazard for one in exposure.hazards)},
        coming=[one for one in every if one.state is HazardState.STANDING and one.from_at > at],
        past=[one for one in every if one.over(at)][:50],
        carriers=_carriers(masts, on_ground) if own is None else [],
        grounds=[(one, ground_said(one, language()), counted[one.id]) for one in grounds],
        roads=[(one, road_said(one, language())) for one in roads if one.cut_at(at)],
        opened=[(one, road_said(one, language())) for one in roads if one.to_at and one.to_at <= at][:20],
        rivers=rivers_in(registry().settings.province),
        said=lambda one: hazard_said(one, language()),
        map=hazard_map(
            [item.hazard for item in exposure.hazards],
            grounds,
            [one for one in roads if one.cut_at(at)],
            mast_spots(masts, on_ground),
        ),
        newer={} if own is not None else newer_warnings(one for one in every if not one.over(at)),
        letters=(own_sent := [] if own is None else letters_sent_to(own)),
        settled=settled_words(own_sent, carrier=True),
        letters_said={item.id: letters_said(one, language()) for one in written for item in one.warnings},
        nowhere=_nowhere(written),
        may_write=may_write(),
        lang=language(),
        moment=moment,
        now=at,
    )


@blueprint.get("/<hazard>")
@guarded(*SEE)
def show(hazard: str) -> str:
    """Show a warning: what it says, the masts it concerns by carrier, and its deeds."""
    return _page(hazard)


@blueprint.post("/<hazard>")
@guarded(*WRITE)
def deed(hazard: str) -> Any:
    """Withdraw a warning with a reason, or let it count again."""
    try:
        _do(hazard, request.form.get("deed", ""), parameters.seen(request.form.get("version", "")))
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _page(hazard, why))
    return redirect(url_for("hazards.show", hazard=hazard), 303)


@blueprint.post("/roads/<road>")
@guarded(*WRITE)
def road(road: str) -> Any:
    """Record that a road is open again, or that it is cut after all."""
    try:
        _do_road(road, request.form.get("deed", ""), parameters.seen(request.form.get("version", "")))
    except RefusalError as refusal:
        return refusals.refused(refusal, _list_page)
    return redirect(url_for("hazards.listed") + "#roads", 303)


@blueprint.post("/grounds/<ground>")
@guarded(*WRITE)
def ground_removed(ground: str) -> Any:
    """Take ground off the map; the ledger keeps it."""
    seen = parameters.seen(request.form.get("version", ""))
    try:
        deeds.remove_ground(registry(), ground, seen=seen, who=who())
    except RefusalError as refusal:
        return refusals.refused(refusal, _list_page)
    flash(_("Đã bỏ vùng khỏi bản đồ; sổ cái còn giữ. Cần lại thì vẽ lại."))
    return redirect(url_for("hazards.listed") + "#grounds", 303)


def _do(hazard: str, wanted: str, seen: int) -> None:
    if wanted == "withdraw":
        reason = request.form.get("reason", "")
        deeds.withdraw_hazard(registry(), hazard, seen=seen, reason=reason, who=who())
        flash(_("Đã rút: cảnh báo không còn được tính. Tính lại được ở trang này."))
    elif wanted == "restore":
        deeds.restore_hazard(registry(), hazard, seen=seen, who=who())
        flash(_("Cảnh báo được tính lại."))
    else:
        raise RefusalError("REQUEST-VALUE", value=wanted[:40])


def _do_road(road: str, wanted: str, seen: int) -> None:
    if wanted == "open":
        deeds.open_road(registry(), road, to_at=now(), seen=seen, who=who())
        flash(_("Đã ghi đường đi lại được. Bấm nhầm thì ghi “Vẫn bị cắt” ở dưới."))
    elif wanted == "again":
        deeds.cut_again(registry(), road, seen=seen, who=who())
        flash(_("Đường vẫn bị cắt như đã ghi."))
    else:
        raise RefusalError("REQUEST-VALUE", value=wanted[:40])


def _page(hazard: str, refusal: RefusalError | None = None) -> str:
    found = get_hazard(registry(), hazard)
    masts, own = storm_masts(registry()), own_code(current_person())
    held = None if own is None else masts_told_to(registry(), masts, own)
    told = _told(exposure_of_hazard(registry(), found), masts, held)
    return render_template(
        "storm/hazards/show.html",
        refusal=refusals.said(refusal),
        told=told,
        hazard=found,
        title=hazard_said(found, language()),
        communes=_communes(found),
        carriers=_carriers(masts, [*told["on_ground"]]) if own is None else [],
        in_carriers=_carriers(masts, [*told["in_area"]]) if own is None else [],
        map=hazard_map(
            [found],
            hazard_grounds(registry()),
            [],
            mast_spots(masts, told["on_ground"] or told["in_area"]),
        ),
        text=deeds.text_of(registry(), found),
        story=story_of(registry(), hazard) if current_person().is_one_of(*READ) else [],
        places_of=lambda one: ", ".join(_communes(one)),
        asks_ground=asks_of_ground(found),
        letters=(sent := _letters(hazard, own)),
        settled=settled_words(sent, carrier=own is not None),
        over=found.over(now()),
        newer=(newer := None if own is not None or found.over(now()) else _newer(found)),
        nowhere=_nowhere(warning_letters(registry(), now())) if newer else frozenset(),
        named=lambda one: hazard_said(one, language()),
        inside=current_person().is_one_of(*READ),
        may_write=may_write(),
        lang=language(),
        moment=moment,
        now=now(),
    )


def _communes(hazard: Hazard) -> list[str]:
    """Return the names of the communes of a warning, those without a mast among them."""
    return [full_name(unit) for unit in context().units.communes if unit.code in set(hazard.communes)]


def _newer(hazard: Hazard) -> Hazard | None:
    """Return the warning that the same body issued later of the same, None for none."""
    counts = [one for one in all_hazards(registry()) if not one.over(now())]
    return newer_warnings(counts).get(hazard.id)


def _nowhere(written: Iterable[WarningLetters]) -> frozenset[str]:
    """Return the ids of the warnings that name no mast, so that there is no letter of them."""
    return frozenset(item.id for one in written if one.nowhere for item in one.warnings)


def _letters(hazard: str, own: str | None) -> list[HazardLetter]:
    """Return the letters of a warning that were sent: all, or those to the carrier that looks."""
    sent = letters_of(registry(), [get_hazard(registry(), hazard)]) if own is None else letters_sent_to(own)
    return [one for one in sent if one.state is OrderState.SENT and hazard in one.warnings]


def settled_words(letters: Iterable[HazardLetter], *, carrier: bool) -> dict[str, str]:
    """Say why, by id, of the letters that nobody has to confirm any more: replaced, or warnings withdrawn;
    to a ``carrier`` past, too: the office reads on who did not confirm."""
    letters, every = list(letters), all_hazards(registry())
    standing = frozenset(one.id for one in every if one.state is HazardState.STANDING)
    counts = frozenset(one.id for one in every if not one.over(now()))
    said = {
        one.id: _("Cơ quan đã rút cảnh báo này: không còn được tính.")
        for one in letters
        if not one.is_of(standing)
    }
    if carrier:
        past = _("Cảnh báo đã hết hiệu lực.")
        said |= {one.id: past for one in letters if one.id not in said and not one.is_of(counts)}
    later = followed(letters).items()
    return said | {
        one: _("đã có văn bản mới hơn, số %(number)s", number=newer.number)
        for one, newer in later
        if one not in said
    }


def letters_sent_to(own: str) -> list[HazardLetter]:
    """Return what was sent to a carrier, the newest first; nothing to whoever is bound to none."""
    every = all_letters(registry(), recipient=own) if own else ()
    return [one for one in every if one.state is OrderState.SENT]


def _told(item: HazardMasts, masts: StormMasts, held: frozenset[str] | None) -> dict[str, Any]:
    """``held``: the masts of the carrier who asks, None for the office."""
    ground = [one for one in item.on_ground if _is_own(masts, one, held)]
    area = [one for one in item.in_area if _is_own(masts, one, held)]
    names, on = operator_names(), set(ground)
    lines = []
    for identity in dict.fromkeys([*ground, *area]):
        row = masts.row_of[identity]
        commune = int(masts.commune[row])
        lines.append(
            MastLine(
                str(masts.codes[row]),
                masts.communes[commune][1] if commune >= 0 else "",
                tuple(names.get(code, code) for code in _networks(masts, row)),
                identity in on,
            )
        )
    return {
        "hazard": item.hazard, "said": hazard_said(item.hazard, language()), "on_ground": ground,
        "in_area": area, "ground_known": item.ground_known, "placed": item.placed, "lines": lines[:LISTED],
        "more": max(0, len(lines) - LISTED),
    }  # fmt: skip


def _networks(masts: StormMasts, row: int) -> list[str]:
    held = int(masts.networks[row])
    return [code for bit, code in enumerate(masts.operators) if held >> bit & 1]


def _is_own(masts: StormMasts, identity: str, held: frozenset[str] | None) -> bool:
    return identity in masts.row_of and (held is None or identity in held)


def _carriers(masts: StormMasts, structures: Iterable[str]) -> list[tuple[str, int]]:
    """Return how many of some masts carry each network, the most first."""
    names: Mapping[str, str] = operator_names()
    counted = Counter(code for one in structures for code in _networks(masts, masts.row_of[one]))
    return [(names.get(code, code), count) for code, count in counted.most_common()]


def cause_words() -> dict[str, str]:
    """Return the causes of a road that is cut, in the reader's language."""
    return {code: say(words, language()) for code, words in CAUSES.items()}

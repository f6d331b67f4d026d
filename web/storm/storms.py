"""Storms: the list, the bulletins of one, and ending the watch. A carrier sees the letters sent to it."""

from dataclasses import dataclass
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.storm.storm_records import Bulletin, OrderState, StormOrder, StormRecord, StormState
from registry.services.storm.file import StormFile
from registry.services.storm.orders import list_orders
from registry.services.storm.storm_clock import storm_clock
from registry.services.storm.storms import (
    close_storm,
    get_storm,
    list_storms,
    reopen_storm,
    text_of,
    use_bulletin,
    withdraw_bulletin,
)
from registry.services.storm.vocabulary import moment, storm_name, unfinished_words
from web.frame import parameters, refusals
from web.frame.forms import version_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.office import context, registry
from web.frame.people import who
from web.storm import (
    after,
    after_action,
    calls,
    data,
    entry,
    letter_map,
    ranks,
    sent_letters,
    view,
    weights,
    winds,
    words,
)
from web.storm import orders as storms_orders
from web.storm.exposure import exposure_in_use
from web.storm.frame import READ, SEE, WRITE, blueprint, may_write, now, own_orders, storm_of, superseded

__all__ = ["blueprint", "calls", "data", "letter_map", "ranks", "sent_letters"]


@dataclass(frozen=True, slots=True)
class StormLine:
    """A storm in the list, with how far its letters are."""

    storm: StormRecord
    name: str
    bulletin: Bulletin
    drafts: int
    sent: int
    acknowledged: int


@dataclass(frozen=True, slots=True)
class OwnLetter:
    """A letter in a carrier's list."""

    order: StormOrder
    name: str
    closed: bool
    newer: StormOrder | None


def waiting() -> int:
    """Return how many letters of a running storm a carrier has not acknowledged; the bar says it."""
    own = own_orders()
    replaced = superseded(own)
    open_ones = [order for order in own if not order.acknowledged and order.id not in replaced]
    if not open_ones:
        return 0
    closed = {storm.id for storm in list_storms(registry()) if storm.state is StormState.CLOSED}
    return sum(order.storm not in closed for order in open_ones)


@blueprint.get("")
@guarded(*SEE)
def listed() -> str | Response:
    """List the storms, or send them as a workbook; a carrier gets the letters that were sent to it."""
    parameters.known_only(request.args, NAMES)
    lang = language()
    if not current_person().sees_all:
        storms = {item.id: item for item in list_storms(registry())}
        own = own_orders()
        replaced = superseded(own)
        items = [
            OwnLetter(
                order,
                storm_name(storms[order.storm], lang),
                storms[order.storm].state is StormState.CLOSED,
                replaced.get(order.id),
            )
            for order in own
        ]
        return render_template("storm/mine.html", items=items, words=words, moment=moment)
    lines = []
    for storm in list_storms(registry()):
        orders = list_orders(registry(), storm.id)
        sent = [order for order in orders if order.state is OrderState.SENT]
        lines.append(
            StormLine(
                storm, storm_name(storm, lang), get_storm(registry(), storm.id).current,
                sum(order.waits(storm.state) for order in orders), len(sent),
                sum(order.acknowledged for order in sent),
            )
        )  # fmt: skip
    shown = listing(lines, _columns())
    if wants_book():
        return shown.book(_("Bão"))
    return render_template(
        "storm/list.html",
        items=shown.items,
        listed=shown,
        total=len(lines),
        may_write=may_write(),
        sample=context().illustrative,
        words=words,
        moment=moment,
    )


def _columns() -> list[Column]:
    return [
        Column("name", _("Cơn bão"), lambda line: line.name),
        Column("state", _("Trạng thái"), lambda line: words.STATES[line.storm.state.value]),
        Column("at", _("Bản tin đang dùng"), lambda line: line.bulletin.at),
        Column("sent", _("Văn bản"), lambda line: line.sent + line.drafts),
        Column("acknowledged", _("Đã nhận"), lambda line: line.acknowledged, heading=False),
        Column("source", _("Nguồn bản tin"), lambda line: line.bulletin.source, heading=False),
        Column("reason", _("Lý do kết thúc"), lambda line: line.storm.close_reason, heading=False),
    ]


@blueprint.get("/<storm>/bulletins")
@guarded(*READ)
def bulletins(storm: str) -> str:
    """Show the versions of the bulletin with their texts, and the form that ends the watch."""
    return _bulletins_page(storm_of(storm))


@blueprint.post("/<storm>/bulletins/use")
@guarded(*WRITE)
def use(storm: str) -> Any:
    """Let a bulletin that was withdrawn count again."""
    use_bulletin(registry(), storm, request.form.get("bulletin", ""), seen=version_of(), who=who())
    return redirect(url_for("storms.show", storm=storm), 303)


@blueprint.post("/<storm>/bulletins/withdraw")
@guarded(*WRITE)
def withdraw(storm: str) -> Any:
    """Withdraw a bulletin, which then is no part of the storm."""
    form = request.form
    withdraw_bulletin(
        registry(),
        storm,
        form.get("bulletin", ""),
        seen=version_of(),
        reason=form.get("reason", ""),
        who=who(),
    )
    flash(_("Đã rút bản tin; tình hình tính lại theo các bản còn lại."))
    return redirect(url_for("storms.bulletins", storm=storm), 303)


@blueprint.post("/<storm>/close")
@guarded(*WRITE)
def close(storm: str) -> Any:
    """End the watch over the storm."""
    close_storm(
        registry(), storm, seen=version_of(), reason=request.form.get("reason", ""), who=who(),
        before_its_end=bool(request.form.get("before_its_end")),
    )  # fmt: skip
    told = any(order.state is OrderState.SENT for order in list_orders(registry(), storm))
    flash(
        _(
            "Đã kết thúc theo dõi. Dự thảo văn bản kết thúc ứng phó ở trang này; "
            "danh sách kiểm tra lại ở trang Sau bão."
        )
        if told
        else _("Đã kết thúc theo dõi. Chưa gửi văn bản nào nên không phải báo kết thúc ứng phó.")
    )
    return redirect(url_for("storms.letters", storm=storm), 303)


@blueprint.post("/<storm>/reopen")
@guarded(*WRITE)
def reopen(storm: str) -> Any:
    """Watch a storm again that was closed too early."""
    reopen_storm(registry(), storm, seen=version_of(), who=who())
    return redirect(url_for("storms.show", storm=storm), 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say a refusal on the page of the deed with what was typed; all but a reading are about a storm."""
    values: dict[str, Any] = request.view_args or {}
    storm, order = values.get("storm", ""), values.get("order", "")
    if request.endpoint in {"storms.read", "storms.read_newer"}:
        return entry.refused_entry(error, storm)
    if order:
        return storms_orders.refused_letter(error, order)
    if request.endpoint in {"storms.draft", "storms.stand_down", "storms.all_sent"}:
        return storms_orders.refused_letters(error, storm)
    if request.endpoint in {"storms.close", "storms.use", "storms.withdraw", "storms.reopen"}:
        return _bulletins_page(storm_of(storm), error)
    if request.endpoint in {"storms.weights", "storms.decide"}:
        return weights.refused_weights(error)
    if storm and str(request.endpoint).startswith("storms.report"):
        return after_action.refused_report(error, storm)
    if storm and str(request.endpoint).startswith("storms.wind"):
        return winds.refused_winds(error, storm)
    if storm and str(request.endpoint).startswith("storms.after"):
        return after.refused_after(error, storm)
    return view.refused_situation(error, storm)


def _bulletins_page(file: StormFile, refusal: RefusalError | None = None) -> str:
    exposure = exposure_in_use(file)
    clock = storm_clock(file, exposure, now())
    return render_template(
        "storm/bulletins.html",
        file=file,
        name=storm_name(file.storm, language()),
        texts={item.id: text_of(registry(), item) for item in file.bulletins},
        words=words,
        moment=moment,
        may_write=may_write(),
        part_of=lambda bulletin: _part_of(file, bulletin),
        unfinished=unfinished_words(exposure, language()),
        land_gusts=view.land_gusts_said(file, exposure),
        clock=clock if clock.still_on else None,
        refusal=refusals.said(refusal),
        form=request.form,
    )


def _part_of(file: StormFile, bulletin: Bulletin) -> list[str]:
    """Say what of a bulletin is part of the storm: positions, forecast, and what another tells otherwise."""
    told, ordinal = file.folded, bulletin.ordinal
    points = [
        point for point, source in zip(told.track.points, told.sources, strict=True) if source == ordinal
    ]
    seen = [point.at for point in points if not point.forecast]
    said = []
    if seen:
        said.append(
            _("Vị trí đã qua: %(first)s.", first=moment(seen[0]))
            if len(seen) == 1
            else _(
                "%(count)s vị trí đã qua, từ %(first)s đến %(last)s.",
                count=len(seen),
                first=moment(seen[0]),
                last=moment(seen[-1]),
            )
        )
    if told.forecast_of == ordinal:
        last = moment(told.track.points[-1].at)
        said.append(_("Dự báo đang dùng, đến %(last)s.", last=last))
    elif any(point.forecast for point in bulletin.track.points):
        said.append(_("Dự báo đã được bản mới hơn thay."))
    said += [
        _("Vị trí lúc %(at)s: bản số %(by)s ghi khác và được dùng.", at=moment(item.at), by=item.by)
        for item in told.replaced
        if item.of == ordinal
    ]
    return said

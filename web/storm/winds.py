"""Observed winds of a storm: typed, pasted or from a file; the model's bias; corrections of the field."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import remedy, render
from registry.model.numbers import plain_number
from registry.model.storm.observed_winds import ObservedWind, WindSource, WindSpan
from registry.services.storm.file import StormFile
from registry.services.storm.observed import (
    NewWind,
    amend_wind,
    get_wind,
    record_winds,
    restore_wind,
    strike_wind,
)
from registry.services.storm.observed_table import (
    ReadWinds,
    Stated,
    known_stations,
    read_moment,
    read_winds,
    spot_of,
    table_text,
)
from registry.services.storm.vocabulary import correction_words, moment, storm_name
from registry.services.storm.wind_bias import bias_of, changes
from registry.services.storm.wind_corrections import decide_correction, end_correction
from registry.storm.scales import level_of
from web.frame import refusals
from web.frame.forms import one_of, version_of
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import who
from web.frame.uploads import uploaded
from web.storm import words
from web.storm.frame import READ, WRITE, blueprint, may_write, storm_of

__all__ = ["blueprint"]

_NUMBERS = ("mean_ms", "gust_ms", "mean_level", "gust_level", "height_m", "lat", "lon")


@blueprint.get("/<storm>/winds")
@guarded(*READ)
def winds(storm: str) -> str:
    """Show what was observed, the model beside it, and the correction that is offered or in force."""
    return _page(storm_of(storm))


@blueprint.post("/<storm>/winds")
@guarded(*WRITE)
def wind_add(storm: str) -> Any:
    """Record one observed wind."""
    count = record_winds(registry(), storm, [_typed(storm_of(storm))], who=who())
    flash(
        _("Đã ghi quan trắc gió; ghi nhầm thì sửa hoặc gạch ở bảng dưới.")
        if count
        else _("Đã có quan trắc này.")
    )
    return redirect(url_for("storms.winds", storm=storm), 303)


@blueprint.post("/<storm>/winds/table")
@guarded(*WRITE)
def wind_table(storm: str) -> Any:
    """Read a table of observed winds and show it; record it where that is asked for.

    Lines that were not understood stay in the form, to be put right.
    """
    file, text = storm_of(storm), request.form.get("table", "")
    if (sent := request.files.get("file")) is not None and sent.filename:
        with uploaded("file") as (path, name):
            text = table_text(path, name)
    stated = Stated(
        file.storm.year,
        one_of(WindSource, request.form.get("source", "")),
        one_of(WindSpan, request.form.get("span", "")),
        request.form.get("told_by", ""),
    )
    read = read_winds(registry(), text, stated)
    if request.form.get("deed") != "save" or not read.winds:
        return _page(file, read=read, text=text)
    count = record_winds(registry(), storm, [wind for _line, wind in read.winds], who=who())
    flash(_("Đã ghi %(count)s quan trắc gió mới.", count=count))
    if read.issues:
        again = read_winds(registry(), read.left, stated)
        return _page(storm_of(storm), read=again, text=read.left)
    return redirect(url_for("storms.winds", storm=storm), 303)


@blueprint.post("/<storm>/winds/<wind>/amend")
@guarded(*WRITE)
def wind_amend(storm: str, wind: str) -> Any:
    """Put an observed wind right."""
    before = get_wind(registry(), storm, wind)
    told = _typed(storm_of(storm), before)
    amend_wind(registry(), storm, wind, told, seen=version_of(), who=who())
    flash(_("Đã sửa quan trắc gió; sổ cái giữ số cũ."))
    return redirect(url_for("storms.winds", storm=storm), 303)


@blueprint.post("/<storm>/winds/<wind>/strike")
@guarded(*WRITE)
def wind_strike(storm: str, wind: str) -> Any:
    """Strike out an observed wind with the reason."""
    strike_wind(registry(), storm, wind, reason=request.form.get("reason", ""), seen=version_of(), who=who())
    flash(_("Đã gạch quan trắc gió: không tính nữa, vẫn đọc được; bấm “Tính lại” để lấy lại."))
    return redirect(url_for("storms.winds", storm=storm), 303)


@blueprint.post("/<storm>/winds/<wind>/restore")
@guarded(*WRITE)
def wind_restore(storm: str, wind: str) -> Any:
    """Let an observed wind count again."""
    restore_wind(registry(), storm, wind, seen=version_of(), who=who())
    return redirect(url_for("storms.winds", storm=storm), 303)


@blueprint.post("/<storm>/winds/correction")
@guarded(*WRITE)
def wind_correct(storm: str) -> Any:
    """Correct the storm's wind field from the observations that the page showed."""
    form = request.form
    decide_correction(
        registry(),
        storm,
        land=_factor("land"),
        sea=_factor("sea"),
        winds=form.getlist("wind"),
        reason=form.get("reason", ""),
        replaces=form.get("replaces", ""),
        seen=version_of(),
        who=who(),
    )
    flash(_("Đã hiệu chỉnh trường gió: trang, danh sách, văn bản từ nay tính theo đó; bỏ được ở đây."))
    return redirect(url_for("storms.winds", storm=storm), 303)


@blueprint.post("/<storm>/winds/correction/end")
@guarded(*WRITE)
def wind_correct_end(storm: str) -> Any:
    """Take the correction back."""
    form = request.form
    end_correction(
        registry(), storm, form.get("correction", ""), reason=form.get("reason", ""), seen=version_of(),
        who=who(),
    )  # fmt: skip
    flash(_("Đã bỏ hiệu chỉnh: gió lại là của mô hình."))
    return redirect(url_for("storms.winds", storm=storm), 303)


def refused_winds(error: RefusalError, storm: str) -> str:
    """Say a refusal on the page of observed winds, with what was typed."""
    return _page(storm_of(storm), refusal=error, text=request.form.get("table", ""))


def _typed(file: StormFile, before: ObservedWind | None = None) -> NewWind:
    """Return the wind of the form; a place without a position is a known station or a mast by its code."""
    form, numbers = request.form, {name: _number(name) for name in _NUMBERS}
    name = form.get("place", "")
    lon, lat = numbers["lon"], numbers["lat"]
    spot = spot_of(registry(), name)
    if lon is None or lat is None:
        if spot is None:
            raise RefusalError("WIND-PLACE")
        name, lon, lat = spot.name, spot.lon, spot.lat
    surroundings = form.get("surroundings", "") or (spot.surroundings if spot else "in_land")
    minutes = _number("minutes")
    return NewWind(
        place=name,
        lon=lon,
        lat=lat,
        observed_at=read_moment(form.get("observed_at", ""), file.storm.year),
        source=one_of(WindSource, form.get("source", "")),
        told_by=form.get("told_by", ""),
        mean_ms=numbers["mean_ms"],
        mean_level=_whole(numbers["mean_level"]),
        gust_ms=numbers["gust_ms"],
        gust_level=_whole(numbers["gust_level"]),
        averaging_s=120 if minutes is None else round(minutes * 60),
        height_m=10.0 if numbers["height_m"] is None else numbers["height_m"],
        surroundings=surroundings,
        span=one_of(WindSpan, form.get("span", "")),
        structure=spot.structure if spot else before.structure if before else "",
    )


def _number(name: str) -> float | None:
    text = request.form.get(name, "").strip()
    if not text:
        return None
    value = plain_number(text)
    if value is None:
        raise RefusalError("WIND-NUMBER", value=text[:40], column=str(words.WIND_FIELDS[name]))
    return value


def _whole(value: float | None) -> int | None:
    if value is not None and value % 1:
        raise RefusalError("WIND-NUMBER", value=f"{value:g}", column=str(words.WIND_FIELDS["mean_level"]))
    return None if value is None else int(value)


def _factor(name: str) -> float:
    value = _number(name)
    return 1.0 if value is None else value


def _page(
    file: StormFile, *, refusal: RefusalError | None = None, read: ReadWinds | None = None, text: str = ""
) -> str:
    lang, told = language(), bias_of(registry(), file)
    land = told.bias.land or told.bias.whole
    sea = told.bias.sea
    return render_template(
        "storm/winds.html",
        file=file,
        name=storm_name(file.storm, lang),
        told=told,
        checked={item.wind.id: item for item in told.bias.checked},
        corrected=correction_words(file.track.correction, lang),
        land=land,
        sea=sea,
        offered=None if land is None else round(land.offered, 2),
        offered_sea=1.0 if sea is None else round(sea.offered, 2),
        changes=changes(registry(), file, land.offered) if land else (),
        stations=known_stations(),
        read=read,
        table=text,
        issues=[
            {
                "line": item.row,
                "value": item.value,
                "message": render(item.code, item.params, lang),
                "remedy": remedy(item.code, item.params, lang),
            }
            for item in (read.issues if read else ())
        ],
        sources=WindSource,
        spans=WindSpan,
        level_of=level_of,
        words=words,
        moment=moment,
        form=request.form,
        may_write=may_write(),
        may_correct=may_write() and file.storm.state.value == "open",
        refusal=refusals.said(refusal),
    )

"""What the office sets for the field: which fixes count, whether phones reduce photos, days for defects."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.model.numbers import plain_number
from registry.model.people import Role
from registry.services.field.settings import FieldSettings, field_settings, set_field_settings
from registry.services.office.organisations import responsible
from registry.typed_text import line_within
from web.frame import parameters, refusals
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.office import present_number, registry, since_of
from web.frame.people import who

blueprint = Blueprint("office_field", __name__, url_prefix="/office/field")

# name, label, unit, hint, smallest, largest
PLACE: tuple[tuple[str, Any, Any, Any, int, int], ...] = (
    (
        "accuracy_gate_m",
        _l("Sai số lớn nhất được nhận"),
        "m",
        _l("Lần định vị kém hơn vẫn được giữ nhưng không tính vào trung bình."),
        1,
        500,
    ),
    (
        "fixes",
        _l("Số lần định vị lấy trung bình"),
        "",
        _l("Điện thoại đo liên tiếp rồi lấy trung bình."),
        1,
        60,
    ),
    (
        "photo_longest_px",
        _l("Thu nhỏ ảnh, cạnh dài nhất"),
        _l("điểm ảnh"),
        _l("0: giữ nguyên ảnh gốc."),
        0,
        10_000,
    ),
)
DAYS: tuple[tuple[str, Any, Any, Any, int, int], ...] = (
    ("urgent_days", _l("Mức nguy hiểm"), _l("ngày để khắc phục"), "", 0, 365),
    ("serious_days", _l("Mức nặng"), _l("ngày để khắc phục"), "", 1, 730),
    ("minor_days", _l("Mức nhẹ"), _l("ngày để khắc phục"), "", 1, 1095),
)

THUNDER = _l("Ngày đầu mùa dông sét")


@blueprint.get("")
@guarded(*WORKERS)
def show() -> str:
    """Show the settings."""
    parameters.known_only(request.args, ())
    return _page()


@blueprint.post("")
@guarded("administrator")
def change() -> Any:
    """Write the settings; what cannot be is said with what was typed."""
    try:
        wanted = _typed(field_settings(registry()))
        person = replace(current_person(), name=who())
        set_field_settings(registry(), wanted, person=person, since=since_of(request.form))
    except RefusalError as refusal:
        return refusals.refused(_called(refusal), page=_page)
    flash(gettext("Đã ghi. Điện thoại nhận thiết lập mới ở lần có mạng sau."))
    return redirect(url_for("office_field.show"), 303)


def _called(refusal: RefusalError) -> RefusalError:
    """Return a refusal that calls a setting as the page does."""
    labels = {name: label for name, label, *_ in (*PLACE, *DAYS)} | {"thunder_from": THUNDER}
    name = refusal.params.get("name")
    if name not in labels:
        return refusal
    return RefusalError(refusal.code, **refusal.params | {"name": str(labels[name])})


def _typed(standing: FieldSettings) -> FieldSettings:
    found: dict[str, Any] = {}
    for name, _label, _unit, _hint, least, most in (*PLACE, *DAYS):
        text = request.form.get(name, "").strip()
        value = plain_number(text)
        if value is None or (name != "accuracy_gate_m" and value != int(value)):
            raise RefusalError("FIELD-SETTING", name=name, least=least, most=most, value=text[:20])
        found[name] = value if name == "accuracy_gate_m" else int(value)
    found["telephones"] = {
        one.code: number
        for one in responsible(registry())
        if (number := line_within(request.form.get(f"telephone.{one.code}", ""), 30))
    }
    day, _slash, month = request.form.get("thunder_from", "").strip().partition("/")
    if not (day.isdecimal() and month.isdecimal() and len(day) < 3 and len(month) < 3):
        raise RefusalError(
            "FIELD-SETTING", name="thunder_from", least="1/1", most="31/12", value=f"{day}/{month}"[:20]
        )
    return replace(standing, **found, thunder_from=(int(month), int(day)))


def _page(refusal: RefusalError | None = None) -> str:
    since, settings = present_number(), field_settings(registry())  # the number first: it covers what is read
    month, day = settings.thunder_from
    values = {name: f"{getattr(settings, name):g}".replace(".", ",") for name, *_ in (*PLACE, *DAYS)}
    values["thunder_from"] = f"{day}/{month}"
    called = [(f"telephone.{one.code}", one.name) for one in responsible(registry())]
    values |= {name: settings.telephones.get(name.partition(".")[2], "") for name, _said in called}
    typed = {name: request.form.get(name, value) for name, value in values.items()}
    return render_template(
        "field/settings/show.html",
        values=typed if refusal else values,
        place=PLACE,
        days=DAYS,
        telephones=called,
        since=since,
        refusal=refusals.said(refusal),
        may_change=current_person().is_one_of(Role.ADMINISTRATOR),
    )

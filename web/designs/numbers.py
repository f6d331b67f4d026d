"""The numbers by which designs are judged that no text states: shown, and stated by the office."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.messages import say
from registry.services.designs.numbers import STATERS, state_number, stated_numbers
from web.designs.frame import READ, blueprint
from web.frame.forms import int_of
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry


@blueprint.get("/numbers")
@guarded(*READ)
def numbers() -> str:
    """Show the numbers, with what each is for."""
    lang = language()
    lines = [
        (one, say(one.what, lang), one.question and say(one.question, lang))
        for one in stated_numbers(registry(), person=current_person())
    ]
    return render_template(
        "designs/numbers.html", lines=lines, may_state=current_person().is_one_of(*STATERS)
    )


@blueprint.post("/numbers")
@guarded(*STATERS)
def state() -> Any:
    """State one number, or take it back where the field is empty."""
    text = request.form.get("value", "").strip()
    state_number(
        registry(), request.form.get("key", ""), int_of(text) if text else None, person=current_person()
    )
    flash(_("Đã lưu con số của cơ quan. Hồ sơ đang xem xét: bấm xem xét lại hôm nay để tính theo số mới."))
    return redirect(url_for("designs.numbers"), 303)

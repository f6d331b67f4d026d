"""The office's letters: how it is named in them, to whom they go, and its own templates."""

from functools import partial
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from registry.errors import RefusalError
from registry.messages import say
from registry.services.office.letters.legal_names import named
from registry.services.office.letters.letterhead import (
    ANSWER_DAYS,
    FIELDS,
    addressees,
    letterhead,
    office_settings,
    state,
    stated,
)
from registry.services.office.letters.trust_roots import state_roots, stated_roots, withdraw_root
from registry.services.requests.consulted.addressed import written_to
from registry.services.requests.consulted.consultations import bodies_in_law
from registry.services.requests.letters.templates import (
    accept_template,
    current_template,
    known_template,
    left_out_words,
    template_states,
    try_template,
    withdraw_template,
)
from registry.services.storm.orders import POWER
from web.frame import refusals
from web.frame.downloads import download
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import who
from web.frame.uploads import uploaded

blueprint = Blueprint("letters", __name__, url_prefix="/office/letters")

WORDS: dict[str, Any] = {
    "parent": _l("Cơ quan chủ quản (dòng trên)"),
    "office": _l("Tên cơ quan (chữ in hoa)"),
    "office_name": _l("Tên cơ quan trong câu"),
    "short": _l("Tên viết tắt"),
    "symbol": _l("Ký hiệu văn bản (sau số)"),
    "place": _l("Địa danh"),
    "head_title": _l("Chức vụ người đứng đầu"),
    "authority": _l("Quyền hạn ký"),
    "signer_title": _l("Chức vụ người ký"),
    "signer": _l("Họ tên người ký"),
    "copies": _l("Nơi nhận thường xuyên (cách nhau bằng dấu chấm phẩy)"),
    "unit": _l("Đơn vị soạn thảo (phòng, viết tắt)"),
    "archive": _l("Dòng lưu"),
    "duty_phone": _l("Điện thoại trực (ghi trong công văn bão)"),
}
AUTHORITY_WORDS: dict[str, Any] = {
    "": _l("Theo chức vụ: người đứng đầu ký, cấp phó ký thay (KT.)"),
    "KT": _l("KT. - ký thay"),
    "TL": _l("TL. - ký thừa lệnh"),
    "TUQ": _l("TUQ. - ký thừa ủy quyền"),
    "TM": _l("TM. - thay mặt tập thể (Ủy ban nhân dân; không dùng cho Sở)"),
}
KINDS: dict[str, Any] = {
    "reply": _l("Văn bản trả lời"),
    "note": _l("Phiếu thẩm định"),
    "supplement": _l("Công văn đề nghị bổ sung"),
    "consultation": _l("Công văn lấy ý kiến"),
    "minutes": _l("Biên bản họp"),
    "revocation": _l("Công văn xem xét thu hồi"),
    "withdrawal": _l("Thông báo thu hồi"),
    "extension": _l("Công văn gia hạn"),
    "sharing": _l("Công văn đề nghị dùng chung (của bên hỏi)"),
    "sharing_note": _l("Công văn giải quyết đề nghị dùng chung"),
    "report": _l("Báo cáo định kỳ"),
    "commune": _l("Phiếu tổng quan xã, phường"),
    "situation": _l("Báo cáo nhanh mất liên lạc"),
    "after_action": _l("Báo cáo sau bão"),
    "briefing": _l("Báo cáo giao ban, báo cáo tháng"),
    "programme": _l("Chương trình công tác"),
    "storm_order": _l("Công văn ứng phó bão gửi doanh nghiệp"),
    "storm_power": _l("Công văn đề nghị ưu tiên điện lưới"),
    "storm_stand_down": _l("Công văn kết thúc ứng phó bão"),
    "hazard_order": _l("Công văn ứng phó mưa, lũ, sạt lở gửi doanh nghiệp"),
    "reminder": _l("Công văn đôn đốc"),
    "defects": _l("Công văn yêu cầu khắc phục"),
    "inspection": _l("Biên bản kiểm tra"),
    "compliance": _l("Công văn rà soát công trình"),
    "changes": _l("Công văn đối chiếu danh sách"),
    "company_proposal": _l("Kiểm tra doanh nghiệp: tờ trình"),
    "company_decision": _l("Kiểm tra doanh nghiệp: quyết định"),
    "company_plan": _l("Kiểm tra doanh nghiệp: kế hoạch"),
    "company_notice": _l("Kiểm tra doanh nghiệp: thông báo"),
    "company_reports": _l("Kiểm tra doanh nghiệp: yêu cầu báo cáo"),
    "company_announcing": _l("Kiểm tra doanh nghiệp: biên bản công bố"),
    "company_explanation": _l("Kiểm tra doanh nghiệp: yêu cầu giải trình"),
    "company_conclusion": _l("Kiểm tra doanh nghiệp: kết luận"),
    "company_follow_up": _l("Kiểm tra doanh nghiệp: đôn đốc kiến nghị"),
    "company_penalty": _l("Kiểm tra doanh nghiệp: đề xuất xử phạt (nội bộ)"),
    "design": _l("Công văn trả lời hồ sơ thiết kế"),
}


@blueprint.get("")
@guarded("administrator")
def settings() -> str:
    """Show what letters say of the office, and the templates."""
    return _page()


@blueprint.post("")
@guarded("administrator")
def save() -> ResponseReturnValue:
    """State what letters say of the office."""
    fields = (*FIELDS, "answer_days")
    codes = [one.code for one in named(registry())]
    bodies = {**{str(at): body.vi for at, body in enumerate(bodies_in_law())}, POWER: POWER}
    state(
        registry(),
        {name: request.form[name] for name in fields if name in request.form},
        names={body: request.form[f"to-{at}"] for at, body in bodies.items() if f"to-{at}" in request.form},
        legal={code: request.form[f"legal-{code}"] for code in codes if f"legal-{code}" in request.form},
        seen={name: request.form.get(f"seen-{name}", "") for name in fields},
        seen_names={body: request.form.get(f"seen-to-{at}", "") for at, body in bodies.items()},
        seen_legal={code: request.form.get(f"seen-legal-{code}", "") for code in codes},
        who=who(),
    )
    flash(_("Đã lưu."))
    return redirect(url_for("letters.settings"), 303)


@blueprint.get("/templates/<kind>-<lang>.docx")
@guarded("administrator")
def template_file(kind: str, lang: str) -> Response:
    """Send the template in use, to be changed in a word processor."""
    path = current_template(registry(), *known_template(kind, lang))
    return download(path.read_bytes(), path.name)


@blueprint.get("/templates/<kind>-<lang>/trial.docx")
@guarded("administrator")
def trial(kind: str, lang: str) -> Response:
    """Send what the template in use makes of made-up values."""
    chosen = known_template(kind, lang)
    content = try_template(registry(), *chosen, current_template(registry(), *chosen))
    return download(content, f"ban-thu-{kind}-{lang}.docx")


@blueprint.post("/templates/<kind>-<lang>")
@guarded("administrator")
def take(kind: str, lang: str) -> ResponseReturnValue:
    """Try a template, and take it into use where that is asked for."""
    chosen = known_template(kind, lang)
    if request.form.get("deed") == "house":
        withdraw_template(registry(), *chosen, who=who())
        flash(_("Đã trở lại mẫu gốc."))
        return redirect(url_for("letters.settings", _anchor=f"template-{kind}"), 303)
    with uploaded("template") as (path, name):
        if request.form.get("deed") == "try":
            return download(try_template(registry(), *chosen, path), f"ban-thu-{kind}-{lang}.docx")
        accept_template(registry(), *chosen, path, name, who=who())
    flash(_("Mẫu đã điền thử được và đưa vào dùng."))
    return redirect(url_for("letters.settings", _anchor=f"template-{kind}"), 303)


@blueprint.post("/roots")
@guarded("administrator")
def add_root() -> ResponseReturnValue:
    """State a root certificate up to which signatures are followed."""
    with uploaded("root") as (path, name):
        for root in state_roots(registry(), path.read_bytes(), name, who=who()):
            flash(_("Đã khai chứng thư gốc %(name)s.", name=root.name))
    return redirect(url_for("letters.settings") + "#roots", 303)


@blueprint.post("/roots/<root>/drop")
@guarded("administrator")
def drop_root(root: str) -> ResponseReturnValue:
    """Take a root certificate away."""
    withdraw_root(registry(), root, who=who())
    flash(_("Đã bỏ chứng thư gốc; kết quả đã lưu của các văn bản không đổi."))
    return redirect(url_for("letters.settings") + "#roots", 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say a refusal on the page of the settings."""
    return _page(error)


def _page(refusal: RefusalError | None = None) -> str:
    lang = language()
    known = office_settings(registry())
    names = addressees(known)
    to = written_to(registry().settings.province)
    return render_template(
        "requests/letters/settings.html",
        refusal=refusals.said(refusal),
        fields=stated(registry(), lang),
        words=WORDS,
        authorities=AUTHORITY_WORDS,
        signing=letterhead(known, lang, registry().settings.province)["signer_title"].split("\n"),
        carriers=named(registry()),
        answer_days=known.get(ANSWER_DAYS) or "",
        power_company=names.get(POWER, ""),
        bodies=[
            (say(body, lang), names.get(body.vi, ""), say(to.get(body.vi, body), lang))
            for body in bodies_in_law()
        ],
        roots=stated_roots(registry()),
        templates=[
            (kind, list(both)) for kind, both in groupby(template_states(registry()), lambda one: one.kind)
        ],
        left_out_words=partial(left_out_words, registry(), lang=language()),
        opened=(request.view_args or {}).get("kind", ""),
        kinds=KINDS,
        form=request.form,
    )

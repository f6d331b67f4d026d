"""The mailbox: what came by the folder and what became of it, files that wait for an officer, senders."""

from collections.abc import Callable
from typing import Any

from flask import Response, flash, redirect, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.model.outages.outage_mail import MailFile
from registry.services.office.calendar import now
from registry.services.outages.events import events
from registry.services.outages.mailbox.arrivals import (
    being_written,
    inbox_folder,
    make_folders,
    words_alone,
)
from registry.services.outages.mailbox.fates import (
    is_kept,
    mail_content,
    mail_file,
    mail_files,
    put_aside,
    why,
)
from registry.services.outages.mailbox.intake import assign, take_mail
from registry.services.outages.mailbox.senders import senders, set_senders
from web.frame import parameters, refusals
from web.frame.downloads import UNOPENED, download
from web.frame.forms import version_of
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import present_number, registry, settings, since_of
from web.frame.people import operator_names, who
from web.frame.wording import outage_words as words
from web.outages.frame import DUTY, blueprint, page


@blueprint.get("/mailbox")
@guarded(*DUTY)
def mailbox() -> str:
    """Show the files that came, those that wait for an officer first, and who sends from where."""
    parameters.known_only(request.args, ())
    return _list_page()


@blueprint.post("/mailbox")
@guarded(*DUTY)
def mailbox_look() -> Any:
    """Look into the folder now; make it where there is none."""
    if not inbox_folder(settings()).is_dir():
        make_folders(settings(), operator_names())
        flash(_("Đã lập thư mục nhận tệp, mỗi doanh nghiệp một thư mục con."))
    else:
        found = take_mail(registry())
        said = _("Đã xem hộp thư: %(count)s tệp mới.", count=len(found))
        waits = being_written(settings(), operator_names(), now())
        if waits:
            more = _("%(count)s tệp vừa đến, có thể còn đang ghi: nửa phút nữa máy nhận.", count=waits)
            said = f"{said} {more}"
        flash(said)
    return redirect(url_for("outages.mailbox"), 303)


@blueprint.post("/mailbox/senders")
@guarded(*DUTY)
def mailbox_senders() -> Any:
    """Write down from which mail addresses a carrier's reports come."""
    form = request.form
    set_senders(
        registry(), form.get("operator", ""), form.get("addresses", "").replace(",", "\n").splitlines(),
        who=who(), since=since_of(form),
    )  # fmt: skip
    flash(_("Đã ghi địa chỉ gửi báo cáo."))
    return redirect(url_for("outages.mailbox"), 303)


@blueprint.get("/mailbox/<mail>")
@guarded(*DUTY)
def mailbox_file(mail: str) -> str:
    """Show one file: what became of it and why, and the form of one that waits."""
    parameters.known_only(request.args, ())
    return _file_page(mail)


@blueprint.get("/mailbox/<mail>/file")
@guarded(*DUTY)
def mailbox_content(mail: str) -> Response:
    """Send a file as it came."""
    found = mail_file(registry(), mail)
    return download(mail_content(registry(), found).read_bytes(), found.name, UNOPENED)


@blueprint.post("/mailbox/<mail>")
@guarded(*DUTY)
def mailbox_decide(mail: str) -> Any:
    """Take a file that waits in as a carrier's report, or put it aside."""
    deed, form, seen = request.form.get("deed", ""), request.form, version_of()
    if deed == "aside":
        put_aside(registry(), mail, seen=seen, who=who(), reason=form.get("reason", ""))
        flash(_("Đã bỏ qua tệp; tệp vẫn giữ trong hồ sơ."))
    elif deed == "assign":
        event = form.get("event", "")
        made = assign(registry(), mail, operator=form.get("operator", ""), event=event, seen=seen, who=who())
        flash(_("Đã nhận thành báo cáo."))
        return redirect(url_for("outages.show_report", event=made.event, report=made.report), 303)
    else:
        raise RefusalError("REQUEST-VALUE", value=deed[:40])
    return redirect(url_for("outages.mailbox_file", mail=mail), 303)


def refusal_pages() -> dict[str, Callable[[RefusalError], str]]:
    """Return the pages on which a refused deed of this file is said."""
    asked = request.view_args or {}
    return {
        "outages.mailbox_look": _list_page,
        "outages.mailbox_senders": _list_page,
        "outages.mailbox_decide": lambda why: _file_page(asked["mail"], why),
    }


def _list_page(refusal: RefusalError | None = None) -> str:
    folder = inbox_folder(settings())
    return page(
        "outages/mailbox.html", files=mail_files(registry()), refusal=refusals.said(refusal),
        states=words.MAIL_STATES, names=operator_names(), why=lambda one: why(one, language()),
        folder=folder.name, there=folder.is_dir(), senders=senders(registry()), since=present_number(),
    )  # fmt: skip


def _words_of(found: MailFile) -> tuple[str, ...]:
    """Return the lines of a mail that brought no workbook; what was too large to be kept has none."""
    try:
        return words_alone(found.name, mail_content(registry(), found).read_bytes())
    except (RefusalError, FileNotFoundError):
        return ()


def _file_page(mail: str, refusal: RefusalError | None = None) -> str:
    found = mail_file(registry(), mail)
    return page(
        "outages/mail.html", mail=found, refusal=refusals.said(refusal), states=words.MAIL_STATES,
        names=operator_names(), why=why(found, language()), waits=found.state.value in ("waits", "refused"),
        events=[event for event in events(registry()) if event.open],
        letter=_words_of(found), kept=is_kept(registry(), found),
        filled=request.form if request.method == "POST" else {},
    )  # fmt: skip

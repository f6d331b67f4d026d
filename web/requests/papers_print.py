"""The reply letter and the appraisal note in the browser, to print: the same values as the .docx."""

from collections.abc import Callable
from typing import Any

from flask import Response, current_app, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from registry.documents.note_template_words import CHOICES, NOTE_WORDS, VERDICTS
from registry.documents.template_words import WORDS
from registry.errors import RefusalError
from registry.services.requests.letters.note import Note
from registry.services.requests.letters.reply import Writer
from registry.services.requests.opened import RequestFile
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.office import registry
from web.requests.frame import file_of, replied_file
from web.requests.papers import READ, blueprint

__all__ = ["blueprint"]

PAPERS: dict[str, type[Writer] | type[Note]] = {"reply": Writer, "note": Note}


@blueprint.get("/<address>/print")
@guarded(*READ)
def print_page(address: str) -> str:
    """Show the letter (``?what=reply``) or the note (``?what=note``) on sheets of A4."""
    what, file = _asked(address)
    values = PAPERS[what](registry(), file, language()).values()
    for row, shown in zip(file.rows, values["rows"], strict=True):
        known = row.proposal.position.known and file.appraisal is not None
        shown["map"] = (
            url_for("papers.print_map", address=file.request.id, row=row.index, what=what) if known else ""
        )
    return render_template(
        "requests/papers/print.html",
        what=what,
        titles={"reply": _("Văn bản trả lời"), "note": _("Phiếu thẩm định")},
        request_=file.request,
        say=_sayer(what, values),
        verdicts=list(VERDICTS),
        choices=[f"chosen_{name}" for name in CHOICES],
        **values,
    )


@blueprint.get("/<address>/print/maps/<int:row>.png")
@guarded(*READ)
def print_map(address: str, row: int) -> Response:
    """Send the drawn map of a row as the letter or the note has it."""
    what, file = _asked(address)
    if row >= len(file.rows):
        raise RefusalError("ATTACHMENT-UNKNOWN", name=f"{row + 1}.png")
    png = PAPERS[what](registry(), file, language()).map_of(file.rows[row])
    if not png:
        raise RefusalError("ATTACHMENT-UNKNOWN", name=f"{row + 1}.png")
    answer = Response(png, mimetype="image/png")
    answer.headers["Cache-Control"] = "private, max-age=300"
    return answer


def _sayer(what: str, values: dict[str, Any]) -> Callable[..., Markup]:
    """Return what says a sentence of the house's template by its name, filled as in the .docx."""
    lang = language()
    words = WORDS[lang] | (NOTE_WORDS[lang] if what == "note" else {})

    def say(name: str, **more: Any) -> Markup:
        return Markup(current_app.jinja_env.from_string(words[name]).render(**values, **more))  # noqa: S704 - our own sentence, its values escaped

    return say


def _asked(address: str) -> tuple[str, RequestFile]:
    """Return which paper is asked for, and the request that has it."""
    what = request.args.get("what", "reply")
    if what not in PAPERS:
        raise RefusalError("REQUEST-VALUE", value=what[:40])
    return what, replied_file(address) if what == "reply" else file_of(address)

"""The whole ledger page by page, one entry, one record's history, and the ledger as a file."""

import csv
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.messages import say
from registry.model.people import INSIDE, Role
from registry.services.office.calendar import today
from registry.services.office.ledger_words import EntryInWords
from registry.services.office.table_book import as_text, table_book
from registry.services.register import ledger_pages
from registry.services.register.ledger_pages import Asked, LedgerPage
from registry.services.register.verify import verified
from web.frame import parameters
from web.frame.downloads import download, made_file
from web.frame.guard import WORKERS, current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.wording.filters import moment
from web.frame.wording.ledger_lines import done_word, lines, shown

blueprint = Blueprint("ledger", __name__, url_prefix="/ledger")

FILTERS = ("kind", "who", "batch", "code", "from", "to")
_AT = ("before", "after")
_LONGEST = 120


@blueprint.get("")
@guarded(*WORKERS)
def listed() -> str:
    """Show a page of the ledger, the newest first, of what the filters ask for."""
    parameters.known_only(request.args, (*FILTERS, *_AT))
    asked = _asked()
    found = ledger_pages.page_of(registry(), asked, current_person(), **_cursor())
    newest = verified(registry(), 1)
    lang = language()
    return render_template(
        "ledger/listed.html",
        entries=[shown(one) for one in found.entries],
        asked=_typed(),
        kinds=[(code, say(word, lang)) for code, word in ledger_pages.kinds()],
        writers=ledger_pages.writers(registry()),
        head=ledger_pages.head_of(registry()),
        verified=newest[0] if newest else None,
        **_around(found),
    )


@blueprint.get("/entry/<seq>")
@guarded(*WORKERS)
def entry(seq: str) -> str:
    """Show one entry with everything that it says, and its hash."""
    return render_template(
        "ledger/entry.html",
        entry=shown(ledger_pages.entry_of(registry(), parameters.seen(seq), current_person())),
        newest=ledger_pages.head_of(registry()).seq,
    )


@blueprint.get("/record/<table>/<record>")
@guarded(*sorted(INSIDE), Role.CARRIER)
def record(table: str, record: str) -> str:
    """Show what happened to one record and its parts; a carrier's own masts and requests to itself."""
    parameters.known_only(request.args, _AT)
    found = ledger_pages.page_of_record(registry(), table, record, current_person(), **_cursor())
    entries = [shown(one) for one in found.entries]
    own = next((one for one in found.entries if (one.table, one.record) == (table, record)), None)
    return render_template(
        "ledger/record.html",
        entries=entries,
        what=say(own.what, language()) if own is not None else entries[0]["what"] if entries else record,
        record=record,
        **_around(found, table=table, record=record),
    )


@blueprint.get("/ledger.xlsx")
@guarded(*WORKERS)
def book() -> Response:
    """Send what the filters ask for as a workbook, a row a value."""
    parameters.known_only(request.args, FILTERS)
    rows = [list(row) for row in _rows()]
    return download(table_book(registry(), _("Sổ cái"), _header(), rows), _name("xlsx"), rows=len(rows))


@blueprint.get("/ledger.csv")
@guarded(*WORKERS)
def text() -> Response:
    """Send the same as CSV."""
    parameters.known_only(request.args, FILTERS)

    def write(path: Path) -> None:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            table = csv.writer(file)
            table.writerow(_header())
            for row in _rows():
                table.writerow([as_text(cell) for cell in row])

    return made_file(write, _name("csv"))


def _header() -> list[str]:
    return [
        _("Mục sổ cái"), _("Lúc"), _("Người ghi"), _("Lô"), _("Loại lô"), _("Tệp"), _("Trang tính"),
        _("Dòng"), _("Bản ghi"), _("Việc"), _("Trường"), _("Trước"), _("Sau"), _("Mã bản ghi"),
        _("Mã băm của mục"),
    ]  # fmt: skip


def _rows() -> Iterator[list[Any]]:
    lang = language()
    for one in ledger_pages.exported(registry(), _asked(), current_person()):
        for name, before, after in lines(one) or [("", "", "")]:
            yield _row(one, lang, name, before, after)


def _row(one: EntryInWords, lang: Any, name: str, before: str, after: str) -> list[Any]:
    return [
        one.seq, moment(one.at), one.who, one.batch, say(one.batch_kind, lang), one.file, one.sheet,
        one.row or "", say(one.what, lang), done_word(one), name, before, after,
        f"{one.table} {one.record}", one.hash,
    ]  # fmt: skip


def _name(ending: str) -> str:
    return f"so-cai-{today():%Y%m%d}.{ending}"


def _asked() -> Asked:
    typed = _typed()
    return Asked(
        kind=typed["kind"],
        who=typed["who"],
        batch=typed["batch"],
        code=typed["code"],
        first=_day("from"),
        last=_day("to"),
    )


def _day(name: str) -> dt.date | None:
    return parameters.day(request.args, name) if request.args.get(name) else None


def _typed() -> dict[str, str]:
    return {name: request.args.get(name, "").strip()[:_LONGEST] for name in FILTERS}


def _cursor() -> dict[str, int | None]:
    found = {name: parameters.whole(request.args, name) for name in _AT}
    if found["before"] is not None and found["after"] is not None:
        raise RefusalError(
            "WEB-PARAMETER", name="after", value=str(found["after"]),
            wanted_vi="chỉ một trong hai: before, after", wanted_en="one of both only: before, after",
        )  # fmt: skip
    return found


def _around(found: LedgerPage, **path: Any) -> dict[str, Any]:
    """Return the addresses of the pages beside one, and of the files of the same filters."""
    kept: dict[str, Any] = {name: value for name, value in _typed().items() if value}

    def address(**at: Any) -> str:
        return url_for(str(request.endpoint), **path, **kept, **at)

    return {
        "first": address(),
        "older": "" if found.older is None else address(before=found.older),
        "newer": "" if found.newer is None else address(after=found.newer),
        "book": url_for("ledger.book", **kept),
        "text": url_for("ledger.text", **kept),
    }

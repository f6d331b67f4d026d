"""The desk's first page: what is due, late, waits for others, is mine; and the same as a workbook."""

from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _

from registry.columns import fold
from registry.model.alphabet import in_alphabet
from registry.model.people import Role
from registry.model.requests.desk import RequestState, is_request_number
from registry.services.appraise.asked_spots import raised
from registry.services.office.calendar import today
from registry.services.office.table_book import table_book
from registry.services.requests.queue import QueueItem, overview, queue
from registry.services.requests.reading import list_requests
from web.frame import parameters
from web.frame.downloads import download
from web.frame.guard import SENDERS, current_person, guarded
from web.frame.office import context, registry
from web.frame.packages import field_waits
from web.frame.people import gone_officers, left_behind, officers, organisation_names, own_code, who
from web.requests.frame import drafts_of, may_issue, may_judge
from web.requests.request import READ, blueprint
from web.requests.words import KINDS, LISTS, SORTS, STATES

__all__ = ["blueprint"]

_NAMES = ("show", "q", "sort", "officer", "organisation", "commune", "kind")


@dataclass(frozen=True)
class Seen:
    """What the queue shows: its lists, the one chosen, its items after filters, and what may be chosen.

    ``elsewhere`` counts what matches in the lists that hold all the others, where the chosen one has none.
    """

    lists: dict[str, list[QueueItem]]
    chosen: str
    items: list[QueueItem]
    asked: dict[str, str]
    names: dict[str, str]
    communes: dict[str, str]
    elsewhere: dict[str, int]


def waiting() -> int:
    """Return how many requests wait: for a carrier to supplement, to be taken up, to be issued."""
    own = own_code(current_person())
    found = list_requests(registry(), own)
    if own is None:
        takes, issues = may_judge(), may_issue()
        return sum(
            (takes and item.open and left_behind(item.officer))
            or (issues and item.state is RequestState.SUBMITTED)
            for item in found
        )
    return sum(item.state is RequestState.SUPPLEMENT for item in found)


@blueprint.get("")
@guarded(*READ)
def start() -> str:
    """Show the queue with its lists, filters and counts."""
    seen, own = _seen(), own_code(current_person())
    everything = [item for items in seen.lists.values() for item in items]
    return render_template(
        "requests/queue.html",
        lists=[
            (
                name,
                # what lies with another party, as the office says, lies with the carrier itself
                LISTS[name] if own is None or name != "waiting" else STATES["supplement"],
                len(items),
                _address(seen.asked, show=name),
            )
            for name, items in seen.lists.items()
        ],
        chosen=seen.chosen,
        items=seen.items,
        names=seen.names,
        communes=seen.communes,
        asked=seen.asked,
        filtered=any(seen.asked[name] for name in ("q", "officer", "organisation", "commune", "kind")),
        all_of_list=_address({}, show=seen.chosen),
        elsewhere=[
            (LISTS[name], count, _address(seen.asked, show=name)) for name, count in seen.elsewhere.items()
        ],
        workbook=_address(seen.asked, "requests.queue_book", show=seen.chosen),
        officers=sorted({item.request.officer for item in everything if item.request.officer}),
        organisations={
            code: seen.names.get(code, code)
            for code in sorted({one.request.organisation for one in everything})
        },
        sorts=SORTS,
        kinds=KINDS,
        states=STATES,
        empty=not everything,
        may_send=current_person().is_one_of(*SENDERS),
        is_carrier=own is not None,
        own=own,
        officers_to_give=officers() if may_judge() else [],
        gone=gone_officers() if may_judge() else {},
        open_drafts=drafts_of(own, who()) if current_person().is_one_of(*SENDERS) else [],
        today=today(),
        field_waits=field_waits() if current_person().is_staff else [],
        asked_much=raised(registry()) if current_person().is_staff else [],
    )


@blueprint.get("/queue.xlsx")
@guarded(*READ)
def queue_book() -> Response:
    """Send what the queue shows as a workbook."""
    seen, own = _seen(), own_code(current_person())
    header = [_("Số hồ sơ"), _("Loại hồ sơ"), _("Đơn vị đề nghị"), _("Số công văn"), _("Ngày công văn"),
              _("Ngày tiếp nhận"), _("Trạng thái"), _("Hạn trả lời"), _("Còn lại (ngày làm việc)"),
              _("Số vị trí"), _("Xã, phường")]  # fmt: skip
    if own is None:
        header += [_("Đã quyết định"), _("Người xử lý")]
    rows: list[list[Any]] = []
    for item in seen.items:
        one = item.request
        row: list[Any] = [
            one.number, str(KINDS[one.kind.value]), seen.names.get(one.organisation, one.organisation),
            one.letter_number, one.letter_date, one.received_on, str(STATES[one.state.value]), item.due_on,
            item.clock.left_days if one.open else None, item.rows,
            ", ".join(sorted((seen.communes.get(code, code) for code in item.communes), key=in_alphabet)),
        ]  # fmt: skip
        rows.append([*row, item.decided, one.officer] if own is None else row)
    title = _("Hồ sơ đề nghị")
    content = table_book(registry(), title, header, rows)
    return download(content, f"{title} {today():%Y-%m-%d}.xlsx", rows=len(rows))


def _seen() -> Seen:
    parameters.known_only(request.args, _NAMES)
    person = current_person()
    own = own_code(person)
    found = queue(registry(), who() if person.name == "" else person.name, organisation=own)
    ended = [item for item in overview(registry(), today(), organisation=own) if not item.request.open]
    lists: dict[str, list[QueueItem]] = {
        "mine": list(found.mine),
        "turn": list(found.turn),
        # in reach while one has own files
        "new": [item for item in found.all if own is None and left_behind(item.request.officer)],
        "due": list(found.due_today),
        "overdue": list(found.overdue),
        "returned": list(found.returned),
        "waiting": list(found.waiting),
        "leader": list(found.with_leader),
        "all": list(found.all),
        "closed": ended[::-1],
    }
    if not may_judge():  # nobody gives a request to who judges none
        lists = {name: items for name, items in lists.items() if name not in ("mine", "turn", "new")}
    if own is not None:
        lists = {
            "all": list(found.all),
            "office": list(found.with_office),
            "waiting": list(found.with_sender),
            "closed": lists["closed"],
        }
    chosen = request.args.get("show", "")
    if chosen not in lists:
        first = ("leader",) if person.is_one_of(Role.LEADER) and person.name else ()
        order = (*first, "overdue", "due", "mine", "all", *(("closed",) if own is not None else ()))
        chosen = next((name for name in order if lists.get(name)), "all")
    names = organisation_names()
    communes = {unit.code: unit.name for unit in context().units.communes}
    asked = {name: request.args.get(name, "").strip()[:200] for name in _NAMES}
    items = [item for item in lists[chosen] if _matches(item, asked, names, communes)]
    if asked["sort"] == "received":
        items.sort(key=lambda item: item.request.received_on, reverse=True)
    elif asked["sort"] == "organisation":
        items.sort(key=lambda item: names.get(item.request.organisation, item.request.organisation))
    used = {code for group in lists.values() for item in group for code in item.communes}
    known = sorted(((communes.get(code, code), code) for code in used), key=lambda one: in_alphabet(one[0]))
    elsewhere = {} if items else _matching(lists, chosen, asked, names, communes)
    return Seen(lists, chosen, items, asked, names, {code: name for name, code in known}, elsewhere)


def _matching(
    lists: dict[str, list[QueueItem]],
    chosen: str,
    asked: dict[str, str],
    names: dict[str, str],
    communes: dict[str, str],
) -> dict[str, int]:
    counts = {
        name: sum(_matches(item, asked, names, communes) for item in lists[name])
        for name in ("all", "closed")
        if name != chosen and name in lists
    }
    return {name: count for name, count in counts.items() if count}


def _matches(item: QueueItem, asked: dict[str, str], names: dict[str, str], communes: dict[str, str]) -> bool:
    found = item.request
    for name, own in (
        ("officer", found.officer), ("organisation", found.organisation), ("kind", found.kind.value),
    ):  # fmt: skip
        if asked[name] and asked[name] != own:
            return False
    if asked["commune"] and asked["commune"] not in item.communes:
        return False
    texts = (
        found.number, found.organisation, names.get(found.organisation, ""), found.letter_number,
        found.file_name, found.officer, found.issued_number,
        *(communes.get(code, "") for code in item.communes),
    )  # fmt: skip
    held = [fold(text) for text in texts]
    return all(
        word == found.number if is_request_number(word) else any(fold(word) in text for text in held)
        for word in asked["q"].split()
    )


def _address(asked: dict[str, str], endpoint: str = "requests.start", **own: str) -> str:
    """Return the address of the queue with these filters; what is empty or usual is left out."""
    values: dict[str, Any] = {
        name: text for name, text in {**asked, **own}.items() if text and (name, text) != ("sort", "due")
    }
    return url_for(endpoint, **values)

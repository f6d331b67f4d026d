"""Exercise: a storm's bulletin is entered, its list read, letters sent, an outage reported.

The bulletin is that of the illustrative office's exercise, under a name of the try's own.
"""

from pathlib import Path
from typing import Any

from registry.course.lesson import COACH, Lesson, Look, Made, Start, Told, missing, right, wrong
from registry.demo.storm import yagi_bulletin
from registry.errors import RefusalError
from registry.model.storm.storm_records import OrderState, StormState
from registry.services.office.calendar import now
from registry.services.outages.events import close_event, event_of
from registry.services.storm.file import StormFile
from registry.services.storm.orders import list_orders
from registry.services.storm.storms import close_storm, get_storm
from registry.services.storm.two_lists import kept_lists
from registry.storm.reading import read_track

FIRST = "first"
_LETTERS = "bcdfghklmnpqrstv"
_CLEARED = "Bài tập: không có bão thật"


def _make(start: Start) -> Made:
    name = "Tap" + "".join(_LETTERS[int(sign, 16)] for sign in start.tag)
    path: Path = start.folder / f"ban-tin-{name.lower()}.txt"
    path.write_text(yagi_bulletin(now()).replace("Yagi", name), encoding="utf-8")
    return Made(
        {"name": name, "year": start.day.year, "letter": start.letter, "points": _points(path)}, (path,)
    )


def _points(path: Path) -> int:
    track = read_track(path.read_text(encoding="utf-8"), {}, now().year).track
    return 0 if track is None else len(track.points)


def _check(look: Look) -> list[Told]:
    file = _storm(look)
    if file is None:
        name = look.material["name"]
        return [missing(step, "COURSE-NO-STORM", name=name) for step in ("pasted", FIRST, "sent", "outage")]
    return [_pasted(look, file), _first(look, file), _sent(look, file), _outage(look)]


def _storm(look: Look) -> StormFile | None:
    """Return the storm that the learner entered under the try's name; None where there is none."""
    for entry in reversed(look.entered("storms")):
        after = entry.change.after or {}
        if (
            entry.change.before is None
            and after.get("name", "").casefold() == look.material["name"].casefold()
        ):
            try:
                return get_storm(look.registry, entry.change.record)
            except RefusalError:  # taken back with its batch
                continue
    return None


def _pasted(look: Look, file: StormFile) -> Told:
    found, wanted = len(file.track.points), look.material["points"]
    if found < wanted:
        return wrong("pasted", "COURSE-TRACK-SHORT", found=found, wanted=wanted)
    return right("pasted", "COURSE-TRACK-READ", name=file.storm.name, count=found)


def _first(look: Look, file: StormFile) -> Told:
    typed = look.answer(FIRST)
    if not typed:
        return missing(FIRST, "COURSE-NOT-ANSWERED")
    every = [kept_lists(look.registry, file.track, to_come=ahead).may_fall for ahead in (True, False)]
    codes = [one[0].code for one in every if len(one)]
    if typed.casefold() not in {code.casefold() for code in codes}:
        return wrong(FIRST, "COURSE-FIRST-WRONG", typed=typed)
    return right(FIRST, "COURSE-FIRST-RIGHT", code=typed)


def _sent(look: Look, file: StormFile) -> Told:
    orders = list_orders(look.registry, file.storm.id)
    if not orders:
        return missing("sent", "COURSE-NO-ORDERS", name=file.storm.name)
    gone = [one for one in orders if one.state is OrderState.SENT]
    if not gone:
        return missing("sent", "COURSE-ORDERS-DRAFT", count=len(orders))
    return right("sent", "COURSE-ORDER-SENT", number=gone[0].number, recipient=gone[0].recipient_name)


def _outage(look: Look) -> Told:
    events, reports = _events(look), look.entered("outage_reports")
    if not events:
        return missing("outage", "COURSE-NO-EVENT")
    own = [one for one in reports if (one.change.after or {}).get("event") in events]
    if not own:
        return missing("outage", "COURSE-NO-REPORT")
    return right("outage", "COURSE-REPORTED", operator=str((own[-1].change.after or {}).get("operator", "")))


def _events(look: Look) -> list[Any]:
    return [one.change.record for one in look.entered("outage_events") if one.change.before is None]


def _clear(look: Look) -> None:
    file = _storm(look)
    if file is not None and file.storm.state is StormState.OPEN:
        close_storm(
            look.registry, file.storm.id, seen=file.storm.version, reason=_CLEARED, who=COACH,
            before_its_end=True,
        )  # fmt: skip
    for event in _events(look):
        found = event_of(look.registry, event)
        if found.open:
            close_event(look.registry, event, seen=found.version, who=COACH)


LESSON = Lesson(_make, _check, _clear)

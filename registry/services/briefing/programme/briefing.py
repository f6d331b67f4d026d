"""What the programme says in the office's briefing: done, to be done this month, late, coming."""

from collections.abc import Iterable, Sequence

from registry.messages import Language, Words, say
from registry.model.briefing.briefings import Group, Line, Number, Span
from registry.model.briefing.programmes import Standing, Task, TaskState
from registry.services.briefing.programme.months import months_words
from registry.services.briefing.programme.tasks import at_work, due_in
from registry.services.office.brief_parts import BriefPart
from registry.services.office.registry import Registry
from registry.store.briefing.programmes import load_tasks

TASK = "programme_task"
_WORDS = {
    "done": Words("nhiệm vụ đã xong", "tasks done"),
    "now": Words("nhiệm vụ của tháng này", "tasks of this month"),
    "late": Words("nhiệm vụ quá hạn", "tasks overdue"),
    "coming": Words("nhiệm vụ đến hạn", "tasks due"),
}


def numbers(registry: Registry, span: Span, lang: Language) -> Sequence[Number]:
    """Return the numbers of the programme: tasks of the year of ``span.day`` and of that before."""
    year = span.day.year
    with registry.database.read() as connection:
        tasks = [one for each in (year - 1, year, year + 1) for one in load_tasks(connection, each)]

    def number(name: str, group: Group, held: Iterable[Task]) -> Number:
        lines = tuple(_line(one, lang) for one in held)
        return Number(f"programme.{name}", group, say(_WORDS[name], lang), lines, TASK)

    late = [one for one in tasks if one.standing(span.day) is Standing.LATE]
    return (
        number(
            "done", Group.DONE,
            (one for one in tasks if one.state is TaskState.DONE and span.holds(one.done_on)),
        ),
        number("now", Group.OPEN, (one for one in at_work(tasks, span.day) if one not in late)),
        number("late", Group.LATE, late),
        number("coming", Group.COMING, due_in(tasks, span.day, span.next[1])),
    )  # fmt: skip


def _line(one: Task, lang: Language) -> Line:
    done = one.state is TaskState.DONE
    return Line(
        one.id,
        f"{one.number or one.ordinal}. {one.content}",
        who=one.officer,
        on=one.done_on if done else one.last_day,
        note=one.evidence if done else months_words(one, lang),
        kind=TASK,
        record=one.id,
    )


PART = BriefPart("programme", 5, Words("Chương trình công tác", "The programme"), numbers)

"""How far the register shows a task to be: a campaign's masts, answered letters; shown, never set by itself.

A task may also be linked to a number of done things of a room ("number:requests.agreed"): then what was done
in its months is counted.
"""

import datetime as dt
from collections.abc import Mapping, Sequence

from registry.messages import Language, Words, say, unit
from registry.model.briefing.briefings import Group, Span, SpanKind
from registry.model.briefing.programmes import Progress, Task
from registry.services.office.brief_parts import BriefPart
from registry.services.office.calendar import today
from registry.services.office.registry import Registry

NUMBER = "number"
_COUNTED = Words("{count} {words} từ {first} đến {last}", "{count} {words} from {first} to {last}")
_WORDS = Words("Số việc đã làm", "Number of things done")


def choices(
    registry: Registry, parts: Sequence[BriefPart], lang: Language = "vi"
) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a task may be linked to: by what it is, ("kind:id", words) of each."""
    found = [
        (say(measure.words, lang), [(f"{measure.kind}:{key}", words) for key, words in
                                    measure.choices(registry, lang)])
        for part in parts
        for measure in part.measures
    ]  # fmt: skip
    day = today()
    numbers = [
        (f"{NUMBER}:{number.code}", f"{say(part.title, lang)}: {number.words}")
        for part in sorted(parts, key=lambda part: part.at)
        if part.code not in ("programme", "conclusions")
        for number in part.numbers(registry, Span(SpanKind.WEEK, day, day, day), lang)
        if number.group is Group.DONE
    ]
    return [*((words, some) for words, some in found if some), (say(_WORDS, lang), numbers)]


def progress_of(
    registry: Registry, parts: Sequence[BriefPart], tasks: Sequence[Task], lang: Language = "vi"
) -> Mapping[str, Progress]:
    """Return what the register shows of tasks that are linked, by their ids; of others nothing."""
    measures = {measure.kind: measure for part in parts for measure in part.measures}
    found: dict[str, Progress] = {}
    for task in tasks:
        if task.link_kind == NUMBER:
            made = _counted(registry, parts, task, lang)
        elif task.link_kind in measures:
            made = measures[task.link_kind].progress(registry, task.link, lang)
        else:
            continue
        if made is not None:
            found[task.id] = made
    return found


def _counted(registry: Registry, parts: Sequence[BriefPart], task: Task, lang: Language) -> Progress | None:
    first, last, day = task.first_day, task.last_day, today()
    part = next((one for one in parts if one.code == task.link.partition(".")[0]), None)
    if first is None or last is None or part is None or first > day:
        return None
    span = Span(SpanKind.MONTH, first, min(last, day), min(last, day))
    number = next((one for one in part.numbers(registry, span, lang) if one.code == task.link), None)
    if number is None:
        return None
    said = say(_COUNTED, lang).format(
        count=len(number),
        words=unit(number.words, len(number), lang),
        first=_shown(first),
        last=_shown(span.last),
    )
    return Progress(said, len(number))


def _shown(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"

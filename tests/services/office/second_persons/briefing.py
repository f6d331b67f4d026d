"""Deeds on what meetings concluded and on tasks of the programme."""

from registry.services.briefing import conclusions
from registry.services.briefing.programme import deeds
from registry.services.briefing.programme.deeds import TaskTyped
from tests.services.office.second_persons.second import F, Second, record

_TABLE, _ONE = "briefing_conclusions", "conclusion"
_TASKS, _TASK, _DONE = "programme_tasks", "task", "done task"

DEEDS: dict[str, Second] = {
    "briefing.conclusions.amend_conclusion": record(
        _TABLE, _ONE, conclusions.amend_conclusion, task="soạn báo cáo", officer="lan", due_on=None, **F
    ),
    "briefing.conclusions.finish_conclusion": record(
        _TABLE, _ONE, conclusions.finish_conclusion, outcome="đã gửi", **F
    ),
    "briefing.conclusions.drop_conclusion": record(
        _TABLE, _ONE, conclusions.drop_conclusion, reason="không cần nữa", **F
    ),
    "briefing.conclusions.follow_again": record(_TABLE, _ONE, conclusions.follow_again, **F),
    "briefing.programme.deeds.amend_task": record(
        _TASKS, _TASK, deeds.amend_task, TaskTyped("kiểm tra cột, cáp", months=(4,)), **F
    ),
    "briefing.programme.deeds.begin_task": record(_TASKS, _TASK, deeds.begin_task, **F),
    "briefing.programme.deeds.finish_task": record(
        _TASKS, _TASK, deeds.finish_task, evidence="biên bản 12", **F
    ),
    "briefing.programme.deeds.drop_task": record(_TASKS, _TASK, deeds.drop_task, reason="không cần", **F),
    "briefing.programme.deeds.reopen_task": record(_TASKS, _DONE, deeds.reopen_task, **F),
    "briefing.programme.deeds.link_task": record(
        _TASKS, _TASK, deeds.link_task, link_kind="letters", link="reminder", **F
    ),
}

"""Deeds on what meetings concluded."""

from registry.services.briefing import conclusions
from tests.services.office.second_persons.second import F, Second, record

_TABLE, _ONE = "briefing_conclusions", "conclusion"

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
}

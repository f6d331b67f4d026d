"""What the pages of imports share: a file is kept, looked at, and what it would change is told."""

from collections.abc import Sequence
from typing import Any

from registry.errors import RefusalError
from registry.messages import say
from registry.model.issues import Issue
from registry.model.people import Role
from registry.services.office.preview import ImportOutcome
from registry.services.office.record_words import column_word, value_words
from registry.typed_text import within
from web.frame import parameters
from web.frame.guard import current_person
from web.frame.issues import issue_view
from web.frame.languages import language

WRITERS = (Role.ADMINISTRATOR, Role.APPRAISER)
"""Who brings files in."""

SHOWN = 200
"""Issues and records of a preview; all are counted."""

_ORDER = ("error", "warning", "info")


def may_write() -> bool:
    """Whether the person brings files in."""
    return current_person().is_one_of(*WRITERS)


def terms_of(values: Any, names: Sequence[str]) -> dict[str, str]:
    """Return the fields of a form about a file, each taken whole or refused."""
    return {name: within(values.get(name), 300) for name in names}


def needed_day(text: str, refusal: str) -> Any:
    """Return a day that has to be there; refused with a code of its own where nothing is written."""
    found = parameters.written_day(text)
    if found is None:
        raise RefusalError(refusal)
    return found


def preview(outcome: ImportOutcome, table: str) -> dict[str, Any]:
    """Return what a template needs to tell an outcome: counts, issues, records with what changes in them."""
    lang = language()
    issues = _issues(outcome.issues)
    return {
        "counts": outcome.counts,
        "issues": issues[:SHOWN],
        "more_issues": max(0, len(issues) - SHOWN),
        "records": [
            (
                row.kind.value,
                row.code,
                [
                    (
                        say(column_word(table, one.field), lang),
                        say(value_words(table, one.field, one.before), lang),
                        say(value_words(table, one.field, one.after), lang),
                    )
                    for one in row.fields
                ],
            )
            for row in outcome.rows[:SHOWN]
        ],
        "more_records": max(0, len(outcome.rows) - SHOWN),
    }


def _issues(found: Sequence[Issue]) -> list[dict[str, Any]]:
    return sorted(map(issue_view, found), key=lambda item: _ORDER.index(item["severity"]))

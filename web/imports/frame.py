"""What the pages of imports share: who brings files in, and the fields of a form about one."""

from collections.abc import Sequence
from typing import Any

from registry.errors import RefusalError
from registry.model.people import Role
from registry.typed_text import within
from web.frame import parameters
from web.frame.guard import current_person

WRITERS = (Role.ADMINISTRATOR, Role.APPRAISER)
"""Who brings files in."""


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

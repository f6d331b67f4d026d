"""What the pages of regulations share: the blueprint, and who does what."""

from flask import Blueprint

from registry.model.people import Role
from web.frame.guard import current_person

blueprint = Blueprint("regulations", __name__, url_prefix="/regulations")

WRITERS = (Role.ADMINISTRATOR, Role.APPRAISER, Role.LEADER)
"""Who enters a regulation and proposes it."""


def may_write() -> bool:
    """Whether the person enters regulations."""
    return current_person().is_one_of(*WRITERS)

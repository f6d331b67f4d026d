"""The people who sign in: their roles, and the person for whom an answer is made."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What an account may be; an account has one or several."""

    ADMINISTRATOR = "administrator"
    APPRAISER = "appraiser"
    LEADER = "leader"
    INSPECTOR = "inspector"
    DUTY_OFFICER = "duty_officer"
    CARRIER = "carrier"  # bound to an organisation: an operator or a tower company
    CONSULTED = "consulted"  # a commune or a body, bound to a territory or a layer
    VIEWER = "viewer"


STAFF: frozenset[Role] = frozenset(
    {Role.ADMINISTRATOR, Role.APPRAISER, Role.LEADER, Role.INSPECTOR, Role.DUTY_OFFICER}
)
"""The office's own people who work in the register."""

INSIDE: frozenset[Role] = STAFF | {Role.VIEWER}
"""Who reads the register unmasked: the staff, and the office's readers, who change nothing."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks. ``name`` is "" for a visitor who has not signed in and at an open desk without accounts.

    ``organisation`` is the code of an operator or the name of a tower company, ``territory`` the code of a
    commune or the name of a layer; both "" where the account is not bound. ``id`` is the account's key.
    """

    name: str = ""
    roles: frozenset[Role] = frozenset()
    organisation: str = ""
    territory: str = ""
    id: str = ""

    def is_one_of(self, *roles: Role) -> bool:
        """Whether the person has any of these roles."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_staff(self) -> bool:
        """Whether the person works in the register for the office."""
        return not self.roles.isdisjoint(STAFF)

    @property
    def sees_all(self) -> bool:
        """Whether answers for this person are unmasked."""
        return not self.roles.isdisjoint(INSIDE)

    @property
    def bound_to(self) -> str | None:
        """The one organisation whose own records this person may see ("": no record); None: everybody's."""
        return None if self.sees_all else self.organisation


VISITOR = Person()
"""Somebody who has not signed in."""

OPEN_DESK = Person(roles=STAFF)
"""Whoever sits at the machine of a register without accounts, which no other machine can reach."""

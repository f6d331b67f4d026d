"""Who may use which address: declared at the view, enforced before every request.

A view says ``@guarded(*roles)`` or ``@guarded(public=True)``; an application with a view that says neither
is not made at all. While the register has no account the desk is open (and on loopback only).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Flask, g

from registry.errors import WrongCallError
from registry.model.people import OPEN_DESK, Person, Role

View = TypeVar("View", bound=Callable[..., Any])
_MARK = "bts_guard"


@dataclass(frozen=True, slots=True)
class Guard:
    """Who may use a view: everybody where ``public``, else whoever has one of ``roles``."""

    roles: frozenset[Role] = frozenset()
    public: bool = False

    def allows(self, person: Person) -> bool:
        """Whether the person may use the view."""
        return self.public or not self.roles.isdisjoint(person.roles)


def guarded(*roles: Role | str, public: bool = False) -> Callable[[View], View]:
    """Declare who may use a view; stands below the line that routes to it.

    Roles may be given as words ("appraiser"); a word that is no role is a ValueError at import.
    """
    if public == bool(roles):
        raise WrongCallError("a guard names roles, or is public")
    guard = Guard(frozenset(Role(role) for role in roles), public)

    def mark(view: View) -> View:
        setattr(view, _MARK, guard)
        return view

    return mark


def guard_of(app: Flask, endpoint: str) -> Guard | None:
    """Return what was declared at the view of an endpoint; None where nothing was."""
    found: Guard | None = getattr(app.view_functions[endpoint], _MARK, None)
    return found


def current_person() -> Person:
    """Return who asks: the account signed in, a visitor, or the open desk of a register without accounts."""
    found: Person = g.get("person", OPEN_DESK)
    return found

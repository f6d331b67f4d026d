"""A view of the map (khung nhìn) that somebody keeps under a name."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedView:
    """What the map showed: ``address`` is all of it but the background's light, as the desk's address has it.

    ``account`` is the key of its maker ("" at an open desk), ``who`` the name; ``shared`` with the office's
    own people. ``night``: whether the background was drawn for the night.
    """

    id: str
    account: str
    name: str
    address: str
    night: bool
    shared: bool
    who: str
    at: str

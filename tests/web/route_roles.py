"""The groups of roles that the rules of routes name."""

from registry.model.people import INSIDE, STAFF, Role

EVERYBODY = None
"""Whoever asks, signed in or not."""

SIGNED_IN = frozenset(Role)
READERS = INSIDE | {Role.CARRIER}
SENDERS = STAFF | {Role.CARRIER}
OFFICERS = frozenset({Role.APPRAISER, Role.LEADER})
STORMS = OFFICERS | {Role.DUTY_OFFICER}
DUTY = frozenset({Role.DUTY_OFFICER, Role.LEADER, Role.ADMINISTRATOR})
PAPERS = OFFICERS | {Role.ADMINISTRATOR}
INSPECTING = OFFICERS | {Role.ADMINISTRATOR, Role.INSPECTOR}
ZONES = frozenset({Role.ADMINISTRATOR, Role.APPRAISER})

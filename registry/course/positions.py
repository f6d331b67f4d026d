"""Positions for exercises: planned ones of the illustrative province, judged first, each for one try only.

What is right for a position is what the product's own checks say of it, at the time of the check.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from registry.course.lesson import Start
from registry.course.practice_requests import write_list
from registry.demo.proposals import DemoProposal
from registry.demo.work_positions import APART_M, Positions
from registry.errors import RefusalError
from registry.model.findings import Verdict
from registry.services.office.calendar import in_vietnam, today
from registry.services.office.registry import Registry
from registry.services.requests.requests import preview_request
from registry.store.course.tries import tries_of
from registry.store.ledger import first_entry


@dataclass
class Practice:
    """The positions that a try may take: none that another try has."""

    found: Positions
    start: Start
    taken: list[DemoProposal]

    @classmethod
    def of(cls, start: Start) -> "Practice":
        """Judge the planned positions as the register stands, without those of tries that are not cleared."""
        found = Positions.of(start.registry, made_on(start.registry))
        used = _used(start.registry)
        for operator, items in found.left.items():
            found.left[operator] = [item for item in items if item.proposal.plan_code not in used]
        return cls(found, start, [])

    def asked(self) -> DemoProposal:
        """Return the next position on which a body has to be asked; refused as ``several`` is."""
        for operator, items in self.found.left.items():
            for item in items:
                if item.asks and item.verdict is Verdict.AGREE_WITH_CONDITIONS and self._apart(item.proposal):
                    self.found.left[operator].remove(item)
                    self.found.taken.append((item.proposal.x, item.proposal.y))
                    return self._own(item.proposal)
        raise RefusalError("COURSE-NO-POSITION")

    def several(self, wanted: Sequence[Verdict], operator: str = "") -> list[DemoProposal]:
        """Return positions of one ``operator`` ("": any) with these verdicts, as a list of theirs is judged.

        Refused (``COURSE-NO-POSITION``) where no operator has them: practice records are to be cleared.
        """
        for code in [one for one in self.found.left if operator in ("", one)]:
            before = list(self.found.taken)
            found: list[DemoProposal | None] = [self.found.take(code, verdict) for verdict in wanted]
            while None not in found:
                rows = [row for row in found if row is not None]
                off = [at for at, verdict in enumerate(self._judged(rows)) if verdict is not wanted[at]]
                if not off:
                    return [self._own(row) for row in rows]
                for at in off:  # a list says more than a plan does: who was asked to share
                    found[at] = self.found.take(code, wanted[at])
            self.found.taken = before
        raise RefusalError("COURSE-NO-POSITION")

    def _judged(self, rows: Sequence[DemoProposal]) -> list[Verdict]:
        """Return what a list of these positions would be told."""
        path = write_list(self.start, rows)
        found = preview_request(
            self.start.registry,
            path,
            organisation=rows[0].operator,
            name=path.name,
            received_on=self.start.day,
        )
        return [row.verdict for row in found.rows]

    def _apart(self, asked: DemoProposal) -> bool:
        return all(np.hypot(asked.x - x, asked.y - y) > APART_M for x, y in self.found.taken)

    def _own(self, found: DemoProposal) -> DemoProposal:
        self.taken.append(found)
        return replace(found, code=f"BT{self.start.tag}-{len(self.taken)}")

    @property
    def plans(self) -> list[str]:
        """The codes by which the positions of this try are known to be taken."""
        return [one.plan_code for one in self.taken]


def _used(registry: Registry) -> frozenset[str]:
    with registry.database.read() as connection:
        held = [one for one in tries_of(connection) if one.cleared_at is None]
    return frozenset(code for one in held for code in one.material.get("plans", ()))


def made_on(registry: Registry) -> dt.date:
    """Return the day for which the illustrative register was made."""
    with registry.database.read() as connection:
        first = first_entry(connection, "planned_positions")
    return today() if first is None else in_vietnam(first).date()

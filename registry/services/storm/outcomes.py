"""What a storm did: which masts fell and which went dark, by the reports and incidents of its events."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from registry.model.outages.outages import IncidentKind, LineState, ReportState
from registry.services.office.registry import Registry
from registry.store.outages import outages
from registry.storm.masts import StormMasts
from registry.storm.outage_cycles import answers_a_cycle


@dataclass(frozen=True, slots=True)
class Outcomes:
    """Sites of a storm's events: where a mast ``fell``, where a station went ``dark`` (also one of
    which was first heard when it was back).

    ``heard`` are the carriers of whose report something was understood, as on the board of their event: of
    the masts of others nobody knows what happened.
    """

    fell: frozenset[str]
    dark: frozenset[str]
    heard: frozenset[str]

    def known(self, masts: StormMasts) -> npt.NDArray[np.bool_]:
        """Return the masts of whose fate somebody reported: on each stands a carrier that was heard."""
        bits = sum(1 << bit for bit, code in enumerate(masts.operators) if code in self.heard)
        return np.asarray((masts.networks & bits) != 0, dtype=bool)

    def fallen(self, masts: StormMasts) -> npt.NDArray[np.bool_]:
        """Return which masts fell."""
        return _among(masts, self.fell)

    def darkened(self, masts: StormMasts) -> npt.NDArray[np.bool_]:
        """Return the masts with a station that went dark."""
        return _among(masts, self.dark)


def outcomes_of(registry: Registry, storm: str) -> Outcomes | None:
    """Return what happened in a storm; None where no carrier reported to any event of it."""
    fell, dark, heard = set[str](), set[str](), set[str]()
    with registry.database.read() as connection:
        for event in outages.load_events(connection):
            if event.storm != storm:
                continue
            reports = outages.load_reports(connection, event.id)
            sent = {one.id for one in reports if one.state is ReportState.SENT}
            heard |= {one.operator for one in reports if answers_a_cycle(one)}
            dark |= {
                line.site
                for line in outages.load_lines(connection, event.id)
                if line.site and line.state in (LineState.DOWN, LineState.RESTORED) and line.report in sent
            }
            fell |= {
                one.site
                for one in outages.load_incidents(connection, event.id)
                if one.site and one.kind is IncidentKind.MAST and not one.withdrawn
            }
    return Outcomes(frozenset(fell), frozenset(dark | fell), frozenset(heard)) if heard else None


def _among(masts: StormMasts, sites: frozenset[str]) -> npt.NDArray[np.bool_]:
    return np.fromiter((site in sites for site in masts.site_ids), dtype=bool, count=len(masts))

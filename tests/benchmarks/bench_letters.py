"""A storm's letters drafted at 200,000 masts: from the lists to the drafts kept, and one carrier's papers.

The registers are made for the purpose, as the compliance run's is; two masts of five state a design wind, so
that some are singled out and said why in two languages. The lists are laid out before: they are read by every
page of a storm (their first time, from the register, is a row of its own). The limit is what no drafting can
be without: the rows of the letters as JSON, and their hash.
"""

import datetime as dt
import hashlib
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import sqlalchemy as sa

from registry.demo.initialise import init_registry
from registry.model.storm.storm_records import StormOrder
from registry.model.storm.storms import StormTrack
from registry.services.office.calendar import now
from registry.services.office.registry import Registry, open_registry
from registry.services.storm.file import StormFile
from registry.services.storm.letters import order_book, order_letter
from registry.services.storm.ordered_masts import holders_of, needed_of, reach_of
from registry.services.storm.orders import Drafted, draft_orders, rows_of
from registry.services.storm.storms import BulletinText, record_storm
from registry.services.storm.two_lists import TwoLists, kept_lists
from registry.settings import read_settings
from registry.store.tables import structures
from tests.benchmarks import measure
from tests.benchmarks.bench_storm import storm_track
from tests.standing_register import fill

MASTS = 200_000
SIZES = (MASTS, MASTS // 10, MASTS // 100)
DESIGNS_MS = (25.0, 35.0, 45.0, 55.0)
WHO = "trực"


def run() -> list[dict[str, Any]]:
    """Measure and return the rows of the table."""
    found: dict[int, measure.Took] = {}
    for n in SIZES[1:]:
        with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
            found[n] = _Office(Path(folder), n).drafted()[0]
    with tempfile.TemporaryDirectory(prefix="bts-bench-") as folder:
        office = _Office(Path(folder), MASTS)
        found[MASTS], drafts = office.drafted()
        papers = _papers(office, drafts.made)
        peak = measure.process_peak_mib()
    letters, rows = len(drafts.made), sum(order.masts for order in drafts.made)
    return [
        measure.row(
            f"storm letters and orders drafted, {MASTS:,} masts",
            found[MASTS],
            limit=papers.limit,
            growth=found,
            goal_s=20.0,
            peak_mib=peak,
            note=f"{letters} letters with {rows:,} masts, {office.flagged:,} singled out and said why",
        ),
        measure.row(f"the lists of {MASTS:,} masts from the register, cold", office.cold),
        measure.row(f"one carrier's letter of {papers.masts:,} masts as .docx", papers.letter),
        measure.row(f"its list of {papers.masts:,} masts as a workbook", papers.book),
    ]


class _Office:
    """An office with a number of masts, and the storm that reaches them all."""

    def __init__(self, folder: Path, masts: int) -> None:
        settings = read_settings({"BTS_HOME": str(folder / "home")})
        init_registry(settings)
        self.registry: Registry = open_registry(settings)
        fill(self.registry, masts)
        with self.registry.database.write() as connection:
            for sign, design in enumerate(DESIGNS_MS):
                some = sa.func.substr(structures.c.id, -1) == str(sign)
                connection.execute(sa.update(structures).where(some).values(design_wind_ms=design))
        self.file: StormFile = record_storm(
            self.registry, _coming(storm_track()), BulletinText("bản tin", "tin.txt", "TT", "bulletin", {}),
            who=WHO,
        )  # fmt: skip
        self.cold = measure.once(self.lists)
        self.flagged = int(self.lists().may_fall.flagged.sum())

    def lists(self) -> TwoLists:
        """Return the lists of what is to come."""
        return kept_lists(self.registry, self.file.track, to_come=True)

    def drafted(self) -> tuple[measure.Took, Drafted]:
        """Draft the letters as the page does."""
        made: list[Drafted] = []
        lists = self.lists()

        def draft() -> None:
            made.append(
                draft_orders(
                    self.registry, self.file.storm.id, lists.may_fall.briefly(),
                    reach=reach_of(lists.exposure), needed=needed_of(lists.hurts_dark),
                    holders=holders_of(self.registry, lists.exposure.masts), seen=self.file.storm.version,
                    who=WHO,
                )
            )  # fmt: skip

        took = measure.once(draft)
        return took, made[0]


class _Papers:
    def __init__(self, masts: int, letter: measure.Took, book: measure.Took, limit: measure.Named) -> None:
        self.masts, self.letter, self.book, self.limit = masts, letter, book, limit


def _papers(office: _Office, orders: list[StormOrder]) -> _Papers:
    registry, first = office.registry, orders[0]
    rows = [rows_of(registry, order) for order in orders]

    def written() -> None:
        for one in rows:
            hashlib.sha256(orjson.dumps(one, option=orjson.OPT_SORT_KEYS)).hexdigest()

    limit = "the rows of all letters as JSON with their hash", measure.best(written)
    letter = measure.once(lambda: order_letter(registry, first.id))
    return _Papers(first.masts, letter, measure.once(lambda: order_book(registry, first.id)), limit)


def _coming(track: StormTrack) -> StormTrack:
    """Return the track from a day ago on, but for the first points a forecast."""
    start = now() - dt.timedelta(hours=24)
    points = tuple(
        replace(point, at=start + dt.timedelta(hours=6 * at), forecast=at > 4)
        for at, point in enumerate(track.points)
    )
    return replace(track, points=points)

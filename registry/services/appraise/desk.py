"""Lists that were dropped on the page: kept by hash, appraised in the background, found again by address.

What is kept is the sender's file (by its SHA-256) and a small record beside it; findings are computed from
them, so that they can be thrown away at any time. States: ``waiting -> working -> done | refused | faulty``.
"""

import datetime as dt
import gc
import json
import re
import secrets
import threading
from collections import OrderedDict
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import IO

from registry.errors import RefusalError
from registry.model.people import OPEN_DESK, Person
from registry.services.appraise.appraise_list import Appraisal, AppraisedRow, appraise_list
from registry.services.appraise.asked_spots import seen_appraisal, seen_rows
from registry.services.appraise.try_position import try_position
from registry.services.office.attachments import keep_stream, suffix_of
from registry.services.office.calendar import now
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.disclosure import hidden_layers

KEPT_IN_MEMORY = 12
LONG_FILE_BYTES = 500_000
"""A file of this size may hold ten thousand rows: what else is long is let go before it is judged."""
LONG_LIST_ROWS = 10_000
KEPT_ROWS = 60_000
"""So many rows of finished lists, together, are kept in memory: each takes about 2 kB with its findings in
columns, and more where its cells say much."""
_ID = re.compile(r"^[0-9a-f]{24}$")


@dataclass(frozen=True, slots=True)
class Received:
    """A list as it was received: the sender's file name, its hash, and how it is to be judged.

    ``organisation`` is the carrier's whose account handed it in; "" for a list of the office's own desk.
    """

    id: str
    name: str
    sha256: str
    operator: str
    as_of: str
    at: str
    organisation: str = ""
    who: str = ""
    counts: dict[str, int] | None = None  # of each verdict, once the list was judged


@dataclass(slots=True)
class Progress:
    """How far a list is: ``state``, the step being done, and the refusal if there is one."""

    state: str = "waiting"
    step: str = ""
    refusal: RefusalError | None = None
    started: dt.datetime = field(default_factory=now)


class AppraisalDesk:
    """Receives lists and answers with their appraisals; one at a time, so that no list starves the map."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry
        self._folder = registry.settings.home / "appraisals"
        self._pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="appraisal")
        self._lock = threading.Lock()
        self._progress: dict[str, Progress] = {}
        self._results: OrderedDict[str, Future[Appraisal]] = OrderedDict()
        self._masked: dict[tuple[object, ...], tuple[Appraisal, Appraisal]] = {}

    def receive(
        self,
        stream: IO[bytes],
        name: str,
        *,
        operator: str = "",
        as_of: dt.date | None = None,
        person: Person = OPEN_DESK,
    ) -> str:
        """Keep the file by its hash, start its appraisal, and return the address under which it is found."""
        self._folder.mkdir(parents=True, exist_ok=True)
        kept = keep_stream(self._registry, stream, name)
        received_at = now()
        received = Received(
            id=secrets.token_hex(12),
            name=Path(name).name or "list",
            sha256=kept.sha256,
            operator=operator,
            as_of=(as_of or received_at.date()).isoformat(),
            at=received_at.isoformat(timespec="milliseconds"),
            organisation="" if person.sees_all else person.organisation,
            who=person.name,
        )
        self._keep(received)
        with self._lock:
            self._start(received)
        return received.id

    def received_by(self, address: str, person: Person) -> Received:
        """Return the record of a list that a person may see; any other address is APPRAISAL-NOT-FOUND."""
        found = self.received(address)
        if not _may_see(found, person):
            raise RefusalError("APPRAISAL-NOT-FOUND", address=address)
        return found

    def result_for(self, address: str, person: Person) -> Appraisal:
        """Return the appraisal as a person may see it: a carrier its own lists, their findings masked."""
        self.received_by(address, person)
        appraisal = self.result(address)
        hidden = hidden_layers(person)
        if person.sees_all and not hidden:
            return appraisal
        day = now().date()  # what was withheld today may be asked for again tomorrow
        key = (address, person.organisation, person.territory, person.sees_all, hidden, day)
        with self._lock:
            held = self._masked.get(key)
        if held is None or held[0] is not appraisal:
            held = (appraisal, seen_appraisal(self._registry, person, appraisal))
            with self._lock:
                if address in self._results:  # else it was let go meanwhile, and so is this
                    self._masked[key] = held
        return held[1]

    def received(self, address: str) -> Received:
        """Return the record of a list; RefusalError APPRAISAL-NOT-FOUND for an address nobody gave."""
        path = self._folder / f"{address}.json"
        if not _ID.match(address) or not path.is_file():
            raise RefusalError("APPRAISAL-NOT-FOUND", address=address)
        return Received(**json.loads(path.read_text(encoding="utf-8")))

    def recent(self, limit: int = 10, person: Person = OPEN_DESK) -> list[Received]:
        """Return the latest lists that a person may see, newest first."""
        if not self._folder.is_dir():
            return []
        records = [Received(**json.loads(p.read_text(encoding="utf-8"))) for p in self._folder.glob("*.json")]
        records = [item for item in records if _may_see(item, person)]
        return sorted(records, key=lambda item: item.at, reverse=True)[:limit]

    def progress(self, address: str) -> Progress:
        """Return how far a list is; after a restart of the server it starts again."""
        received = self.received(address)
        with self._lock:
            known = self._progress.get(address)
            if known is None or address not in self._results:
                known = self._start(received)
        return known

    def known_state(self, address: str) -> str:
        """Return the state of a list without starting it again; "" where it is not in memory."""
        with self._lock:
            known = self._progress.get(address)
        return known.state if known is not None else ""

    def result(self, address: str, timeout: float | None = None) -> Appraisal:
        """Return the appraisal, waiting up to ``timeout`` seconds; raises the refusal of a refused list."""
        received = self.received(address)
        with self._lock:
            if address not in self._results:
                self._start(received)
            future = self._results[address]
            self._results.move_to_end(address)
            self._let_go()
        return future.result(timeout)

    def moved(
        self, address: str, row: int, lon: float, lat: float, person: Person = OPEN_DESK
    ) -> AppraisedRow:
        """Judge one row (its index) as if it stood elsewhere (EPSG:4326), by the register as it is now.

        The answer is as the person may see it.
        """
        appraisal = self.result(address)
        present = replace(appraisal, context=context_for(self._registry, appraisal.as_of))
        found = try_position(present, row, lon, lat)
        (seen,) = seen_rows(self._registry, person, [found], present.context, source=appraisal.file_name)
        return seen

    def close(self) -> None:
        """Stop taking lists; the one being judged is finished."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _start(self, received: Received) -> Progress:
        """Begin a list's appraisal (the lock is held); the oldest finished ones make room."""
        progress = self._progress[received.id] = Progress()
        self._results[received.id] = self._pool.submit(self._work, received, progress)
        self._let_go()
        return progress

    def _let_go(self) -> None:
        """Let finished lists go beyond what is kept, those asked for longest ago first (the lock is held)."""
        finished = [address for address, future in self._results.items() if future.done()]
        rows = {address: self._rows(address) for address in finished}
        for address in finished[:-1]:
            if len(self._results) <= KEPT_IN_MEMORY and sum(rows.values()) <= KEPT_ROWS:
                return
            del self._results[address], self._progress[address], rows[address]
            self._masked = {key: held for key, held in self._masked.items() if key[0] != address}

    def _make_room(self) -> None:
        """Let every finished long list go (the lock is held): reading and judging the next wants the room."""
        for address in [one for one, future in self._results.items() if future.done()]:
            if self._rows(address) >= LONG_LIST_ROWS:
                del self._results[address], self._progress[address]
                self._masked = {key: held for key, held in self._masked.items() if key[0] != address}

    def _rows(self, address: str) -> int:
        """Return how many rows a finished list holds in memory, with those of its masked forms."""
        future = self._results[address]
        if future.cancelled() or future.exception() is not None:
            return 0
        return len(future.result().rows) * (1 + sum(key[0] == address for key in self._masked))

    def _work(self, received: Received, progress: Progress) -> Appraisal:
        progress.state = "working"
        path = self._registry.settings.files / f"{received.sha256}{suffix_of(received.name)}"

        def say(step: str) -> None:
            progress.step = step

        if path.is_file() and path.stat().st_size >= LONG_FILE_BYTES:
            with self._lock:
                self._make_room()
            gc.collect()  # while a list is judged the collector rests: what was let go has to go now
        try:
            appraisal = appraise_list(
                self._registry,
                path,
                operator=received.operator,
                as_of=dt.date.fromisoformat(received.as_of),
                name=received.name,
                progress=say,
            )
        except RefusalError as error:
            # What is kept bears its hash as a name; the sender knows it by his own.
            named = {"name": received.name} if "name" in error.params else {}
            refusal = RefusalError(error.code, **{**error.params, **named})
            progress.state, progress.refusal = "refused", refusal
            raise refusal from error
        except BaseException:  # a fault of ours must not look like work for ever; it is raised to the reader
            progress.state = "faulty"
            raise
        if received.counts != appraisal.counts:
            self._keep(replace(received, counts=appraisal.counts))
        progress.state = "done"
        return appraisal

    def _keep(self, received: Received) -> None:
        """Write the record of a list; readers see the old one or the new one, never a part."""
        part = self._folder / f"{received.id}.part"
        part.write_text(json.dumps(asdict(received), ensure_ascii=False), encoding="utf-8")
        part.replace(self._folder / f"{received.id}.json")


def desk_of(registry: Registry) -> AppraisalDesk:
    """Return the desk of a register; one for the process."""
    with registry.lock:
        found: AppraisalDesk | None = registry.cache.get("appraisal-desk")
        if found is None:
            found = registry.cache["appraisal-desk"] = AppraisalDesk(registry)
    return found


def _may_see(received: Received, person: Person) -> bool:
    """Whether a list is the office's to see, or was handed in by the person's own organisation."""
    return person.sees_all or (person.organisation != "" and received.organisation == person.organisation)

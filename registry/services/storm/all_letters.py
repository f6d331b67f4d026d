"""Every letter in use of a storm with its list in one zip: made beside the pages, kept until the next."""

import datetime as dt
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from registry.messages import Language
from registry.model.jobs import Job
from registry.model.storm.storm_records import OrderState, StormOrder
from registry.model.vietnam_time import VIETNAM
from registry.services.office.calendar import in_vietnam
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry
from registry.services.storm.answers import progress_of
from registry.services.storm.orders import POWER
from registry.store.changes import stable_id

KIND = "storm-letters"
"""The kind of the job; its subject is the id of the storm."""
_LANGUAGES: tuple[Language, ...] = ("vi", "en")


def make(registry: Registry, storm: str, lang: Language, *, who: str) -> Job:
    """Have the zip of the letters made as they stand now."""
    options = {"lang": lang, "key": _key(registry, storm, lang)}
    return jobs.start(registry, KIND, storm, who=who, options=options)


@dataclass(frozen=True, slots=True)
class Made:
    """A zip made ``at``; since then ``sent`` letters were sent, ``redrafted`` ones are others now.

    Others are also those that are in use no more, and those whose number or day was put right.
    """

    path: Path
    at: dt.datetime
    sent: int
    redrafted: int

    @property
    def as_they_stand(self) -> bool:
        """Whether the letters in it say what they say now: one that was sent says the same."""
        return not self.redrafted


def made(registry: Registry, storm: str, lang: Language) -> Made | None:
    """Return the zip that was made last, with what changed since; None where none was made."""
    found = sorted(_folder(registry).glob(f"{storm}-{lang}-*.zip"), key=lambda path: path.stat().st_mtime_ns)
    if not found:
        return None
    with zipfile.ZipFile(found[-1]) as archive:
        before = orjson.loads(archive.comment or b"{}")
    standing = _orders(registry, storm)
    new = corrected = sent = 0
    for one in standing:
        rows, state, *paper = before.get(one.id, ("", ""))
        new += rows != one.rows_sha256
        corrected += (
            rows == one.rows_sha256 and state == OrderState.SENT and paper not in ([], [one.letter_sha256])
        )
        sent += rows == one.rows_sha256 and state != one.state and one.state is OrderState.SENT
    gone = len(before.keys() - {one.id for one in standing})
    redrafted = max(new, gone) + corrected  # one that was drafted anew is both
    at = dt.datetime.fromtimestamp(found[-1].stat().st_mtime, VIETNAM)
    return Made(found[-1], at, sent, redrafted)


def newest(registry: Registry, storm: str, lang: Language) -> Job | None:
    """Return the job that makes the letters as they stand now, None where there is none."""
    found = jobs.newest_job(registry, KIND, storm)
    return found if found is not None and found.options.get("key") == _key(registry, storm, lang) else None


def letters_job(registry: Registry, job: Job, told: jobs.Told) -> Mapping[str, Any]:
    """Write the zip (the work of the job)."""
    # Whoever only looks at the letters' page does not wait for the libraries of documents.
    from registry.services.storm.letters import order_book, order_letter  # noqa: PLC0415

    lang = next(one for one in _LANGUAGES if one == job.options["lang"])
    target = _folder(registry) / _key(registry, job.subject, lang)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = target.with_name(f".{job.id}.part")
    orders = _orders(registry, job.subject)
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for at, order in enumerate(orders, start=1):
                name = f"{at:02d}-{file_name(order)}"
                archive.writestr(f"{name}.docx", order_letter(registry, order.id, lang))
                archive.writestr(f"{name}.xlsx", order_book(registry, order.id, lang))
                told(at, len(orders))
            archive.comment = orjson.dumps(
                {one.id: [one.rows_sha256, one.state.value, one.letter_sha256] for one in orders}
            )
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    for older in target.parent.glob(f"{job.subject}-{lang}-*.zip"):
        if older != target:
            older.unlink(missing_ok=True)
    return {"letters": len(orders)}


def file_name(order: StormOrder) -> str:
    """Return what the files of a letter are called, without their endings."""
    kind = {"carrier": "ung-pho-bao", "power": "uu-tien-dien-luoi", "stand_down": "ket-thuc-ung-pho"}
    who = "dien-luc" if order.recipient == POWER else order.recipient.lower()[:12]
    return f"{kind[order.kind.value]}-{who}-{in_vietnam(order.at):%Y-%m-%d}"


def _orders(registry: Registry, storm: str) -> list[StormOrder]:
    return [item.order for item in progress_of(registry, storm)]


def _key(registry: Registry, storm: str, lang: Language) -> str:
    """Return a name for the letters of a storm as they stand: another one when any of them changes."""
    stands = sorted(f"{one.id} {one.version} {one.rows_sha256}" for one in _orders(registry, storm))
    return f"{storm}-{lang}-{stable_id('storm-letters', *stands)}.zip"


def _folder(registry: Registry) -> Path:
    return registry.settings.home / "cache" / "storm-letters"

"""Every letter in use of a storm with its list in one zip: made beside the pages, kept until one changes."""

import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from registry.messages import Language
from registry.model.jobs import Job
from registry.model.storm.storm_records import StormOrder
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


def made(registry: Registry, storm: str, lang: Language) -> Path | None:
    """Return the zip of the letters as they stand; None where none was made, or a letter changed since."""
    path = _folder(registry) / _key(registry, storm, lang)
    return path if path.is_file() else None


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

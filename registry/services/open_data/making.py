"""The files of the open sets made ready beside the pages: once a day, and when the office opens a set.

The forms that take long (workbooks, GeoParquet, tiles) are kept on the disk: whoever asks for one, and the
catalogue, which says the size of each, then wait for none.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from registry.errors import RefusalError
from registry.model.jobs import Job
from registry.services.office.batches import present_user
from registry.services.office.calendar import now
from registry.services.office.operation import jobs
from registry.services.office.registry import Registry
from registry.services.open_data.decisions import open_on
from registry.services.open_data.files import forms_of, open_file
from registry.services.open_data.sets import dataset

KIND = "open-data"
_LEFT_OUT = frozenset({"OPEN-DATA-NO-SHAPES", "EXTRA-MISSING"})
"""Why a form of a set is not made: nothing in it has a place, or the library is not installed."""


def make_open_files(registry: Registry, day: dt.date, *, who: str = "") -> Job | None:
    """Have the files of what is open on a day made ready; None where nothing is."""
    return jobs.start(registry, KIND, who=who or present_user()) if open_on(registry, day) else None


def open_files_job(registry: Registry, job: Job, told: jobs.Told) -> Mapping[str, Any]:
    """Make every file of every set that is open now (the work of the job)."""
    del job  # it is about all of them
    moment = now()
    wanted = [(name, form) for name in open_on(registry, moment.date()) for form in forms_of(dataset(name))]
    left_out = []
    for at, (name, form) in enumerate(wanted, start=1):
        try:
            open_file(registry, dataset(name), form, moment)
        except RefusalError as refusal:
            if refusal.code not in _LEFT_OUT:
                raise
            left_out.append(f"{name}.{form}")
        told(at, len(wanted))
    return {"files": len(wanted) - len(left_out), "left_out": left_out}

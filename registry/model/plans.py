"""Plans (quy hoạch, kế hoạch) of an operator: versions and their planned positions."""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One approved version of an operator's plan (phiên bản kế hoạch)."""

    id: str
    operator: str
    decision: str
    valid_from: dt.date
    valid_to: dt.date | None = None


@dataclass(frozen=True, slots=True)
class PlannedPosition:
    """A position in a plan version (vị trí quy hoạch); EPSG:4326 degrees, None where the plan gives none."""

    id: str
    plan_version: str
    operator: str
    code: str
    lon: float | None = None
    lat: float | None = None
    accuracy_m: float = 10.0
    commune_code: str = ""
    commune_as_written: str = ""
    address: str = ""
    mast_class: str = ""
    max_height_m: float | None = None

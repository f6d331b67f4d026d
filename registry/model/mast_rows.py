"""Every structure of a register as columns, of all days: contexts, storms and risks choose theirs from it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from registry.model.code_rows import CodeRows

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Objects = npt.NDArray[np.object_]
Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class MastRows:
    """Every structure with its site, n rows by site code and structure id; merged sites are left out.

    ``lon``/``lat`` EPSG:4326 degrees; metres are nan and days NaT where not stated; texts are "" where not
    stated. ``networks`` is a bit mask: bit ``operators.ordinal`` is set where the structure carries a station
    of that operator. ``in_question``: a *same mast?* question about the site is open; ``asked_with`` maps the
    row to those of the sites that it may be the same as. ``aliases`` maps every
    code (the site's own first, then operators' present and former ones) to a row, the first of a site with
    several structures. ``alias_of`` maps (operator, code) to the row in the same way, ``first_rows`` a site's
    id. Kept in step with the register by
    ``registry.store.register.masts_in_step``, and read from a lake by ``registry.national``.
    """

    structure_ids: Objects
    site_ids: Objects
    codes: Objects
    lon: Floats
    lat: Floats
    accuracy_m: Floats
    commune_codes: Objects
    addresses: Objects
    mast_classes: Objects
    old_classes: Objects
    forms: Objects
    supports: Objects
    mast_height_m: Floats
    top_agl_m: Floats
    designed_operators: Floats
    load_used_pct: Floats
    robust: Bools
    owners: Objects
    states: Objects
    built_on: Days
    built_year_only: Bools
    dismantled_on: Days
    networks: Ints
    in_question: Bools
    asked_with: Mapping[int, tuple[int, ...]]
    aliases: CodeRows[str]
    alias_of: CodeRows[tuple[str, str]]
    first_rows: CodeRows[str]

    def __len__(self) -> int:
        return len(self.codes)

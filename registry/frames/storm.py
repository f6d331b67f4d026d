"""What a storm does to each mast, as a frame."""

from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from registry.frames.disclosed_columns import own_rows
from registry.frames.stamps import Day, asked, shown_frame
from registry.model.people import Person
from registry.model.storm.storms import StormTrack
from registry.services.office.registry import Registry
from registry.services.storm.exposure import exposure_of
from registry.services.storm.file import StormFile
from registry.services.storm.storms import get_storm
from registry.store.register.frame_columns import joined

if TYPE_CHECKING:
    import geopandas as gpd


def exposure(
    storm: StormTrack | StormFile | str,
    day: Day = None,
    *,
    viewer: Person | None = None,
    register: Registry | None = None,
) -> "gpd.GeoDataFrame":
    """Return the strongest wind of a storm at each mast that stands on a day (default today).

    ``storm`` is a track, a storm of the register or its id; all its bulletins count. Winds in m/s are
    estimates: ``attrs["error"]`` is the relative error of two in three. Whoever is bound to an organisation
    or a commune gets its own masts only. Refused: ``STORM-UNKNOWN``, ``TRACK-NO-POINTS``, ``TRACK-NO-WIND``.
    """
    with asked("exposure", day, viewer, register) as ask:
        found = get_storm(ask.register, storm) if isinstance(storm, str) else storm
        track = found if isinstance(found, StormTrack) else found.folded.track
        felt = exposure_of(ask.register, track, as_of=ask.day)
        masts, winds = felt.masts, felt.winds
        codes = np.array([*(code for code, _ in masts.communes), ""], dtype=object)
        carried = {
            mask: joined(code for bit, code in enumerate(masts.operators) if mask >> bit & 1)
            for mask in set(masts.networks.tolist())
        }
        values: dict[str, Any] = {
            "structure_id": masts.structure_ids,
            "site_id": masts.site_ids,
            "site_code": masts.codes,
            "networks": np.array([carried[mask] for mask in masts.networks.tolist()], dtype=object),
            "owner": masts.owners,
            "commune_code": codes[masts.commune],
            "gust_ms": winds.gust_ms,
            "wind_ms": winds.mean_ms,
            "gust_level": felt.gust_level,
            "design_gust_ms": masts.design_ms,
            "gust_of_design": felt.ratio,
            "peak_at": felt.vortices.at[winds.peak],
            "nearest_m": winds.nearest_m,
        }
        shapes: Any = np.asarray(shapely.points(masts.lon, masts.lat))
        if not ask.person.sees_all:
            own = own_rows(
                ask.person, values["commune_code"], networks=values["networks"], owner=masts.owners
            )
            values, shapes = {name: held[own] for name, held in values.items()}, shapes[own]
        made = shown_frame(ask, values, shapes, np.ones(len(shapes), dtype=bool))
        made.attrs["storm"] = f"{track.name} {track.year}"
        made.attrs["error"] = float(felt.error)
        return made

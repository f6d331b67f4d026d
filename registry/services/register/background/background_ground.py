"""Where an office's background is of: the province's outline and communes, as the register has them now."""

import shapely

from registry.basemap.build import Ground
from registry.errors import RefusalError
from registry.messages import province_in_words
from registry.model.areas import AdminLevel, full_name
from registry.services.office.registry import Registry
from registry.store.register.units import load_units


def ground_of(registry: Registry) -> Ground:
    """Return the ground of the register's province; ``BASEMAP-NO-BORDERS`` where no commune has a border."""
    province = registry.settings.province
    with registry.database.read() as connection:
        present = [unit for unit in load_units(connection) if unit.valid_to is None]
    communes = [
        unit.boundary for unit in present if unit.level is AdminLevel.COMMUNE and unit.boundary is not None
    ]
    if not communes:
        raise RefusalError("BASEMAP-NO-BORDERS", province=province_in_words(province))
    names = [full_name(unit) for unit in present if unit.level is AdminLevel.PROVINCE]
    return Ground(
        name=names[0] if names else province,
        outline=shapely.union_all(communes),
        communes=communes,
        epsg=registry.settings.metric_epsg,
    )

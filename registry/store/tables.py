"""The tables of the register: one set for SQLite and PostgreSQL.

Every table but the ledger and the accounts' secrets is *ledgered*: its rows are written by
``registry.store.ledger.record`` only, which writes the row and its ledger entry together. A ledgered table
has a text key, and a ``version`` that grows with every change (optimistic locking). Tables with a place also
have ``fid``, the stable integer that an R*Tree needs. Columns named in ``info["derived"]`` follow from others
and are not in the ledger's images. Dates are days in Vietnam; positions are EPSG:4326 degrees; units are in
the names.
"""

from functools import cache

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    Double,
    Index,
    Integer,
    Table,
    UniqueConstraint,
)

from registry.columns import Level
from registry.store.briefing import tables as briefing_tables
from registry.store.cables import tables as cable_tables
from registry.store.company_inspections import tables as company_inspection_tables
from registry.store.course import tables as course_tables
from registry.store.critical import tables as critical_tables
from registry.store.designs import tables as design_tables
from registry.store.earlier import tables as earlier_tables
from registry.store.field import tables as field_tables
from registry.store.listed_columns import listed_columns
from registry.store.lists import tables as list_tables
from registry.store.obligations import tables as duty_tables
from registry.store.office import tables as account_tables
from registry.store.outages import tables as outage_tables
from registry.store.overview import tables as overview_tables
from registry.store.public import tables as report_tables
from registry.store.regulations import tables as regulation_tables
from registry.store.requests import tables as desk_tables
from registry.store.storm import tables as storm_tables
from registry.store.table_parts import AREA as _AREA
from registry.store.table_parts import PLACE as _PLACE
from registry.store.table_parts import PLAIN as _PLAIN
from registry.store.table_parts import TEXT, Json, canonical_json, metadata
from registry.store.table_parts import geometry as _geometry
from registry.store.table_parts import key as _key
from registry.store.table_parts import named as _named
from registry.store.table_parts import reference as _reference
from registry.store.table_parts import spatial_key as _spatial_key
from registry.store.table_parts import text as _text
from registry.store.table_parts import version as _version
from registry.store.zones import tables as zone_tables

__all__ = [
    "LEDGERED",
    "PLACED",
    "SPATIAL",
    "TEXT",
    "Json",
    "Table",
    "account_tables",
    "admin_units",
    "antennas",
    "briefing_tables",
    "cable_tables",
    "canonical_json",
    "company_inspection_tables",
    "course_tables",
    "critical_tables",
    "design_tables",
    "desk_tables",
    "duty_tables",
    "earlier_tables",
    "field_tables",
    "import_batches",
    "key_of",
    "layer_coverages",
    "ledger",
    "list_tables",
    "meta",
    "metadata",
    "office_settings",
    "operator_lists",
    "operators",
    "outage_tables",
    "overview_tables",
    "owners",
    "plan_versions",
    "planned_positions",
    "regulation_tables",
    "report_tables",
    "same_mast",
    "site_aliases",
    "sites",
    "stations",
    "storm_tables",
    "structures",
    "zone_tables",
    "zones",
]

operators = Table(
    "operators",
    metadata,
    _key("code"),
    _version(),
    _text("name"),
    Column("old_names", Json),
    Column("awaited", Boolean, nullable=False),
    _text("colour"),
    Column("ordinal", Integer, nullable=False),  # its bit in Masts.networks; never used again
    info=_named("code"),
)

owners = Table(
    "owners",
    metadata,
    _key(),
    _version(),
    _text("name"),
    _text("kind"),  # operator, tower_company, building, other
    Column("aliases", Json),
    _text("operator"),
    info=_PLAIN,
)

admin_units = Table(
    "admin_units",
    metadata,
    *_spatial_key(),
    _version(),
    Column("code", TEXT, nullable=False, index=True),
    _text("level"),
    _text("name"),
    _text("kind"),
    _text("parent"),
    Column("valid_from", Date),
    Column("valid_to", Date),
    Column("predecessors", Json),
    *_geometry(),
    Column("boundary_error_m", Double, nullable=False),
    _text("source"),
    info=_AREA,
)

sites = Table(
    "sites",
    metadata,
    *_spatial_key(),
    _version(),
    Column("code", TEXT, nullable=False, index=True),
    Column("lon", Double, nullable=False),
    Column("lat", Double, nullable=False),
    Column("accuracy_m", Double, nullable=False),
    Column("position_raw", Json),  # the cells as written
    _text("position_reading"),
    _text("position_crs"),
    _text("position_confidence"),
    _text("commune_code"),
    _text("land_type"),
    *listed_columns(Level.SITE, declared=("land_type",)),
    Column("merged_into", TEXT),  # the site that an officer found to be the same mast; None: its own
    info={**_PLACE, "indexed": True},
)

site_aliases = Table(
    "site_aliases",
    metadata,
    _key(),
    _version(),
    _reference("site_id", "sites.id"),
    _text("operator"),  # whose code it is; "" for a code of the office
    Column("code", TEXT, nullable=False, index=True),
    Column("former", Boolean, nullable=False),
    Column("first_listed", Date),
    Column("last_listed", Date),
    UniqueConstraint("operator", "code", "site_id"),
    info=_PLAIN,
)

structures = Table(
    "structures",
    metadata,
    _key(),
    _version(),
    _reference("site_id", "sites.id"),
    _text("state"),
    Column("old_class", TEXT),
    Column("built_year_only", Boolean, nullable=False),
    _text("robust_basis"),
    *listed_columns(Level.STRUCTURE, declared=("state",)),  # owner: as written, or the name of a known owner
    info=_PLAIN,
)

stations = Table(
    "stations",
    metadata,
    _key(),
    _version(),
    _reference("structure_id", "structures.id"),
    _text("operator"),
    _text("technology"),
    Column("on_air_on", Date),
    *listed_columns(Level.STATION),
    info=_PLAIN,
)

antennas = Table(
    "antennas",
    metadata,
    _key(),
    _version(),
    _reference("station_id", "stations.id"),
    Column("height_m", Double),
    Column("azimuth_deg", Double),
    _text("size_mm"),
    Column("weight_kg", Double),
    info=_PLAIN,
)

zones = Table(
    "zones",
    metadata,
    *_spatial_key(),
    _version(),
    Column("layer", TEXT, nullable=False, index=True),
    _text("name"),
    _text("decision"),
    _text("article"),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    *_geometry(),
    Column("allowed_classes", Json),  # None: the decision does not say
    Column("max_height_m", Double),  # None: not stated, unless height_unlimited
    Column("height_unlimited", Boolean, nullable=False),
    Column("error_m", Double, nullable=False),
    Column("attributes", Json),
    info=_AREA,
)

layer_coverages = Table(
    "layer_coverages",
    metadata,
    *_spatial_key(),
    _version(),
    Column("layer", TEXT, nullable=False, index=True),
    _text("decision"),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    *_geometry(),  # None: the whole territory
    info=_AREA,
)

plan_versions = Table(
    "plan_versions",
    metadata,
    _key(),
    _version(),
    Column("operator", TEXT, nullable=False, index=True),
    _text("decision"),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date),
    info=_PLAIN,
)

planned_positions = Table(
    "planned_positions",
    metadata,
    _key(),
    _version(),
    _reference("plan_version", "plan_versions.id"),
    _text("operator"),
    _text("code"),
    Column("lon", Double),
    Column("lat", Double),
    Column("accuracy_m", Double, nullable=False),
    _text("commune_code"),
    _text("commune_as_written"),
    _text("address"),
    _text("mast_class"),
    Column("max_height_m", Double),
    info=_PLAIN,
)

operator_lists = Table(
    "operator_lists",
    metadata,
    _key(),
    _version(),
    Column("operator", TEXT, nullable=False, index=True),
    Column("list_date", Date, nullable=False),
    Column("complete", Boolean, nullable=False),
    _text("batch"),
    info=_PLAIN,
)

same_mast = Table(
    "same_mast",
    metadata,
    _key(),
    _version(),
    Column("site_a", TEXT, nullable=False, index=True),
    Column("site_b", TEXT, nullable=False, index=True),
    _text("reason"),  # near, sharing_code, shared_with
    Column("distance_m", Double),
    _text("state"),  # open, merged, apart
    _text("decided_by"),
    Column("decided_on", Date),
    Column("evidence", Json),
    UniqueConstraint("site_a", "site_b"),
    info=_PLAIN,
)

import_batches = Table(
    "import_batches",
    metadata,
    _key(),
    _version(),
    Column("kind", TEXT, nullable=False),  # sites, zones, plan, admin_units, init, merge, undo ...
    _text("file_name"),
    Column("file_sha256", TEXT, nullable=False, server_default="", index=True),
    Column("options", Json),
    _text("who"),
    _text("at"),  # as in the ledger
    Column("summary", Json),
    Column("undone_by", TEXT),
    Column("undoes", TEXT),
    info=_PLAIN,
)

office_settings = Table(
    "settings", metadata, _key("key"), _version(), Column("value", Json), info=_named("key")
)

meta = Table("meta", metadata, _key("key"), _version(), Column("value", Json), info=_named("key"))

ledger = Table(
    "ledger",
    metadata,
    Column("seq", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False),
    Column("at", TEXT, nullable=False),
    Column("who", TEXT, nullable=False),
    Column("batch", TEXT, nullable=False, index=True),
    Column("table_name", TEXT, nullable=False),
    Column("record", TEXT, nullable=False),
    Column("before", TEXT),  # canonical JSON, None: created
    Column("after", TEXT),  # canonical JSON, None: removed
    Column("origin", TEXT),  # canonical JSON of the sheet and row it was read from, None: none
    Column("previous_hash", TEXT, nullable=False),
    Column("hash", TEXT, nullable=False),
    Index("ix_ledger_table_name_record", "table_name", "record"),
    Index("ix_ledger_who_seq", "who", "seq", "table_name"),  # pages of the ledger are read by these two
    Index("ix_ledger_table_name_seq", "table_name", "seq"),
)

LEDGERED: dict[str, Table] = {
    table.name: table
    for table in metadata.sorted_tables
    if table is not ledger and table.info.get("ledgered", True)
}
PLACED: tuple[Table, ...] = tuple(table for table in LEDGERED.values() if "box" in table.info)
"""The tables whose rows lie somewhere."""
SPATIAL: tuple[Table, ...] = tuple(table for table in PLACED if table.info.get("indexed"))
"""Those that are asked what lies in a box, and so have a spatial index: the others are read whole."""


@cache
def key_of(table: Table) -> str:
    """Return the name of a ledgered table's key column."""
    return str(table.info["key"])

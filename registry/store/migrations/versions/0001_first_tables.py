"""The first tables: words of the register, batches and the ledger."""

import sqlalchemy as sa
from alembic import op

from registry.store.geometry import Geometry

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table of the first version."""
    op.create_table(
        "admin_units",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("level", TEXT, server_default="", nullable=False),
        sa.Column("name", TEXT, server_default="", nullable=False),
        sa.Column("kind", TEXT, server_default="", nullable=False),
        sa.Column("parent", TEXT, server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("predecessors", sa.Text(), nullable=True),
        sa.Column("geometry", Geometry(), nullable=True),
        sa.Column("west", sa.Double(), nullable=True),
        sa.Column("south", sa.Double(), nullable=True),
        sa.Column("east", sa.Double(), nullable=True),
        sa.Column("north", sa.Double(), nullable=True),
        sa.Column("boundary_error_m", sa.Double(), nullable=False),
        sa.Column("source", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("fid", name=op.f("pk_admin_units")),
        sa.UniqueConstraint("id", name=op.f("uq_admin_units_id")),
    )
    op.create_index(op.f("ix_admin_units_code"), "admin_units", ["code"], unique=False)
    op.create_table(
        "import_batches",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("file_name", TEXT, server_default="", nullable=False),
        sa.Column("file_sha256", TEXT, server_default="", nullable=False),
        sa.Column("options", sa.Text(), nullable=True),
        sa.Column("who", TEXT, server_default="", nullable=False),
        sa.Column("at", TEXT, server_default="", nullable=False),
        sa.Column("summary", sa.Text(), nullable=True),
        sa.Column("undone_by", TEXT, nullable=True),
        sa.Column("undoes", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batches")),
    )
    op.create_index(op.f("ix_import_batches_file_sha256"), "import_batches", ["file_sha256"], unique=False)
    op.create_table(
        "layer_coverages",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("layer", TEXT, nullable=False),
        sa.Column("decision", TEXT, server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("geometry", Geometry(), nullable=True),
        sa.Column("west", sa.Double(), nullable=True),
        sa.Column("south", sa.Double(), nullable=True),
        sa.Column("east", sa.Double(), nullable=True),
        sa.Column("north", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("fid", name=op.f("pk_layer_coverages")),
        sa.UniqueConstraint("id", name=op.f("uq_layer_coverages_id")),
    )
    op.create_index(op.f("ix_layer_coverages_layer"), "layer_coverages", ["layer"], unique=False)
    op.create_table(
        "ledger",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("at", TEXT, nullable=False),
        sa.Column("who", TEXT, nullable=False),
        sa.Column("batch", TEXT, nullable=False),
        sa.Column("table_name", TEXT, nullable=False),
        sa.Column("record", TEXT, nullable=False),
        sa.Column("before", TEXT, nullable=True),
        sa.Column("after", TEXT, nullable=True),
        sa.Column("previous_hash", TEXT, nullable=False),
        sa.Column("hash", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_ledger")),
    )
    op.create_index(op.f("ix_ledger_batch"), "ledger", ["batch"], unique=False)
    op.create_index("ix_ledger_table_name_record", "ledger", ["table_name", "record"], unique=False)
    op.create_table(
        "meta",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_meta")),
    )
    op.create_table(
        "operator_lists",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("operator", TEXT, nullable=False),
        sa.Column("list_date", sa.Date(), nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("batch", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_operator_lists")),
    )
    op.create_index(op.f("ix_operator_lists_operator"), "operator_lists", ["operator"], unique=False)
    op.create_table(
        "operators",
        sa.Column("code", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, server_default="", nullable=False),
        sa.Column("old_names", sa.Text(), nullable=True),
        sa.Column("awaited", sa.Boolean(), nullable=False),
        sa.Column("colour", TEXT, server_default="", nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_operators")),
    )
    op.create_table(
        "owners",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", TEXT, server_default="", nullable=False),
        sa.Column("kind", TEXT, server_default="", nullable=False),
        sa.Column("aliases", sa.Text(), nullable=True),
        sa.Column("operator", TEXT, server_default="", nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_owners")),
    )
    op.create_table(
        "plan_versions",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("operator", TEXT, nullable=False),
        sa.Column("decision", TEXT, server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_plan_versions")),
    )
    op.create_index(op.f("ix_plan_versions_operator"), "plan_versions", ["operator"], unique=False)
    op.create_table(
        "same_mast",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("site_a", TEXT, nullable=False),
        sa.Column("site_b", TEXT, nullable=False),
        sa.Column("reason", TEXT, server_default="", nullable=False),
        sa.Column("distance_m", sa.Double(), nullable=True),
        sa.Column("state", TEXT, server_default="", nullable=False),
        sa.Column("decided_by", TEXT, server_default="", nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_same_mast")),
        sa.UniqueConstraint("site_a", "site_b", name=op.f("uq_same_mast_site_a_site_b")),
    )
    op.create_index(op.f("ix_same_mast_site_a"), "same_mast", ["site_a"], unique=False)
    op.create_index(op.f("ix_same_mast_site_b"), "same_mast", ["site_b"], unique=False)
    op.create_table(
        "settings",
        sa.Column("key", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
    op.create_table(
        "sites",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=False),
        sa.Column("position_raw", sa.Text(), nullable=True),
        sa.Column("position_reading", TEXT, server_default="", nullable=False),
        sa.Column("position_crs", TEXT, server_default="", nullable=False),
        sa.Column("position_confidence", TEXT, server_default="", nullable=False),
        sa.Column("address", TEXT, server_default="", nullable=False),
        sa.Column("commune_as_written", TEXT, server_default="", nullable=False),
        sa.Column("commune_code", TEXT, server_default="", nullable=False),
        sa.Column("land_type", TEXT, server_default="", nullable=False),
        sa.Column("note", TEXT, server_default="", nullable=False),
        sa.Column("merged_into", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("fid", name=op.f("pk_sites")),
        sa.UniqueConstraint("id", name=op.f("uq_sites_id")),
    )
    op.create_index(op.f("ix_sites_code"), "sites", ["code"], unique=False)
    op.create_table(
        "zones",
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("layer", TEXT, nullable=False),
        sa.Column("name", TEXT, server_default="", nullable=False),
        sa.Column("decision", TEXT, server_default="", nullable=False),
        sa.Column("article", TEXT, server_default="", nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("geometry", Geometry(), nullable=True),
        sa.Column("west", sa.Double(), nullable=True),
        sa.Column("south", sa.Double(), nullable=True),
        sa.Column("east", sa.Double(), nullable=True),
        sa.Column("north", sa.Double(), nullable=True),
        sa.Column("allowed_classes", sa.Text(), nullable=True),
        sa.Column("max_height_m", sa.Double(), nullable=True),
        sa.Column("height_unlimited", sa.Boolean(), nullable=False),
        sa.Column("error_m", sa.Double(), nullable=False),
        sa.Column("attributes", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("fid", name=op.f("pk_zones")),
        sa.UniqueConstraint("id", name=op.f("uq_zones_id")),
    )
    op.create_index(op.f("ix_zones_layer"), "zones", ["layer"], unique=False)
    op.create_table(
        "planned_positions",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("plan_version", TEXT, nullable=False),
        sa.Column("operator", TEXT, server_default="", nullable=False),
        sa.Column("code", TEXT, server_default="", nullable=False),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        sa.Column("accuracy_m", sa.Double(), nullable=False),
        sa.Column("commune_code", TEXT, server_default="", nullable=False),
        sa.Column("commune_as_written", TEXT, server_default="", nullable=False),
        sa.Column("address", TEXT, server_default="", nullable=False),
        sa.Column("mast_class", TEXT, server_default="", nullable=False),
        sa.Column("max_height_m", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["plan_version"],
            ["plan_versions.id"],
            name=op.f("fk_planned_positions_plan_version"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_positions")),
    )
    op.create_index(
        op.f("ix_planned_positions_plan_version"), "planned_positions", ["plan_version"], unique=False
    )
    op.create_table(
        "site_aliases",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("site_id", TEXT, nullable=False),
        sa.Column("operator", TEXT, server_default="", nullable=False),
        sa.Column("code", TEXT, nullable=False),
        sa.Column("former", sa.Boolean(), nullable=False),
        sa.Column("first_listed", sa.Date(), nullable=True),
        sa.Column("last_listed", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["sites.id"],
            name=op.f("fk_site_aliases_site_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_aliases")),
        sa.UniqueConstraint(
            "operator", "code", "site_id", name=op.f("uq_site_aliases_operator_code_site_id")
        ),
    )
    op.create_index(op.f("ix_site_aliases_code"), "site_aliases", ["code"], unique=False)
    op.create_index(op.f("ix_site_aliases_site_id"), "site_aliases", ["site_id"], unique=False)
    op.create_table(
        "structures",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("site_id", TEXT, nullable=False),
        sa.Column("mast_class", TEXT, nullable=True),
        sa.Column("old_class", TEXT, nullable=True),
        sa.Column("form", TEXT, nullable=True),
        sa.Column("support", TEXT, nullable=True),
        sa.Column("mast_height_m", sa.Double(), nullable=True),
        sa.Column("rod_m", sa.Double(), nullable=True),
        sa.Column("building_height_m", sa.Double(), nullable=True),
        sa.Column("top_agl_m", sa.Double(), nullable=True),
        sa.Column("ground_elevation_m", sa.Double(), nullable=True),
        sa.Column("owner", TEXT, server_default="", nullable=False),
        sa.Column("state", TEXT, server_default="", nullable=False),
        sa.Column("built_on", sa.Date(), nullable=True),
        sa.Column("built_year_only", sa.Boolean(), nullable=False),
        sa.Column("dismantled_on", sa.Date(), nullable=True),
        sa.Column("designed_operators", sa.Integer(), nullable=True),
        sa.Column("design_wind_ms", sa.Double(), nullable=True),
        sa.Column("permit", TEXT, server_default="", nullable=False),
        sa.Column("robust", sa.Boolean(), nullable=True),
        sa.Column("robust_basis", TEXT, server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["site_id"],
            ["sites.id"],
            name=op.f("fk_structures_site_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_structures")),
    )
    op.create_index(op.f("ix_structures_site_id"), "structures", ["site_id"], unique=False)
    op.create_table(
        "stations",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("structure_id", TEXT, nullable=False),
        sa.Column("operator", TEXT, server_default="", nullable=False),
        sa.Column("technology", TEXT, server_default="", nullable=False),
        sa.Column("on_air_on", sa.Date(), nullable=True),
        sa.Column("emf_certificate", TEXT, server_default="", nullable=False),
        sa.Column("emf_expires_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["structure_id"],
            ["structures.id"],
            name=op.f("fk_stations_structure_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stations")),
    )
    op.create_index(op.f("ix_stations_structure_id"), "stations", ["structure_id"], unique=False)
    op.create_table(
        "antennas",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("station_id", TEXT, nullable=False),
        sa.Column("height_m", sa.Double(), nullable=True),
        sa.Column("azimuth_deg", sa.Double(), nullable=True),
        sa.Column("size_mm", TEXT, server_default="", nullable=False),
        sa.Column("weight_kg", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(
            ["station_id"],
            ["stations.id"],
            name=op.f("fk_antennas_station_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_antennas")),
    )
    op.create_index(op.f("ix_antennas_station_id"), "antennas", ["station_id"], unique=False)

"""Outside cable: routes, segments, nodes, areas to be laid underground, troubles."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from registry.store.geometry import Geometry

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def _text(*names: str) -> list[sa.Column[Any]]:
    return [sa.Column(name, TEXT, server_default="", nullable=False) for name in names]


def _box() -> list[sa.Column[Any]]:
    return [
        sa.Column("geometry", Geometry(), nullable=True),
        sa.Column("west", sa.Double(), nullable=True),
        sa.Column("south", sa.Double(), nullable=True),
        sa.Column("east", sa.Double(), nullable=True),
        sa.Column("north", sa.Double(), nullable=True),
    ]


def _spatial(name: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.PrimaryKeyConstraint("fid", name=op.f(f"pk_{name}")),
        sa.UniqueConstraint("id", name=op.f(f"uq_{name}_id")),
    ]


def _keys() -> list[sa.Column[Any]]:
    return [
        sa.Column("fid", sa.Integer(), nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "cable_routes",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_text("code", "name", "owner", "decision", "note"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cable_routes")),
    )
    op.create_index(op.f("ix_cable_routes_code"), "cable_routes", ["code"])
    op.create_index(op.f("ix_cable_routes_owner"), "cable_routes", ["owner"])
    op.create_table(
        "cable_segments",
        *_keys(),
        sa.Column("route", TEXT, nullable=False),
        *_text("code", "owner"),
        sa.Column("operators", sa.Text(), nullable=True),
        *_text("mount", "state"),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("spare", sa.Integer(), nullable=True),
        *_text("unit"),
        sa.Column("height_m", sa.Double(), nullable=True),
        sa.Column("built_year", sa.Integer(), nullable=True),
        *_text("decision"),
        sa.Column("tagged", sa.Boolean(), nullable=True),
        sa.Column("spare_loop_m", sa.Double(), nullable=True),
        sa.Column("length_m", sa.Double(), nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=False),
        *_text("from_node", "to_node", "note"),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("attributes", sa.Text(), nullable=True),
        *_box(),
        sa.ForeignKeyConstraint(
            ["route"],
            ["cable_routes.id"],
            name=op.f("fk_cable_segments_route"),
            deferrable=True,
            initially="DEFERRED",
        ),
        *_spatial("cable_segments"),
    )
    op.create_index(op.f("ix_cable_segments_route"), "cable_segments", ["route"])
    op.create_index(op.f("ix_cable_segments_code"), "cable_segments", ["code"])
    op.create_index("ix_cable_segments_kind", "cable_segments", ["state", "mount", "owner"])
    op.create_table(
        "cable_nodes",
        *_keys(),
        *_text("code", "kind", "owner"),
        sa.Column("operators", sa.Text(), nullable=True),
        *_text("state"),
        sa.Column("lon", sa.Double(), nullable=False),
        sa.Column("lat", sa.Double(), nullable=False),
        sa.Column("accuracy_m", sa.Double(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("spare", sa.Integer(), nullable=True),
        *_text("unit"),
        sa.Column("height_m", sa.Double(), nullable=True),
        sa.Column("built_year", sa.Integer(), nullable=True),
        sa.Column("tagged", sa.Boolean(), nullable=True),
        *_text("note"),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("attributes", sa.Text(), nullable=True),
        *_spatial("cable_nodes"),
    )
    op.create_index(op.f("ix_cable_nodes_code"), "cable_nodes", ["code"])
    op.create_index(op.f("ix_cable_nodes_owner"), "cable_nodes", ["owner"])
    op.create_table(
        "underground_areas",
        *_keys(),
        *_text("name", "decision"),
        sa.Column("due_on", sa.Date(), nullable=True),
        *_text("state", "note"),
        *_box(),
        *_spatial("underground_areas"),
    )
    op.create_table(
        "cable_troubles",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_text("kind", "state", "owner", "node", "segment"),
        sa.Column("lon", sa.Double(), nullable=True),
        sa.Column("lat", sa.Double(), nullable=True),
        *_text("occurred_at", "detected_at", "source", "source_ref", "note", "remedy", "fixed_at"),
        sa.Column("alternative", sa.Boolean(), nullable=False),
        sa.Column("plan_received_on", sa.Date(), nullable=True),
        sa.Column("photos", sa.Text(), nullable=True),
        *_text("who", "at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cable_troubles")),
    )
    op.create_index(op.f("ix_cable_troubles_state"), "cable_troubles", ["state"])

"""Alembic's entry: runs the revisions on the connection that ``runner.upgrade`` hands over."""

from typing import Any

from alembic import context

from registry.store.migrations.runner import own_schema
from registry.store.tables import metadata


def include(item: Any, name: str | None, kind: str, *_: Any) -> bool:  # noqa: ARG001 - Alembic's signature
    """Leave out of comparisons the spatial indexes, which ``runner`` makes, and PostGIS's own table."""
    return "_rtree" not in (name or "") and name != "spatial_ref_sys"


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    version_table_schema=own_schema(connection),
    target_metadata=metadata,
    render_as_batch=True,
    include_object=include,
    transaction_per_migration=False,
)
context.run_migrations()

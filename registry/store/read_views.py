"""Views of a register in PostgreSQL for whoever connects directly: reading only, masked, with geometry.

A reading role has a schema of its own name with its views, and a right to nothing else. Which columns a view
has, of whose rows, and when it shows anything is said by whoever asks for it; here stands the SQL. Rows of
others come last, in an order that tells nothing of what is masked.
"""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy import Connection, text
from sqlalchemy.dialects import postgresql

from registry.columns import Level, stored_columns
from registry.errors import RefusalError
from registry.store.register.states_now import state_now
from registry.store.tables import metadata

PREFIX = "bts_"
_NOTE = "bts views"
"""With what the comment of a schema begins whose views are ours; whose register and which reader follow."""
_PUBLIC = "public"
_GEOMETRY = "geometry"
_TODAY = "(now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"


class ReadView(NamedTuple):
    """A view: its name, the layer it reads, its columns, and those of them that only own rows show.

    ``organisation`` is whose rows are own ones (None: all are). ``layers`` are the layers of zones that it
    shows. ``key`` is the office's setting that opens it, "" where it is always open.
    """

    name: str
    layer: str
    columns: tuple[str, ...]
    own: frozenset[str] = frozenset()
    organisation: str | None = None
    layers: tuple[str, ...] = ()
    key: str = ""


def make_read_views(connection: Connection, role: str, reader: str, views: Sequence[ReadView]) -> None:
    """Make a role that reads these views and nothing else, or make its views anew.

    ``VIEWS-NOT-POSTGRESQL`` for a register in a file; ``VIEWS-NO-ROLE`` where the role is not there and may
    not be made; ``VIEWS-ROLE-READS-MORE`` where it could read a table of the register; ``VIEWS-NO-CONNECT``
    where the database lets in only whom its owner names, and that is somebody else.
    """
    if connection.dialect.name != "postgresql":
        raise RefusalError("VIEWS-NOT-POSTGRESQL")
    _ready(connection, role)
    run = connection.exec_driver_sql
    run(f"DROP SCHEMA IF EXISTS {role} CASCADE")
    run(f"CREATE SCHEMA {role}")
    run(f"REVOKE ALL ON SCHEMA {role} FROM PUBLIC")
    for view in views:
        run(f"CREATE VIEW {role}.{view.name} WITH (security_barrier) AS {_statement(view)}")
    _let_in(connection, role)
    run(f"GRANT USAGE ON SCHEMA {role} TO {role}")
    run(f"GRANT SELECT ON ALL TABLES IN SCHEMA {role} TO {role}")
    run(f"COMMENT ON SCHEMA {role} IS {_quoted(_note(connection) + reader)}")


def role_prefix(connection: Connection) -> str:
    """Return with what the roles of a register's readers begin: a role is known to the whole server."""
    own = _schema(connection)
    return PREFIX if own in ("", _PUBLIC) else f"{PREFIX}{own}_"


def _note(connection: Connection) -> str:
    own = _schema(connection)
    return f"{_NOTE}: " if own == _PUBLIC else f"{_NOTE} of {own}: "


def _schema(connection: Connection) -> str:
    if connection.dialect.name != "postgresql":
        return ""
    return str(connection.exec_driver_sql("SELECT current_schema()").scalar_one())


def readers(connection: Connection) -> list[str]:
    """Return whose views stand in the database, by the names they were made for."""
    if connection.dialect.name != "postgresql":
        raise RefusalError("VIEWS-NOT-POSTGRESQL")
    ours = _note(connection)
    return [note.removeprefix(ours) for _schema, note in _ours(connection)]


def drop_read_views(connection: Connection) -> None:
    """Take away all views of readers: before the tables change, which would be refused with them."""
    for schema, _note in _ours(connection):
        for (view,) in connection.execute(
            text("SELECT table_name FROM information_schema.views WHERE table_schema = :schema"),
            {"schema": schema},
        ).all():
            connection.exec_driver_sql(f"DROP VIEW {schema}.{view}")


def _ours(connection: Connection) -> list[tuple[str, str]]:
    found = connection.execute(
        text(
            "SELECT nspname, obj_description(oid, 'pg_namespace') AS note FROM pg_namespace "
            "WHERE starts_with(obj_description(oid, 'pg_namespace'), :note) ORDER BY nspname"
        ),
        {"note": _note(connection)},
    )
    return [(schema, note) for schema, note in found]


def _ready(connection: Connection, role: str) -> None:
    """Make the role where there is none, and make sure that it reads nothing of the register itself."""
    there = connection.execute(
        text("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = :role"), {"role": role}
    ).scalar()
    if there is None:
        may = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"
        if not connection.execute(text(may)).scalar():
            raise RefusalError("VIEWS-NO-ROLE", role=role)
        connection.exec_driver_sql(
            f"CREATE ROLE {role} LOGIN NOINHERIT"
        )  # no password: it cannot come in yet
    reads = connection.execute(
        text(
            "SELECT string_agg(c.relname, ', ' ORDER BY c.relname) FROM pg_class c "
            "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = current_schema() "
            "AND c.relname = ANY(:tables) AND c.relkind = 'r' "
            "AND (has_table_privilege(:role, c.oid, 'SELECT, INSERT, UPDATE, DELETE') "
            "OR has_any_column_privilege(:role, c.oid, 'SELECT, INSERT, UPDATE'))"
        ),
        {"tables": list(metadata.tables), "role": role},
    ).scalar()
    if there or reads:
        raise RefusalError("VIEWS-ROLE-READS-MORE", role=role, tables=(reads or "*")[:80])


def _let_in(connection: Connection, role: str) -> None:
    """Let a role into the database where not everybody may come in, as in one made by the given roles.sql."""
    may = text("SELECT has_database_privilege(:role, current_database(), 'CONNECT')")
    if connection.execute(may, {"role": role}).scalar():
        return
    owner = text("SELECT pg_has_role(datdba, 'USAGE') FROM pg_database WHERE datname = current_database()")
    name = str(connection.exec_driver_sql("SELECT current_database()").scalar_one())
    if not connection.execute(owner).scalar():
        raise RefusalError("VIEWS-NO-CONNECT", role=role, database=name)
    quoted = connection.dialect.identifier_preparer.quote_identifier(name)
    connection.exec_driver_sql(f"GRANT CONNECT ON DATABASE {quoted.replace('%', '%%')} TO {role}")


def _statement(view: ReadView) -> str:
    """Return the query of a view: every column, or NULL where the row is another's and the column is not."""
    shown = [
        f"CASE WHEN b.is_own THEN b.{name} END AS {name}" if name in view.own else f"b.{name}"
        for name in view.columns
    ]
    seen = [name for name in view.columns if name not in view.own and name != _GEOMETRY]
    order = ", ".join(["b.is_own DESC", *(f"b.{name}" for name in seen)])
    if not view.own:
        order = ", ".join(f"b.{name}" for name in seen)
    return (
        f"SELECT (row_number() OVER (ORDER BY {order}))::integer AS fid, {', '.join(shown)} "  # noqa: S608 - our own names
        f"FROM ({_BASES[view.layer](view)}) b ORDER BY {order}"
    )


def _is_own(view: ReadView, *codes: str) -> str:
    """Return the condition that a row is the reader's own; ``codes`` are columns with a code or several."""
    if view.organisation is None:
        return "true"
    if not view.organisation:
        return "false"
    return " OR ".join(f"coalesce({_quoted(view.organisation)} = {code}, false)" for code in codes)


def _masts(view: ReadView) -> str:
    listed = [
        f"{_state() if item.stored == 'state' else f'{table}.{item.stored}'} AS {item.name}"
        for table, level in (("si", Level.SITE), ("st", Level.STRUCTURE))
        for item in stored_columns(level)
        if item.exported and item.name != "mast_class"
    ]
    # what a row says of stations is their network's own, whoever shares the mast or owns it
    of_network = (
        "FROM stations t WHERE t.structure_id = m.id AND t.operator = m.operator "
        f"AND ({_is_own(view, 't.operator')})"
    )
    agreed = [
        f"(SELECT CASE WHEN count(DISTINCT {column}) + max(({column} IS NULL)::integer) = 1 "
        f"THEN (array_agg({column}))[1] END {of_network}) AS {item.name}"
        for item in stored_columns(Level.STATION)
        if item.exported and (column := f"t.{item.stored}")
    ]
    return f"""
        SELECT m.*, {", ".join(agreed)},
            (SELECT coalesce(string_agg(DISTINCT t.technology, ', ' ORDER BY t.technology), '') {of_network}
              AND t.technology <> '') AS technology,
            coalesce(array_to_string(array_remove(m.networks, m.operator), ','), '') AS shared_with,
            ({_is_own(view, "m.operator", "m.owner", "ANY(m.networks)")}) AS is_own
        FROM (
            SELECT st.id, si.code AS site_code, n.networks,
                CASE WHEN g.operator = ANY(n.networks) THEN g.operator
                     ELSE coalesce(n.networks[1], g.operator, '') END AS operator,
                si.lon, si.lat, si.accuracy_m, si.commune_code,
                coalesce(nullif(st.mast_class, ''), st.old_class) AS mast_class,
                {", ".join(listed)},
                coalesce((SELECT string_agg(raw, '; ' ORDER BY at)
                    FROM jsonb_array_elements_text(coalesce(si.position_raw, '[]')::jsonb)
                    WITH ORDINALITY AS r(raw, at)), '') AS position_raw,
                si.position_reading, si.position_crs, si.position_confidence,
                CASE WHEN si.position_reading IN ('measured', 'as-built', 'corrected')
                     THEN si.position_reading ELSE 'listed' END AS position_method,
                ST_SetSRID(ST_MakePoint(si.lon, si.lat), 4326)::geometry(Point, 4326) AS geometry
            FROM structures st JOIN sites si ON si.id = st.site_id
            LEFT JOIN LATERAL (SELECT array_agg(DISTINCT t.operator ORDER BY t.operator) AS networks
                FROM stations t WHERE t.structure_id = st.id) n ON true
            LEFT JOIN LATERAL (SELECT a.operator FROM site_aliases a
                WHERE a.site_id = si.id AND a.code = si.code AND a.operator <> ''
                ORDER BY a.former, a.operator LIMIT 1) g ON true
            WHERE si.merged_into IS NULL
        ) m"""  # noqa: S608 - our own names


def _state() -> str:
    """Return in which state a structure ``st`` is today, by the words of ``state_now``."""
    said = state_now(sa.literal_column(_TODAY, sa.Date)).element
    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    plain = said.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
    return str(plain).replace("structures.", "st.")


def _stations(view: ReadView) -> str:
    listed = [f"t.{item.stored} AS {item.name}" for item in stored_columns(Level.STATION) if item.exported]
    return f"""
        SELECT si.code AS site_code, t.operator, t.technology, t.on_air_on, {", ".join(listed)},
            ST_SetSRID(ST_MakePoint(si.lon, si.lat), 4326)::geometry(Point, 4326) AS geometry,
            ({_is_own(view, "t.operator")}) AS is_own
        FROM stations t JOIN structures st ON st.id = t.structure_id JOIN sites si ON si.id = st.site_id
        WHERE si.merged_into IS NULL"""  # noqa: S608 - our own names


def _plan(view: ReadView) -> str:
    return f"""
        SELECT p.code AS plan_code, p.operator, v.decision, v.valid_from, v.valid_to, p.lon, p.lat,
            p.commune_as_written AS commune, p.address, p.mast_class, p.max_height_m,
            ST_SetSRID(ST_MakePoint(p.lon, p.lat), 4326)::geometry(Point, 4326) AS geometry,
            ({_is_own(view, "p.operator")}) AS is_own
        FROM planned_positions p JOIN plan_versions v ON v.id = p.plan_version"""  # noqa: S608 - our own names


def _zones(view: ReadView) -> str:
    layers = ", ".join(map(_quoted, view.layers)) or "NULL"
    return f"""
        SELECT z.layer, z.name, z.decision, z.article, z.valid_from, z.valid_to,
            (SELECT string_agg(c, ',' ORDER BY c) FROM jsonb_array_elements_text(z.allowed_classes::jsonb) c)
                AS allowed_classes,
            CASE WHEN z.height_unlimited THEN 'none' ELSE z.max_height_m::text END AS max_height_m,
            z.error_m, z.geometry::geometry(Geometry, 4326) AS geometry, true AS is_own
        FROM zones z WHERE z.layer IN ({layers}){_opened(view.key, "AND")}"""  # noqa: S608 - our own names


def _communes(_view: ReadView) -> str:
    return """
        SELECT u.code, u.name, u.kind AS unit_kind, u.level, u.parent, u.valid_from, u.valid_to,
            u.boundary_error_m, u.geometry::geometry(Geometry, 4326) AS geometry, true AS is_own
        FROM admin_units u"""


def _seen(view: ReadView) -> str:
    """Return the masts as everybody sees them from the street, where the office has opened that set."""
    return f"""
        SELECT coalesce(m.commune_code, '') AS commune_code,
            coalesce((SELECT trim(u.kind || ' ' || u.name) FROM admin_units u WHERE u.code = m.commune_code
                AND u.level = 'commune' AND u.valid_to IS NULL LIMIT 1), '') AS commune,
            coalesce((SELECT o.name FROM operators o WHERE o.code = m.operator),
                (SELECT w.name FROM owners w WHERE w.id = m.operator), m.operator) AS operator,
            coalesce(m.mast_class, '') AS mast_class, coalesce(m.support, '') AS support,
            coalesce(m.state, '') AS state, true AS is_own
        FROM ({_masts(view)}) m WHERE m.state <> 'approved'{_opened(view.key, "AND")}"""  # noqa: S608 - our own names


_BASES = {
    "sites": _masts,
    "stations": _stations,
    "plan": _plan,
    "zones": _zones,
    "units": _communes,
    "seen": _seen,
}


def _opened(key: str, word: str) -> str:
    """Return the condition that the office's decision of a key is in force today, Vietnam's day."""
    if not key:
        return ""
    said = "s.value::jsonb ->> "
    return (
        f" {word} EXISTS (SELECT 1 FROM settings s WHERE s.key = {_quoted(key)} "  # noqa: S608 - our own names
        f"AND {said}'withdrawn' IS NULL AND ({said}'opens')::date <= {_TODAY} "
        f"AND coalesce(({said}'closes')::date, {_TODAY}) >= {_TODAY})"
    )


def _quoted(value: str) -> str:
    """Return a text as SQL has it: no parameter can stand in the query of a view."""
    return "'" + value.replace("'", "''") + "'"

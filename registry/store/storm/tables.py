"""The tables of storms, their bulletins, the letters drafted from them, and what carriers answered.

All are ledgered like the others (see ``registry.store.tables``). A bulletin's text and the masts of a letter
lie among the kept files; the tables name them by SHA-256.
"""

from sqlalchemy import Column, Date, Double, Integer, Table, UniqueConstraint

from registry.store.storm.hazard_tables import HAZARD_TABLES
from registry.store.storm.letter_columns import sending
from registry.store.table_parts import PLAIN, TEXT, Json, key, metadata, reference, text, version

storms = Table(
    "storms",
    metadata,
    key(),
    version(),
    text("name"),
    Column("number", Integer),  # of the year (bão số 3); None: not numbered
    Column("year", Integer, nullable=False),
    text("state"),  # open, closed
    text("bulletin"),  # id of the version in use
    text("who"),
    text("at"),
    text("closed_at"),
    text("closed_by"),
    text("close_reason"),
    info=PLAIN,
)

storm_bulletins = Table(
    "storm_bulletins",
    metadata,
    key(),
    version(),
    reference("storm", "storms.id"),
    Column("ordinal", Integer, nullable=False),
    text("file_name"),
    text("sha256"),
    text("source"),
    text("reader"),
    Column("answers", Json),  # what was asked because the source does not say: units, averaging, time zone
    Column("track", Json, nullable=False),  # as it was read, so that a later reader changes nothing
    Column("disaster_level", Integer),  # the bulletin's; None: it states none
    text("reason"),  # of a correction
    text("who"),
    text("at"),
    UniqueConstraint("storm", "ordinal"),
    info=PLAIN,
)

storm_orders = Table(
    "storm_orders",
    metadata,
    key(),
    version(),
    reference("storm", "storms.id"),
    reference("bulletin", "storm_bulletins.id"),
    Column("kind", TEXT, nullable=False),  # carrier, power, stand_down
    Column("recipient", TEXT, nullable=False, index=True),  # an organisation's code, or power_company
    text("recipient_name"),
    text("state"),  # draft, sent, replaced
    Column("masts", Integer, nullable=False),
    Column("bands", Json),
    text("first_by"),
    text("rows_sha256"),
    *sending(),
    text("who"),
    text("at"),
    info=PLAIN,
)

storm_mast_reports = Table(
    "storm_mast_reports",
    metadata,
    key(),
    version(),
    reference("order", "storm_orders.id"),
    Column("structure", TEXT, nullable=False),
    text("state"),  # done, not_done
    text("note"),
    text("source"),
    text("who"),
    text("at"),
    UniqueConstraint("order", "structure"),
    info=PLAIN,
)

observed_winds = Table(
    "observed_winds",
    metadata,
    key(),
    version(),
    reference("storm", "storms.id"),
    text("place"),
    text("structure"),  # id of the mast where it was measured; "": at none
    Column("lon", Double, nullable=False),
    Column("lat", Double, nullable=False),
    text("surroundings"),  # class of exposure
    Column("height_m", Double, nullable=False),
    text("observed_at"),
    text("span"),  # strongest, moment
    Column("mean_ms", Double),
    Column("gust_ms", Double),
    Column("mean_level", Integer),  # where a level is all that was told
    Column("gust_level", Integer),
    Column("averaging_s", Integer, nullable=False),  # of the mean
    text("source"),  # station, anemometer, report
    text("told_by"),
    text("who"),
    text("at"),
    text("struck_at"),
    text("struck_by"),
    text("struck_reason"),
    info=PLAIN,
)

wind_corrections = Table(
    "wind_corrections",
    metadata,
    key(),
    version(),
    reference("storm", "storms.id"),
    Column("land", Double, nullable=False),
    Column("sea", Double, nullable=False),
    Column("winds", Json),  # ids of the observations that it rests on
    Column("places", Integer, nullable=False),
    text("reason"),
    text("who"),
    text("at"),
    text("ended_at"),
    text("ended_by"),
    text("ended_reason"),
    info=PLAIN,
)

factor_weights = Table(
    "factor_weights",
    metadata,
    key(),
    version(),
    Column("list", TEXT, nullable=False),  # may_fall, hurts_dark
    Column("name", TEXT, nullable=False),
    Column("value", Double, nullable=False),
    Column("from_day", Date, nullable=False),
    Column("proposed", Double),  # by the storms on record, when it was decided
    text("reason"),
    text("who"),
    text("at"),
    info=PLAIN,
)

after_action_reports = Table(
    "after_action_reports",
    metadata,
    key(),
    version(),
    reference("storm", "storms.id"),
    text("state"),  # draft, final
    Column("texts", Json),  # the officer's words, by section
    text("number"),
    Column("dated", Date),
    text("figures_sha256"),  # the frozen sections, in both languages
    text("letter_sha256"),
    Column("ledger_seq", Integer, nullable=False),
    text("ledger_hash"),
    text("reason"),  # of opening a final report again
    text("final_by"),
    text("final_at"),
    text("who"),
    text("at"),
    info=PLAIN,
)

now_links = Table(
    "now_links",
    metadata,
    key(),
    version(),
    text("given_to"),
    Column("digest", TEXT, nullable=False, unique=True),
    text("until"),
    text("who"),
    text("at"),
    text("ended_at"),
    text("ended_by"),
    info=PLAIN,
)

STORM_TABLES: tuple[Table, ...] = (
    storms,
    storm_bulletins,
    storm_orders,
    storm_mast_reports,
    observed_winds,
    wind_corrections,
    factor_weights,
    after_action_reports,
    now_links,
    *HAZARD_TABLES,
)
"""The tables of this part; proposals are not judged by them."""

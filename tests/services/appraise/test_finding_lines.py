"""The JSON that is written group by group is that of the findings one by one, byte for byte."""

import dataclasses
import datetime as dt

import numpy as np
import orjson
import pytest

from registry.checks.on_day.judging import judge
from registry.errors import WrongCallError
from registry.messages import Language, Words, render, render_column
from registry.model.finding_columns import Column, Each, FindingColumns
from registry.model.finding_table import FindingTable
from registry.model.findings import Finding, Outcome
from registry.model.people import Person, Role
from registry.services.appraise.finding_lines import FindingLines, lines_of_rows
from registry.services.appraise.finding_texts import finding_json
from registry.services.register.masking import masked, masked_for, masked_rows, masked_rows_for
from tests.scale import scale_context, scale_proposals
from tests.world import proposal

CARRIER, LEADER = Person("c", frozenset({Role.CARRIER}), "VTL"), Person("l", frozenset({Role.LEADER}))
NUMPY = orjson.OPT_SERIALIZE_NUMPY


def one_by_one(row: list[Finding], lang: Language) -> bytes:
    return orjson.dumps([finding_json(finding, lang) for finding in row], option=NUMPY)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("day", [dt.date(2023, 5, 15), dt.date(2026, 11, 24)])
def test_lines_are_those_of_the_findings_one_by_one(lang: Language, day: dt.date) -> None:
    context = dataclasses.replace(scale_context(masts=2_000, zones=220, as_of=day), as_of=day)
    rows = [*scale_proposals(60), proposal(unreadable=True), proposal(repaired=True), proposal(kind="share")]
    table, _law = judge(rows, context)
    lines = FindingLines(table, lang)
    told = [line for start in (0, 25, 50) for line in lines.block(start, min(start + 25, len(rows)))]
    assert told == [one_by_one(row, lang) for row in table]
    for viewer in ("VTL", ""):
        seen = [masked(row, viewer, secret=b"s") for row in table]
        assert lines_of_rows(seen, lang) == [one_by_one(row, lang) for row in seen]
        assert masked_rows(table.rows(), viewer, secret=b"s") == seen
        assert masked_rows(list(table), viewer, secret=b"s") == seen
    for person in (CARRIER, LEADER):
        shown = [masked_for(row, person, secret=b"s") for row in table]
        assert masked_rows_for(table.rows(), person, secret=b"s") == shown


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_part_that_differs_is_written_where_it_stands(lang: Language) -> None:
    common = Finding("SPC-01", Outcome.REVIEW, "SPC-OTHER-NEAR", {"limit": 100.0, "operators": "VTL"})
    again = ("SPC-MEASURE-AGAIN", {"accuracy": 14.1})
    shape = {"type": "Point", "coordinates": [106.2, 21.3]}
    found = FindingColumns(4)
    found.put(
        np.array([0, 2, 3]), common,
        params={
            "measured": np.array([1.005, 12.35, 87.125]), "related": words('a "mast"', "BGG\\1", "cột"),
            "operators": words(Words("mạng khác", "others"), "VTL", "VNPT")
        },
        measured=np.array([1.005, np.nan, 87.125]), limit=np.array([120.0, 250.0, np.nan]),
        related=words("A", None, 'B"'), related_operator=words("VTL", "", None),
        evidence=words(shape, shape, None), flips=np.array([True, False, True]),
        verified=np.array([True, True, False]), source=words("QĐ 1", "", "QĐ 2"),
        article=Each(["Điều 1", "", "Điều 2"].__getitem__),
        notes=Each([(), (again,), (again, again)].__getitem__),
    )  # fmt: skip
    found.put(np.array([1]), Finding("SPC-01", Outcome.NA, "RULE-NOT-IN-FORCE", {"day": dt.date(2026, 1, 1)}))
    assert FindingLines(FindingTable(4, [found, found]), lang).block(1, 4) == [
        one_by_one([finding, finding], lang) for finding in list(found)[1:]
    ]


def words(*values: object) -> Column:
    column = np.empty(len(values), dtype=object)
    column[:] = values
    return column


def test_a_column_of_sentences_lacks_no_parameter() -> None:
    with pytest.raises(WrongCallError, match="needs parameter 'accuracy'"):
        render_column("SPC-MEASURE-AGAIN", {}, {}, 2)
    assert render_column("SPC-MEASURE-AGAIN", {}, {"accuracy": [1.0, 20.5]}, 2) == [
        render("SPC-MEASURE-AGAIN", {"accuracy": accuracy}) for accuracy in (1.0, 20.5)
    ]

"""What is kept of a request as JSON comes back without a loss: rows, issues, and findings."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from registry.demo.samples import MESSY_NAME
from registry.messages import Words
from registry.model.findings import Finding, Outcome
from registry.model.requests.kept_proposals import proposal_from_json, proposal_to_json
from registry.services.appraise.appraise_list import Appraisal, appraise_list, issue_json
from registry.services.appraise.finding_texts import finding_json
from registry.services.appraise.proposal_json import (
    finding_from_json,
    finding_to_json,
    reading_from_json,
    reading_to_json,
)
from registry.services.office.registry import Registry
from registry.services.register.masking import masked
from tests.world import proposal


@pytest.fixture(scope="module")
def messy(demo_registry: Registry) -> Appraisal:
    """The illustrative list with everything that goes wrong in lists, judged in the illustrative province."""
    path: Path = next(demo_registry.settings.home.rglob(MESSY_NAME))
    return appraise_list(demo_registry, path)


def through_text(value: object) -> dict[str, object]:
    made: dict[str, object] = json.loads(json.dumps(value, allow_nan=False))
    return made


def test_every_row_of_a_messy_list_comes_back_as_it_was_read(messy: Appraisal) -> None:
    assert len(messy.rows) > 20
    for row in messy.rows:
        assert proposal_from_json(through_text(proposal_to_json(row.proposal))) == row.proposal


def test_every_finding_says_the_same_afterwards_in_both_languages(messy: Appraisal) -> None:
    findings = [finding for row in messy.rows for finding in row.findings]
    outcomes = {Outcome.PASS, Outcome.FAIL, Outcome.REVIEW, Outcome.NA}
    assert {finding.outcome for finding in findings} >= outcomes
    for finding in findings:
        back = finding_from_json(through_text(finding_to_json(finding)))
        for lang in ("vi", "en"):
            before, after = finding_json(finding, lang), finding_json(back, lang)  # type: ignore[arg-type] # a Language
            # tuples of coordinates become lists, which is what GeoJSON has
            assert json.dumps(after, default=str) == json.dumps(before, default=str)
        for name in ("missing", "blocking", "stage", "related_operator", "verified"):
            assert getattr(back, name) == getattr(finding, name)
        assert (masked([back], "VTL", secret=b"") == [back]) is (
            masked([finding], "VTL", secret=b"") == [finding]
        )


def test_every_issue_and_sheet_comes_back(messy: Appraisal) -> None:
    assert messy.issues
    issues, sheets = reading_from_json(through_text(reading_to_json(messy.issues, messy.sheets)))
    bare = [
        replace(sheet, columns=tuple(replace(c, samples=(), proposed=None) for c in sheet.columns))
        for sheet in messy.sheets
    ]
    assert sheets == tuple(
        bare
    )  # samples and proposals are for whoever explains a column, before the list is kept
    for before, after in zip(messy.issues, issues, strict=True):
        assert issue_json(after) == issue_json(before)
        assert issue_json(after, "en") == issue_json(before, "en")
    assert reading_from_json(None) == ([], ())


def test_words_days_and_numbers_of_numpy_keep_their_kind() -> None:
    finding = Finding(
        "SPC-01", Outcome.REVIEW, "X",
        {"day": dt.date(2026, 11, 25), "who": Words("cột", "mast"), "n": np.int64(5), "m": np.float64(1.5)},
        notes=(("Y", {"days": (dt.date(2026, 1, 2),)}),),
    )  # fmt: skip
    back = finding_from_json(through_text(finding_to_json(finding)))
    assert back == finding
    assert (type(back.params["n"]), type(back.params["m"])) == (int, float)
    assert isinstance(back.params["who"], Words)


def test_the_papers_of_a_row_come_back_with_the_day_on_which_a_certificate_expires() -> None:
    row = proposal(
        permit="12/GPXD",
        commencement_notice="15/TBKC",
        emf_certificate="KĐ-251234",
        emf_expires_on=dt.date(2028, 3, 31),
        commencing=True,
    )
    kept = json.loads(json.dumps(proposal_to_json(row)))
    assert proposal_from_json(kept) == row

"""A regulation on its way: typed, tried, replayed over past requests, published by another, in force."""

import contextlib
import datetime as dt
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from registry.documents.package import verify_package
from registry.errors import RefusalError
from registry.model import vietnam_time
from registry.model.findings import Outcome
from registry.model.people import Person, Role
from registry.model.regulations import (
    Example,
    Regulation,
    RegulationContent,
    RegulationHead,
    RegulationState,
    RegulationStep,
    StatedMatter,
)
from registry.model.requests.desk import RequestKind, RequestState
from registry.model.vietnam_time import today
from registry.services.office.letters.citations import grounds
from registry.services.office.operation.jobs import finish, get_job
from registry.services.office.own_law import citable_documents, own_law
from registry.services.office.registry import Registry, open_registry
from registry.services.office.time_limits import limit_for, limits_on
from registry.services.register.context import context_for
from registry.services.regulations.drafting import attach, draw_up, drop, new_version, save
from registry.services.regulations.examples import edge_examples
from registry.services.regulations.held import readiness, regulation, regulations_of, step_of
from registry.services.regulations.law_here import Standing, compared, law_here
from registry.services.regulations.publishing import end, propose, publish, return_draft
from registry.services.regulations.replay import replay
from registry.services.regulations.replay_job import kept_replay, start_replay
from registry.services.requests.opened import load_request
from registry.services.requests.reading import list_requests
from registry.services.requests.sealing import seal_request
from registry.store import ledger
from tests.regulations.stated import QD_72, number, spacing
from tests.services.requests.desk import issued, pdf, received, sound, to

APPRAISER = Person("lan", frozenset({Role.APPRAISER}))
LEADER = Person("minh", frozenset({Role.LEADER}))
CARRIER = Person("vtl", frozenset({Role.CARRIER}), organisation="VTL")
NAME = "QĐ 3/2026/QĐ-UBND"


def wider(urban: float = 3500, outside: float = 3500, *, ahead: int = 1, **own: Any) -> RegulationContent:
    """A text in the place of what QĐ 72 says of other networks: 3,500 m everywhere, from tomorrow on."""
    matters = {
        "spacing_other": spacing(urban, outside, "exempt"),
        "sharing_request": StatedMatter("Điều 19(3)", numbers={"days": number(4)}),
    }
    head = RegulationHead(
        NAME, "Quy định khoảng cách cột ăng ten", "UBND tỉnh Bắc Ninh", today(),
        today() + dt.timedelta(days=ahead), replaces=QD_72,
    )  # fmt: skip
    told = RegulationContent(head, matters)
    answers = {**dict.fromkeys(range(9), ""), 6: "review", 7: "review"}
    examples = [
        item if item.expected else replace(item, expected={"SPC-01": answers[at]})
        for at, item in enumerate(edge_examples(told))
    ]
    return replace(told, examples=tuple(examples), **own)


def drawn(office: Registry, told: RegulationContent, folder: Path) -> Regulation:
    """Draw a regulation up with its document."""
    identity = draw_up(office, told, person=APPRAISER)
    attach(office, identity, pdf(folder), "QĐ.pdf", seen=1, person=APPRAISER)
    return regulation(office, identity, person=APPRAISER)


def replayed(office: Registry, found: Regulation) -> Regulation:
    job = start_replay(office, found.id, person=APPRAISER)
    assert finish(office)
    assert get_job(office, job.id).code == ""
    return regulation(office, found.id, person=APPRAISER)


def in_force(office: Registry, told: RegulationContent, folder: Path) -> Regulation:
    found = replayed(office, drawn(office, told, folder))
    propose(office, found.id, seen=found.version, person=APPRAISER)
    publish(office, found.id, seen=found.version + 1, person=LEADER)
    return regulation(office, found.id, person=LEADER)


def refused(code: str) -> Any:
    return pytest.raises(RefusalError, match=code)


def test_from_a_draft_to_the_law_by_which_rows_are_judged(either_office: Registry, tmp_path: Path) -> None:
    office = either_office
    received(office, tmp_path)
    tomorrow = today() + dt.timedelta(days=1)
    before = context_for(office, tomorrow)
    found = drawn(office, wider(), tmp_path)
    assert context_for(office, tomorrow) is before  # a draft judges nothing
    assert step_of(found, readiness(office, found)) is RegulationStep.EXAMPLES_PASS
    with refused("REGULATION-NOT-REPLAYED"):
        propose(office, found.id, seen=found.version, person=APPRAISER)
    found = replayed(office, found)
    assert step_of(found, readiness(office, found)) is RegulationStep.REPLAYED
    propose(office, found.id, seen=found.version, person=APPRAISER)
    proposed = regulation(office, found.id, person=LEADER)
    assert step_of(proposed) is RegulationStep.PROPOSED
    with refused("REGULATION-NOT-ALLOWED"):
        publish(office, found.id, seen=proposed.version, person=APPRAISER)
    publish(office, found.id, seen=proposed.version, person=LEADER)
    assert step_of(regulation(office, found.id, person=LEADER)) is RegulationStep.PUBLISHED
    after = context_for(office, tomorrow)
    assert after is not before
    assert after.own_law.rules
    outcomes = [
        next(item for item in row.findings if item.rule == "SPC-01")
        for row in load_request(office, list_requests(office)[0].id, on_day=tomorrow).rows
    ]
    assert {item.source for item in outcomes} == {NAME}
    assert [item.outcome for item in outcomes[:3]] == [Outcome.FAIL, Outcome.FAIL, Outcome.PASS]
    assert sound(office)


def test_whoever_proposed_it_does_not_publish_it(office: Registry, tmp_path: Path) -> None:
    found = replayed(office, drawn(office, wider(), tmp_path))
    propose(office, found.id, seen=found.version, person=LEADER)
    with refused("REGULATION-SAME-PERSON"):
        publish(office, found.id, seen=found.version + 1, person=LEADER)
    return_draft(office, found.id, reason="sai số", seen=found.version + 1, person=LEADER)
    back = regulation(office, found.id, person=LEADER)
    assert (back.state, back.reason) == (RegulationState.DRAFT, "sai số")
    assert own_law(office).rules == ()


def test_a_program_with_the_register_open_judges_by_what_another_published(
    office: Registry, tmp_path: Path
) -> None:
    tomorrow = today() + dt.timedelta(days=1)
    with contextlib.closing(open_registry(office.settings)) as other:
        assert not context_for(other, tomorrow).own_law.rules
        assert limit_for(limits_on(other, tomorrow), RequestKind.SHARING, tomorrow).days == 10
        in_force(office, wider(), tmp_path)
        assert context_for(other, tomorrow).own_law == own_law(office)
        assert limit_for(limits_on(other, tomorrow), RequestKind.SHARING, tomorrow).days == 4
        assert limit_for(limits_on(other, today()), RequestKind.SHARING, today()).days == 10


def test_what_is_in_the_way_is_said_by_a_code(office: Registry, tmp_path: Path) -> None:
    told = wider()
    bare = draw_up(office, told, person=APPRAISER)

    def tried(content: RegulationContent, code: str) -> None:
        version = regulation(office, bare, person=APPRAISER).version
        now = save(office, bare, content, seen=version, person=APPRAISER)
        with refused(code):
            propose(office, bare, seen=now.version, person=APPRAISER)

    tried(told, "REGULATION-NO-FILE")
    version = regulation(office, bare, person=APPRAISER).version
    attach(office, bare, pdf(tmp_path), "QĐ.pdf", seen=version, person=APPRAISER)
    tried(replace(told, head=replace(told.head, name="sắp có")), "REGULATION-HAS-FAULTS")
    tried(replace(told, head=replace(told.head, replaces="")), "REGULATION-STANDS-TWICE")
    wrong = replace(told.examples[0], expected={"SPC-01": "pass"})
    tried(replace(told, examples=(wrong, *told.examples[1:])), "REGULATION-EXAMPLES-FAIL")
    tried(replace(told, examples=(*told.examples, Example("không mong đợi gì"))), "REGULATION-EXAMPLES-FAIL")
    tried(replace(told, examples=told.examples[:3]), "REGULATION-UNTRIED")
    reasons = {
        "spacing_other.outside_m": "như trong đô thị",
        "spacing_other.small_mast_m": "không có cột nhỏ",
    }
    tried(replace(told, examples=told.examples[:3], reasons=reasons), "REGULATION-NOT-REPLAYED")
    with refused("REGULATION-NOT-ALLOWED"):
        draw_up(office, told, person=CARRIER)
    with refused("REGULATION-NOT-ALLOWED"):
        regulations_of(office, person=CARRIER)
    with refused("REGULATION-REASON"):
        drop(office, bare, reason=" ", seen=1, person=APPRAISER)


def test_an_example_that_rests_on_no_number_does_not_try_it(office: Registry, tmp_path: Path) -> None:
    told = wider()
    far = replace(told.examples[3], other_network_m=9000.0, expected={"SPC-01": "pass"})
    beside = replace(told.examples[4], other_network_m=0.5, expected={"SPC-01": "fail"})
    found = drawn(
        office, replace(told, examples=(*told.examples[:3], far, beside, *told.examples[6:])), tmp_path
    )
    trial = readiness(office, found).trial
    assert all(result.passed for result in trial.results)
    assert [(one.number.key, one.below, one.above) for one in trial.untried] == [
        ("spacing_other.outside_m", True, True)
    ]


def test_a_replay_says_what_would_have_changed_and_writes_nothing(office: Registry, tmp_path: Path) -> None:
    closed = issued(office, tmp_path, received(office, tmp_path))
    to(office, received(office, tmp_path, [("W1", 3100.0, 0.0)]), RequestState.APPRAISING)
    found = drawn(office, wider(), tmp_path)
    with office.database.read() as connection:
        head = ledger.head(connection)
    made = replay(office, found)
    with office.database.read() as connection:
        assert ledger.head(connection) == head
    assert (made.requests, made.rows) == (2, 6)
    # V1 and V2 stand 2,000 and 3,000 m off, W1 3,100 m; V3 and V4 beyond 3,500 m; V5, at 60 m, fails already
    assert {one.site_code for one in made.changes} == {"V1", "V2", "W1"}
    by_row = {one.site_code: one for one in made.changes}
    assert by_row["V1"].request == closed.id
    assert by_row["V1"].after == "refuse"
    change = next(item for item in by_row["V1"].codes if item.code == "SPC-01")
    assert (change.before.outcome, change.after.outcome) == (Outcome.PASS, Outcome.FAIL)
    assert (change.before.source, change.after.source) == (QD_72, NAME)
    assert by_row["W1"].verdict_changes
    assert made.by_code["SPC-01", "pass", "fail"] == 3
    assert sum(made.by_verdict.values()) == 3
    kept = kept_replay(office, replayed(office, found))
    assert kept == made
    on_a_day = replay(office, found, day=today())  # not in force yet: tried as if it were
    assert on_a_day.at_day == today()
    assert {one.site_code for one in on_a_day.changes} >= {"V1", "V2"}


def test_a_changed_draft_is_replayed_anew(office: Registry, tmp_path: Path) -> None:
    found = replayed(office, drawn(office, wider(), tmp_path))
    found = save(office, found.id, replace(wider(), reasons={"x": "y"}), seen=found.version, person=APPRAISER)
    assert readiness(office, found).replayed  # what judges is the same
    found = save(office, found.id, wider(3600), seen=found.version, person=APPRAISER)
    assert not readiness(office, found).replayed


def test_a_published_text_is_never_edited_but_superseded_from_a_day_and_ended(
    office: Registry, tmp_path: Path
) -> None:
    first = in_force(office, wider(), tmp_path)
    with refused("REGULATION-STATE"):
        save(office, first.id, wider(3600), seen=first.version, person=APPRAISER)
    second = new_version(office, first.id, person=APPRAISER)
    assert new_version(office, first.id, person=APPRAISER) == second
    draft = regulation(office, second, person=APPRAISER)
    assert (draft.number, draft.supersedes, draft.content.head.valid_from) == (2, first.id, None)
    later = today() + dt.timedelta(days=60)
    told = wider(3700)
    told = replace(told, head=replace(told.head, valid_from=later))
    now = save(office, second, told, seen=draft.version, person=APPRAISER)
    now = replayed(office, now)
    propose(office, second, seen=now.version, person=APPRAISER)
    publish(office, second, seen=now.version + 1, person=LEADER)
    for day, urban in ((later - dt.timedelta(days=1), 3500), (later, 3700)):
        rule = next(one for one in law_here(office, day, person=LEADER) if one.code == "SPC-01")
        assert rule.thresholds["urban_m"].value == urban
        assert rule.own == (first.id if urban == 3500 else second), "the version of the day is opened"
        assert rule.matters == ("spacing_other",)
    with refused("REGULATION-SUPERSEDED"):
        new_version(office, first.id, person=APPRAISER)
    with refused("REGULATION-LAST-DAY"):
        end(office, second, last_day=today(), reason="x", seen=now.version + 2, person=LEADER)
    end(office, second, last_day=later, reason="bãi bỏ", seen=now.version + 2, person=LEADER)
    changed = {
        (one or other).code: (one and one.standing, other and other.standing)  # type: ignore[union-attr]
        for one, other in compared(office, later, later + dt.timedelta(days=1), person=LEADER)
    }
    assert changed["SPC-01"][0] is Standing.HOLDS
    assert sound(office)


def test_a_published_text_is_not_ended_on_a_day_that_is_past(office: Registry, tmp_path: Path) -> None:
    """One person could else take, without a replay, the ground from what was answered since."""
    told = wider(ahead=-9)
    told = replace(told, head=replace(told.head, signed_on=today() - dt.timedelta(days=10)))
    found = in_force(office, told, tmp_path)
    yesterday = today() - dt.timedelta(days=1)
    with refused("REGULATION-LAST-DAY-PAST"):
        end(office, found.id, last_day=yesterday, reason="x", seen=found.version, person=LEADER)
    end(office, found.id, last_day=today(), reason="bãi bỏ", seen=found.version, person=LEADER)


def test_a_letter_names_the_own_document_in_full_and_by_its_rank(office: Registry, tmp_path: Path) -> None:
    in_force(office, wider(), tmp_path)
    named = grounds([NAME, "QCVN 02:2022/BXD", QD_72], documents=citable_documents(office))
    assert named[-1].startswith("Quyết định số 3/2026/QĐ-UBND ngày")
    assert "của Ủy ban nhân dân tỉnh Bắc Ninh quy định khoảng cách cột ăng ten" in named[-1]
    assert "72/2025" in named[1]


def test_a_letter_and_its_package_rest_on_the_own_text_and_the_package_proves_itself(
    office: Registry, tmp_path: Path
) -> None:
    in_force(office, wider(ahead=0), tmp_path)
    request = issued(office, tmp_path, received(office, tmp_path))
    sealed = seal_request(office, request.id, who="lan")
    assert verify_package(sealed.path, sealed.seal).whole
    with zipfile.ZipFile(sealed.path) as package:
        rules = {rule["code"]: rule for rule in json.loads(package.read("rules.json"))["rules"]}
        findings = json.loads(package.read("findings.json"))
        letter = Document(io.BytesIO(package.read("letter.docx")))
    assert rules["SPC-01"]["document"] == NAME
    assert rules["SPC-01"]["thresholds"]["outside_m"]["value"] == 3500
    assert rules["SPC-02"]["document"] == QD_72
    failed = [one for one in findings[0]["counted"] if one["outcome"] == "fail"]
    assert [(one["rule"], one["source"], one["article"]) for one in failed] == [
        ("SPC-01", NAME, "Điều 15(5)")
    ]
    text = "\n".join(paragraph.text for paragraph in letter.paragraphs)
    assert "Căn cứ Quyết định số 3/2026/QĐ-UBND ngày" in text
    assert "của Ủy ban nhân dân tỉnh Bắc Ninh quy định khoảng cách cột ăng ten;" in text


def test_a_replay_tells_of_what_the_draft_leaves_out_too(office: Registry, tmp_path: Path) -> None:
    """A text that takes the place of another whole leaves gaps where it was not entered."""
    issued(office, tmp_path, received(office, tmp_path))
    told = wider(120, 250)
    matters = {"sharing_request": told.matters["sharing_request"]}
    told = replace(told, head=replace(told.head, replaces_whole=True), matters=matters, examples=())
    made = replay(office, drawn(office, told, tmp_path))
    assert {one.site_code for one in made.changes} == {"V1", "V2", "V3", "V4", "V5"}
    assert made.by_code["SPC-01", "fail", "review"] == 1
    assert "refuse" in {one.before for one in made.changes if one.verdict_changes}


def test_a_text_that_has_ended_does_not_begin_again_by_another_last_day(
    office: Registry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was answered since it ended would lose its ground, without a replay or a second person."""
    found = in_force(office, wider(ahead=0), tmp_path)
    end(office, found.id, last_day=today(), reason="bãi bỏ", seen=found.version, person=LEADER)
    later = vietnam_time.read_clock() + dt.timedelta(days=2)
    monkeypatch.setattr(vietnam_time, "read_clock", lambda: later)
    with refused("REGULATION-ENDED"):
        end(office, found.id, last_day=today(), reason="x", seen=found.version + 1, person=LEADER)

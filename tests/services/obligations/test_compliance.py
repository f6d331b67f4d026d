"""The compliance run over the illustrative province: its numbers counted by hand, its rows, its letters."""

import datetime as dt
import io
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from docx import Document

from registry.errors import RefusalError
from registry.model.duties import LetterState
from registry.model.findings import Outcome
from registry.model.standing import Fact, Question
from registry.services.obligations.compliance import GROUP_OF, VIOLATION, compliance_run
from registry.services.obligations.compliance_answers import take_answers
from registry.services.obligations.compliance_letters import draft_compliance_letters
from registry.services.obligations.compliance_lists import SORTS, RowFilter, select
from registry.services.obligations.compliance_penalties import penalties_of
from registry.services.obligations.compliance_summary import OFFICE_DATA, missing_words, summarise
from registry.services.obligations.followed_letters import book_of, record_sent
from registry.services.obligations.letter_documents import letter_document
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.mast_papers import facts_stated, state_facts
from registry.store import batches, ledger
from registry.store.tables import site_aliases, sites, stations, structures
from tests.services.requests import desk
from tests.store.rows import created, mast, site, station

STANDS = ("in_service", "suspended", "under_construction")


def standing_rows(registry: Registry) -> list[dict[str, Any]]:
    """Read masts and stations with a join of SQL, as nobody does in the program."""
    query = (
        sa.select(
            structures.c.id.label("mast"), structures.c.state, structures.c.built_on,
            structures.c.designed_operators, structures.c.robust, sites.c.id.label("site"),
            sites.c.commune_code,
            stations.c.operator, stations.c.emf_certificate, stations.c.emf_expires_on,
        )
        .join(sites, sites.c.id == structures.c.site_id)
        .outerjoin(stations, stations.c.structure_id == structures.c.id)
        .where(sites.c.merged_into.is_(None), structures.c.state.in_(STANDS))
    )  # fmt: skip
    with registry.database.read() as connection:
        return [dict(row) for row in connection.execute(query).mappings()]


def listed_on(registry: Registry) -> dict[tuple[str, str], dt.date]:
    with registry.database.read() as connection:
        return {
            (row.site_id, row.operator): row.last_listed
            for row in connection.execute(sa.select(site_aliases).order_by(site_aliases.c.last_listed))
        }


def test_the_numbers_agree_with_an_independent_count(demo_registry: Registry) -> None:
    run, rows = compliance_run(demo_registry), standing_rows(demo_registry)
    found = summarise(run)
    masts = {row["mast"]: row for row in rows}
    with_station = [row for row in rows if row["operator"]]
    assert sum(found.questions[Question.PERMIT].values()) == len(masts) == len(run.masts)
    assert sum(found.questions[Question.EMF].values()) == len(with_station)
    assert sum(found.groups.values()) == 5 * len(masts) + len(with_station)
    listed, day = listed_on(demo_registry), today()
    expired = [
        row
        for row in with_station
        if row["state"] == "in_service" and row["emf_expires_on"] and row["emf_expires_on"] < day
    ]
    sure = [
        row for row in expired
        if (on := listed.get((row["site"], row["operator"]))) and on > row["emf_expires_on"]
    ]  # fmt: skip
    assert sure
    assert len(expired) > len(sure)
    emf = found.questions[Question.EMF]
    assert emf[VIOLATION] == len(sure)
    assert emf["ask"] == len(expired) - len(sure)
    networks = {(row["mast"], row["operator"]) for row in with_station}
    alone = Counter(key for key, _ in networks)
    unshareable = [
        key for key, row in masts.items()
        if row["built_on"] and row["built_on"] >= dt.date(2025, 12, 1) and row["designed_operators"] == 1
        and alone[key] < 2
    ]  # fmt: skip
    assert found.questions[Question.SHARING].get(VIOLATION, 0) == len(unshareable)
    robust = {row["commune_code"] for row in rows if row["state"] == "in_service" and row["robust"]}
    in_service = {row["commune_code"] for row in rows if row["state"] == "in_service"}
    lacking = {item.commune for item in run.communes if item.outcome is Outcome.FAIL}
    assert lacking == {unit.code for unit in run.context.units.communes if unit.code in in_service - robust}


def test_every_number_opens_as_many_rows(demo_registry: Registry) -> None:
    run = compliance_run(demo_registry)
    found = summarise(run)
    for group, lines in found.lines.items():
        assert sum(line.items for line in lines) == found.groups.get(group, 0)
        for line in lines:
            answer = line.answer
            wanted = RowFilter(
                question=answer.question, group=group, kind=answer.kind, document=answer.document
            )
            same = [row for row in select(run, wanted).rows() if row.answer.article == answer.article]
            assert len([row for row in same if row.answer.verified == answer.verified]) == line.items
    for item in found.missing:
        assert len(select(run, RowFilter(missing=item.name))) == item.items
        assert missing_words(item.name, "en") != missing_words(item.name, "vi")
    for operator in found.operators:
        chosen = select(run, RowFilter(operator=operator.operator))
        assert len(chosen) == sum(operator.groups.values())
        own = summarise(run, operator=operator.operator)
        assert own.groups == operator.groups


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("down", [False, True])
def test_rows_are_sorted_both_ways_and_none_is_lost(
    demo_registry: Registry, sort: str, *, down: bool
) -> None:
    run = compliance_run(demo_registry)
    wanted = RowFilter(question=Question.EMF, group=VIOLATION)
    plain = {(row.code, row.technology, row.operator) for row in select(run, wanted).rows()}
    rows = list(select(run, wanted, sort=sort, down=down).rows())
    assert {(row.code, row.technology, row.operator) for row in rows} == plain
    orders: dict[str, list[Any]] = {
        "code": [row.code for row in rows], "built": [row.built_on for row in rows],
        "measured": [row.day for row in rows],
    }  # fmt: skip
    keys = orders.get(sort)
    if keys is not None:
        known = [key for key in keys if key is not None]
        assert known == sorted(known, reverse=down)


def test_a_letter_for_every_carrier_says_what_the_run_found(demo_registry: Registry) -> None:
    run = compliance_run(demo_registry)
    letters = draft_compliance_letters(demo_registry, who="lan")
    assert {letter.organisation for letter in letters} == {"VNPT", "VTL", "VMS", "VNM", "GTEL"}
    again = draft_compliance_letters(demo_registry, who="lan")
    assert {letter.id for letter in again} == {letter.id for letter in letters}, "one draft a carrier"
    letter = next(letter for letter in again if letter.organisation == "VTL")
    assert letter.state is LetterState.DRAFT
    found = summarise(run, operator="VTL")
    parts: Counter[str] = Counter()
    for line in letter.lines:
        parts[line["part"]] += line["items"]
    assert parts["remedy"] == found.groups[VIOLATION]
    asked = {line["key"] for line in letter.lines if line["part"] == "complete"}
    assert asked == {item.name for item in found.missing} - OFFICE_DATA
    document = Document(io.BytesIO(letter_document(demo_registry, letter)))
    text = "\n".join(p.text for p in document.paragraphs)
    assert "Viettel" in text
    assert "DỰ THẢO" in text
    assert "DỮ LIỆU MINH HỌA" in text
    assert "phạt" not in text, "penalties are for officers"
    book = openpyxl.load_workbook(io.BytesIO(book_of(demo_registry, letter)))
    assert book["Cần khắc phục"].max_row - 1 == found.groups[VIOLATION]
    named = {row[1] for row in book["Cần khắc phục"].iter_rows(min_row=2, values_only=True)}
    own = {row.code for row in select(run, RowFilter(operator="VTL")).rows()}
    assert named <= own


def test_penalties_go_by_the_decree_of_the_act_with_its_limitation(demo_registry: Registry) -> None:
    run = compliance_run(demo_registry)
    row = next(select(run, RowFilter(question=Question.EMF, group=VIOLATION)).rows(0, 1))
    found = penalties_of(row, dt.date(2026, 11, 26))
    assert [(item.document, item.article, item.least_m, item.most_m) for item in found] == [
        ("NĐ 174/2026/NĐ-CP", "Điều 55(3)", 20, 30)
    ]
    assert found[0].limit_on == dt.date(2027, 11, 26)
    fine = next(row for row in select(run, RowFilter(question=Question.EMF)).rows()
                if GROUP_OF[row.answer.outcome] == "fine")  # fmt: skip
    assert penalties_of(fine, today()) == []


def test_a_year_alone_is_no_first_of_january_to_a_penalty(demo_registry: Registry) -> None:
    run = compliance_run(demo_registry)
    some = next(iter(select(run, RowFilter(question=Question.PLAN)).rows(0, 1)))
    off = replace(some.answer, kind="off_plan")
    row = replace(some, answer=off, built_on=dt.date(2026, 1, 1), year_only=True)
    (found,) = penalties_of(row, dt.date(2026, 11, 26))
    assert found.document == "NĐ 174/2026/NĐ-CP", "in force in the second half of the year"
    assert found.limit_on == dt.date(2027, 11, 26)
    assert penalties_of(replace(row, year_only=False), dt.date(2026, 11, 26)) == []


def stands(registry: Registry, code: str, *, north: float = 3000.0, **columns: Any) -> str:
    """Put a mast of Viettel's that its list of today names into an office's register."""
    with registry.database.write() as connection:
        batch = batches.open_batch(connection, kind="sites", who="lan")
        alias = {
            "id": f"alias-{code}", "site_id": f"site-{code}", "operator": "VTL", "code": code,
            "former": False, "first_listed": today(), "last_listed": today(),
        }  # fmt: skip
        rows = [
            *created("sites", site(code, *desk.north(north))), *created("structures", mast(code, **columns)),
            *created("stations", station(code, "VTL")), *created("site_aliases", alias),
        ]  # fmt: skip
        ledger.record(connection, rows, who="lan", batch=batch.id)
    return f"mast-{code}"


def permit_of(registry: Registry, structure: str) -> tuple[str, Outcome]:
    run = compliance_run(registry)
    row = next(select(run, RowFilter(question=Question.PERMIT, structure=structure)).rows())
    return row.answer.kind, row.answer.outcome


def test_a_fact_that_somebody_read_settles_the_answer_and_can_be_taken_back(either_office: Registry) -> None:
    registry = either_office
    structure = stands(registry, "V9", mast_class="A2b", support="ground", built_on=dt.date(2012, 5, 1))
    assert permit_of(registry, structure)[1] is Outcome.UNKNOWN
    facts = {Fact.URBAN: "no", Fact.IN_PLAN: "yes"}
    with pytest.raises(RefusalError, match="MAST-FACT-EVIDENCE"):
        state_facts(registry, [structure], facts, evidence=" ", who="lan")
    with pytest.raises(RefusalError, match="STRUCTURE-UNKNOWN"):
        state_facts(registry, [structure, "mast-none"], facts, evidence="QĐ 1", who="lan")
    with pytest.raises(RefusalError, match="MAST-FACT"):
        state_facts(registry, [structure], {Fact.URBAN: "maybe"}, evidence="QĐ 1", who="lan")
    assert state_facts(registry, [structure], facts, evidence="QĐ 12/QĐ-UBND 2010", who="lan") == 2
    assert permit_of(registry, structure) == ("exempt", Outcome.REVIEW)  # NĐ 25/2011 is second-hand
    assert state_facts(registry, [structure], facts, evidence="QĐ 12/QĐ-UBND 2010", who="lan") == 0
    assert {(item.fact, item.value, item.who) for item in facts_stated(registry, structure)} == {
        (Fact.URBAN, "no", "lan"), (Fact.IN_PLAN, "yes", "lan"),
    }  # fmt: skip
    state_facts(registry, [structure], {Fact.IN_PLAN: ""}, evidence="", who="lan")
    assert permit_of(registry, structure)[1] is Outcome.UNKNOWN
    assert [item.fact for item in facts_stated(registry, structure)] == [Fact.URBAN]
    assert desk.sound(registry)


def test_a_carrier_is_not_written_to_again_while_its_letter_waits(office: Registry) -> None:
    stands(office, "V8", mast_class="A2b", built_on=dt.date(2009, 5, 1), permit="không có")
    first, *others = draft_compliance_letters(office, who="lan")
    record_sent(
        office, first.id, number="5/SKHCN", sent_on=today(), answer_by=today(), who="lan", seen=first.version
    )
    again = draft_compliance_letters(office, who="lan")
    assert {letter.id for letter in again} == {letter.id for letter in others}
    assert others, "the office has two carriers"
    for letter in again:
        record_sent(
            office,
            letter.id,
            number="6/SKHCN",
            sent_on=today(),
            answer_by=None,
            who="lan",
            seen=letter.version,
        )
    with pytest.raises(RefusalError) as refused:
        draft_compliance_letters(office, who="lan")
    assert refused.value.code == "DUTY-ALL-WAIT"
    assert "5/SKHCN" in refused.value.params["letters"]
    (asked,) = draft_compliance_letters(office, who="lan", only=[first.organisation])
    assert asked.state is LetterState.DRAFT, "who names a carrier means it"


def test_a_mast_that_the_list_says_has_no_permit_is_accused_by_verified_law_alone(office: Registry) -> None:
    structure = stands(office, "V8", mast_class="A2b", built_on=dt.date(2009, 5, 1), permit="không có")
    assert permit_of(office, structure)[1] is not Outcome.FAIL, "nobody knows whether it was urban"
    state_facts(office, [structure], {Fact.URBAN: "yes"}, evidence="QĐ 5/2008", who="lan")
    assert permit_of(office, structure) == ("unpermitted", Outcome.FAIL)


def filled(registry: Registry, path: Path, cells: dict[tuple[str, str], Any]) -> Path:
    """Fill in the workbook of Viettel's letter: (code, header) -> value."""
    letter = next(
        item for item in draft_compliance_letters(registry, who="lan") if item.organisation == "VTL"
    )
    book = openpyxl.load_workbook(io.BytesIO(book_of(registry, letter)))
    for sheet in book.worksheets:
        header = {cell.value: at for at, cell in enumerate(sheet[1], 1)}
        codes = {sheet.cell(row, header["Mã vị trí"]).value: row for row in range(2, sheet.max_row + 1)}
        for (code, name), value in cells.items():
            if code in codes and name in header:
                sheet.cell(codes[code], header[name]).value = value
    book.save(path)
    return path


def test_a_carriers_filled_workbook_settles_what_it_answers(either_office: Registry, tmp_path: Path) -> None:
    registry = either_office
    structure = stands(registry, "V7", mast_class="A2b", support="ground", built_on=dt.date(2012, 5, 1))
    cells = {
        ("V7", "Số GPXD"): "15/GPXD ngày 2/3/2012",
        ("V7", missing_words("in_plan")): "có, QĐ 12/2010",
        ("V7", missing_words("structural_inspection")): "12/2025",
        ("V7", "Số GCN kiểm định"): "KĐ-77",
        ("V7", "Ngày hết hạn"): dt.date(2031, 5, 4),
    }
    long = filled(registry, tmp_path / "dai.xlsx", dict.fromkeys(list(cells)[:2], "có " + "x" * 1000))
    path = filled(registry, tmp_path / "tra loi.xlsx", cells)
    given: dict[str, Any] = {"operator": "VTL", "evidence": "CV 9/VTL", "who": "lan", "name": path.name}
    cut = take_answers(registry, long, **given)
    assert (cut.changes, [item.code for item in cut.issues]) == ([], ["ANSWER-LONG"] * 2)
    shown = take_answers(registry, path, **given)
    assert {(item.code, item.after) for item in shown.changes} == {
        ("V7", "15/GPXD ngày 2/3/2012"), ("V7", "có, QĐ 12/2010"), ("V7", "KĐ-77"), ("V7", "04/05/2031"),
    }  # fmt: skip
    assert [(item.row, item.code) for item in shown.issues] == [(2, "ANSWER-BY-HAND")]
    assert permit_of(registry, structure)[0] != "stated", "a preview changes nothing"
    done = take_answers(registry, path, **given, yes=True)
    assert done.batch
    assert permit_of(registry, structure) == ("stated", Outcome.PASS)
    run = compliance_run(registry)
    emf = next(select(run, RowFilter(question=Question.EMF, structure=structure)).rows())
    assert (emf.answer.kind, emf.day) == ("valid", dt.date(2031, 5, 4))
    assert [item.evidence for item in facts_stated(registry, structure)] == ["CV 9/VTL: có, QĐ 12/2010"]
    with pytest.raises(RefusalError, match="ANSWERS-NOTHING"):
        take_answers(registry, path, **given, yes=True)
    other = take_answers(registry, path, **{**given, "operator": "VNPT"})
    assert other.changes == [], "nobody answers for another's masts"
    assert {item.code for item in other.issues} == {"ANSWER-CODE"}
    assert desk.sound(registry)

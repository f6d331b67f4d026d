"""*Same mast?*: asked once of two lists, merged and parted, or kept apart for good."""

from pathlib import Path

import pytest

from registry.errors import RefusalError
from registry.services.office.batches import list_batches, undo_batch
from registry.services.office.calendar import today
from registry.services.office.registry import Registry
from registry.services.register.context import context_for
from registry.services.register.import_sites import import_sites
from registry.services.register.mast_pairs import count_open, pairs
from registry.services.register.same_mast import keep_apart, merge, open_questions
from registry.services.register.verify import verify
from registry.store.register import site_views
from registry.store.register.same_mast import Question
from tests.services.offices import HEADER, mast, write_list

LON, LAT = 106.30, 21.35
NEAR = 0.0001  # about 10 m east
SHARED = 0.0009  # about 93 m east


def two_lists(registry: Registry, folder: Path, apart: float = NEAR) -> None:
    import_sites(
        registry, write_list(folder / "a.xlsx", [mast("BGG00001", "VTL", LON, LAT)]), yes=True, who="lan"
    )
    other = write_list(folder / "b.xlsx", [mast("BGG_017", "VNPT", LON + apart, LAT, "A2b", 40)])
    import_sites(registry, other, yes=True, who="lan")


def pair_codes(registry: Registry, question: Question) -> tuple[str, str]:
    """The codes of the two sites of a question, in its order."""
    with registry.database.read() as connection:
        one, other = (site_views.site_by_id(connection, site) for site in (question.site_a, question.site_b))
    assert one is not None
    assert other is not None
    return one["code"], other["code"]


def test_masts_of_two_lists_ten_metres_apart_are_asked_about_once(registry: Registry, tmp_path: Path) -> None:
    two_lists(registry, tmp_path)
    (question,) = open_questions(registry)
    assert question.reason == "near"
    assert question.distance_m == pytest.approx(10.4, abs=0.3)
    assert set(pair_codes(registry, question)) == {"BGG00001", "BGG_017"}
    assert context_for(registry, today()).masts.in_question.tolist() == [True, True]
    again = import_sites(registry, tmp_path / "b.xlsx", yes=True, who="lan")
    assert again.counts["questions"] == 0


def test_at_ninety_metres_nothing_is_asked_unless_the_list_says_they_share(
    registry: Registry, tmp_path: Path
) -> None:
    two_lists(registry, tmp_path, SHARED)
    assert open_questions(registry) == []
    header = (*HEADER, "Dùng chung với")
    row = (*mast("BGG_017", "VNPT", LON + SHARED, LAT, "A2b", 40), "Viettel")
    import_sites(registry, write_list(tmp_path / "c.xlsx", [row], header), yes=True, who="lan")
    assert [item.reason for item in open_questions(registry)] == ["shared_with"]


@pytest.mark.parametrize(("code", "asked"), [(0, 0), (1, 0), (2, 1), (4, 1), (5, 1), (6, 0), (7, 0), (9, 0)])
def test_vnpt_s_codes_of_a_rented_mast_raise_the_question(
    registry: Registry, tmp_path: Path, code: int, asked: int
) -> None:
    import_sites(
        registry, write_list(tmp_path / "a.xlsx", [mast("BGG00001", "VTL", LON, LAT)]), yes=True, who="lan"
    )
    header = (*HEADER, "Chung cơ sở hạ tầng")
    row = (*mast("BGG_017", "VNPT", LON + SHARED, LAT), code)
    outcome = import_sites(registry, write_list(tmp_path / "b.xlsx", [row], header), yes=True, who="lan")
    assert outcome.counts["questions"] == asked
    assert ("SITE-SHARING-CODE" in [issue.code for issue in outcome.issues]) == (code > 7)


def test_two_masts_that_one_list_names_are_two(registry: Registry, tmp_path: Path) -> None:
    rows = [mast("BGG00001", "VTL", LON, LAT), mast("BGG00002", "VTL", LON + NEAR, LAT)]
    assert (
        import_sites(registry, write_list(tmp_path / "a.xlsx", rows), yes=True, who="lan").counts["questions"]
        == 0
    )


def test_a_mast_under_a_new_code_of_the_same_operator_is_asked_about(
    registry: Registry, tmp_path: Path
) -> None:
    import_sites(
        registry, write_list(tmp_path / "a.xlsx", [mast("BGG00001", "VTL", LON, LAT)]), yes=True, who="lan"
    )
    renamed = write_list(tmp_path / "b.xlsx", [mast("BNH00001", "VTL", LON, LAT)])
    assert import_sites(registry, renamed, yes=True, who="lan").counts["questions"] == 1


def test_a_dismantled_mast_raises_no_question(registry: Registry, tmp_path: Path) -> None:
    gone = mast("BGG00001", "VTL", LON, LAT, "A2b", 42, "đã tháo dỡ")
    import_sites(registry, write_list(tmp_path / "a.xlsx", [gone]), yes=True, who="lan")
    other = write_list(tmp_path / "b.xlsx", [mast("BGG_017", "VNPT", LON + NEAR, LAT)])
    assert import_sites(registry, other, yes=True, who="lan").counts["questions"] == 0


def test_merging_leaves_one_mast_with_both_codes_and_both_networks(
    registry: Registry, tmp_path: Path
) -> None:
    two_lists(registry, tmp_path)
    (question,) = open_questions(registry)
    codes = pair_codes(registry, question)
    keep = (question.site_a, question.site_b)[codes.index("BGG00001")]
    batch = merge(registry, question.id, keep=keep, evidence="Biên bản 12/BB", who="lan")
    masts = context_for(registry, today()).masts
    assert list(masts.codes) == ["BGG00001"]
    assert masts.aliases["BGG_017"] == masts.aliases["BGG00001"] == 0
    assert int(masts.networks[0]).bit_count() == 2
    assert not masts.in_question[0]
    # The list of the code that was given up says that it is there, but moves nothing.
    again = import_sites(registry, tmp_path / "b.xlsx", complete=True, yes=True, who="lan")
    assert (again.counts["new"], again.counts["changed"], again.counts["vanished"]) == (0, 0, 0)
    assert context_for(registry, today()).masts.mast_classes[0] == "A2b"
    with pytest.raises(RefusalError, match="SAME-MAST-DECIDED"):
        merge(registry, question.id, who="lan")
    assert batch.kind == "merge"
    assert verify(registry).problems == ()


def test_undoing_the_merge_parts_them_again(registry: Registry, tmp_path: Path) -> None:
    two_lists(registry, tmp_path)
    (question,) = open_questions(registry)
    undo_batch(registry, merge(registry, question.id, who="lan").id, who="lan")
    assert len(context_for(registry, today()).masts) == 2
    assert [item.id for item in open_questions(registry)] == [question.id]


def test_what_is_kept_apart_is_never_asked_again(registry: Registry, tmp_path: Path) -> None:
    two_lists(registry, tmp_path)
    (question,) = open_questions(registry)
    keep_apart(registry, question.id, evidence="hai cột cạnh nhau", who="lan")
    assert open_questions(registry) == []
    assert not context_for(registry, today()).masts.in_question.any()
    moved = write_list(tmp_path / "c.xlsx", [mast("BGG_017", "VNPT", LON + NEAR / 2, LAT)])
    assert import_sites(registry, moved, yes=True, who="lan").counts["questions"] == 0
    with pytest.raises(RefusalError, match="SAME-MAST-UNKNOWN"):
        keep_apart(registry, "no-such-question", who="lan")


def test_what_was_merged_and_asked_before_goes_over_to_the_mast_that_stays(
    registry: Registry, tmp_path: Path
) -> None:
    """Three lists name one mast: two answers make it one, with no question left and no chain of names."""
    for number, (code, operator) in enumerate((("BGG00001", "VTL"), ("BG_017", "VNPT"), ("MBF17", "VMS"))):
        row = mast(code, operator, LON + number * NEAR / 2, LAT)
        import_sites(registry, write_list(tmp_path / f"{operator}.xlsx", [row]), yes=True, who="lan")
    assert len(open_questions(registry)) == 3
    first = next(
        q for q in open_questions(registry) if set(pair_codes(registry, q)) == {"BGG00001", "BG_017"}
    )
    stays = (first.site_a, first.site_b)[pair_codes(registry, first).index("BG_017")]
    one = merge(registry, first.id, keep=stays, who="lan")
    (left,) = open_questions(registry)  # asked of the third once, not twice
    assert set(pair_codes(registry, left)) == {"BG_017", "MBF17"}
    assert context_for(registry, today()).masts.in_question.tolist() == [True, True]
    third = (left.site_a, left.site_b)[pair_codes(registry, left).index("MBF17")]
    two = merge(registry, left.id, keep=third, who="lan")
    masts = context_for(registry, today()).masts
    assert list(masts.codes) == ["MBF17"]
    assert set(masts.aliases) == {"BGG00001", "BG_017", "MBF17"}
    assert int(masts.networks[0]).bit_count() == 3
    with registry.database.read() as connection:
        found = site_views.site_by_code(connection, "BGG00001")
    assert found is not None
    assert found["code"] == "MBF17"
    with pytest.raises(RefusalError, match="BATCH-UNDO-CONFLICT"):
        undo_batch(registry, one.id, who="lan")
    undo_batch(registry, two.id, who="lan")
    undo_batch(registry, one.id, who="lan")
    assert len(open_questions(registry)) == 3
    assert verify(registry).problems == ()


@pytest.mark.parametrize("decided", [False, True])
def test_a_pair_rests_while_the_list_of_one_of_its_masts_is_taken_back(
    registry: Registry, tmp_path: Path, decided: bool
) -> None:
    two_lists(registry, tmp_path)
    (question,) = open_questions(registry)
    if decided:
        keep_apart(registry, question.id, who="lan")
    first = next(batch for batch in list_batches(registry) if batch.file_name == "a.xlsx")
    taken_back = undo_batch(registry, first.id, who="lan")
    known = context_for(registry, today())
    assert (open_questions(registry), count_open(registry)) == ([], 0)
    assert pairs(registry, known) == pairs(registry, known, decided=True) == []
    assert known.masts.in_question.tolist() == [False]
    undo_batch(registry, taken_back.id, who="lan")
    known = context_for(registry, today())
    assert [pair.question.id for pair in pairs(registry, known, decided=decided)] == [question.id]
    assert known.masts.in_question.tolist() == [not decided] * 2
    assert verify(registry).problems == ()

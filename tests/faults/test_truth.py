"""The fault machine's reckoning notices each kind of harm; else its zeros would mean nothing."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from registry.safety.item_json import canonical, digest
from tests.faults.plan import RATES, Plan
from tests.faults.truth import Findings, Kept, compare
from tests.faults.works import Visit, Work, photo_bytes, photo_hash, visits

WORKS = {
    "a": Work("a", {"kind": "note", "note": "a rỉ ở đốt 3"}),
    "b": Work("b", {"kind": "photo", "entry": "overview", "note": "b "}, photo=("b", 4000)),
    "c": Work("c", {"kind": "note", "note": "c "}, aside=True),
}


def item(tag: str) -> dict[str, Any]:
    work = WORKS[tag]
    photos = [photo_hash(work)] if work.photo else []
    return {"id": f"id-{tag}", "seq": 1, "photos": photos, "entry": "", **work.fields}


MADE = [{"tag": tag, "id": f"id-{tag}", "item": item(tag)} for tag in WORKS]
STATES = {"id-a": ("verified", ""), "id-b": ("verified", ""), "id-c": ("aside", "FIELD-STRUCTURE-UNKNOWN")}


def kept() -> Kept:
    taken = {f"id-{tag}": canonical(item(tag)) for tag in ("a", "b")}
    sha = photo_hash(WORKS["b"])
    return Kept(
        items={key: (digest(text), text) for key, text in taken.items()},
        item_rows=2,
        aside={"id-c": [(digest(canonical(item("c"))), canonical(item("c")))]},
        photos={sha: 4000},
        photos_on_disk={sha: sha},
    )


def found(held: Kept, made: list[dict[str, Any]] = MADE, states: Any = STATES) -> Findings:
    return compare(held, WORKS, made, states, frozenset())


def test_a_sound_run_is_clean() -> None:
    assert found(kept()).clean


@pytest.mark.parametrize(
    ("harm", "where"),
    [
        (lambda held: held.items.pop("id-a"), "lost"),
        (lambda held: held.aside.clear(), "lost"),
        (lambda held: held.photos.clear(), "lost"),
        (lambda held: held.items.update({"id-x": ("0", "{}")}), "doubled"),
        (lambda held: held.aside["id-c"].append(("0", "{}")), "doubled"),
        (lambda held: held.items.update({"id-c": ("0", "{}")}), "doubled"),
        (lambda held: held.items.update({"id-a": (held.items["id-a"][0], "{}")}), "changed"),
        (lambda held: held.items.update({"id-a": ("0", held.items["id-a"][1])}), "changed"),
        (lambda held: held.photos_on_disk.update(dict.fromkeys(held.photos, "0")), "changed"),
        (lambda held: held.photos.update(dict.fromkeys(held.photos, 3999)), "changed"),
    ],
)
def test_each_harm_to_the_tables_is_noticed(harm: Callable[[Kept], Any], where: str) -> None:
    held = kept()
    harm(held)
    assert getattr(found(held), where)


def test_what_the_phone_says_is_held_to_the_tables() -> None:
    assert found(kept(), states={**STATES, "id-a": ("kept", "")}).shown_wrongly
    assert found(kept(), states={**STATES, "id-c": ("verified", "")}).shown_wrongly
    other = {**MADE[0], "item": {**item("a"), "note": "another"}}
    assert found(kept(), [other, *MADE[1:]]).changed
    assert found(kept(), MADE[1:]).lost
    assert found(kept(), [*MADE, MADE[0]]).doubled


def test_the_same_seed_breaks_the_same_requests_and_records_the_same_works() -> None:
    def struck(seed: int) -> list[str]:
        plan = Plan(seed, kills=9, quiet=False)
        return [plan.draw("items")[0] for _ in range(400)]

    assert struck(5) == struck(5) != struck(6)
    assert set(struck(5)) == {"", *RATES}

    def drawn(seed: int) -> list[Visit]:
        return visits(seed, 0, ["s1", "s2"], 500, 100)

    assert drawn(5) == drawn(5) != drawn(6)
    works = [work for visit in drawn(5) for work in visit.works]
    assert (len(works), sum(work.photo is not None for work in works)) == (500, 100)
    sample = next(work for work in works if work.photo)
    assert hashlib.sha256(photo_bytes(*sample.photo)).hexdigest() == photo_hash(sample)  # type: ignore[misc]

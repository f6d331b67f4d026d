"""The server's tables against what was recorded: lost, doubled, changed, shown wrongly."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from registry.safety.item_json import canonical, digest
from registry.services.office.registry import Registry, open_registry
from registry.settings import Settings
from registry.store.field.tables import field_items, field_photos, set_aside_items
from tests.faults.works import Work, photo_bytes, photo_hash


@dataclass
class Findings:
    """What is wrong after a run, in words; empty lists are what is wanted."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    shown_wrongly: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.lost or self.doubled or self.changed or self.shown_wrongly)


@dataclass(frozen=True)
class Kept:
    """What the server holds: items by id with their hash and content, set-aside contents, photo hashes."""

    items: dict[str, tuple[str, str]]
    item_rows: int
    aside: dict[str, list[tuple[str, str]]]
    photos: dict[str, int]
    photos_on_disk: dict[str, str]


def kept_by(settings: Settings) -> Kept:
    """Read the tables and hash every photo on the disk."""
    registry: Registry = open_registry(settings)
    try:
        with registry.database.read() as connection:
            items = connection.execute(
                sa.select(field_items.c.id, field_items.c.sha256, field_items.c.content)
            ).all()
            aside: dict[str, list[tuple[str, str]]] = {}
            for row in connection.execute(sa.select(set_aside_items)).mappings():
                aside.setdefault(row["item"], []).append((row["sha256"], row["content"]))
            photos = {row.sha256: row.size_bytes for row in connection.execute(sa.select(field_photos))}
    finally:
        registry.close()
    disk = {
        path.name.split(".")[0]: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in settings.files.glob("*.jpg")
    }
    return Kept({row.id: (row.sha256, row.content) for row in items}, len(items), aside, photos, disk)


def shown_verified(settings: Settings, states: list[tuple[str, str, str, str]]) -> list[str]:
    """Return what a phone shows as verified although the tables do not hold it whole."""
    kept = kept_by(settings)
    wrong = []
    for item, state, _code, own in states:
        if state != "verified":
            continue
        held = kept.items.get(item)
        if held is None or held[0] != own:
            wrong.append(f"{item}: verified on the phone, not in the tables")
            continue
        for sha in json.loads(held[1])["photos"]:
            if kept.photos_on_disk.get(sha) != sha:
                wrong.append(f"{item}: verified on the phone, photo {sha[:12]} not on the disk")
    return wrong


def compare(
    kept: Kept,
    works: dict[str, Work],
    made: list[dict[str, Any]],
    states: dict[str, tuple[str, str]],
    before: frozenset[str],
) -> Findings:
    """Compare all works (by tag) with what is kept, and the phones' last states (id: state, code) with both.

    ``before`` are the ids of items that the register held already.
    """
    found = Findings()
    by_tag = Counter(entry["tag"] for entry in made)
    found.lost += [f"{tag}: never recorded" for tag in works if not by_tag[tag]]
    found.doubled += [f"{tag}: recorded {n} times" for tag, n in by_tag.items() if n > 1]
    ids = {entry["id"] for entry in made}
    found.doubled += [
        f"{item}: in the tables, made by nobody" for item in kept.items if item not in ids | before
    ]
    for entry in made:
        work, item = works[entry["tag"]], entry["item"]
        _compare_one(kept, found, work, item, states.get(entry["id"], ("gone", ""))[0])
    return found


def _compare_one(kept: Kept, found: Findings, work: Work, item: dict[str, Any], shown: str) -> None:
    tag = work.tag
    own = canonical(item)
    for name, value in work.fields.items():  # what was tapped is what the item says
        wanted = (
            value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
            if isinstance(value, str)
            else value
        )
        if item["kind"] != "start" and item[name] != wanted:
            found.changed.append(f"{tag}: {name} is {item[name]!r} instead of {value!r}")
    if work.photo is not None and item["photos"] != [photo_hash(work)]:
        found.changed.append(f"{tag}: another photo")
    if work.aside:
        held = [content for _, content in kept.aside.get(item["id"], [])]
        if not held:
            found.lost.append(f"{tag}: not among what is set aside")
        elif len(held) > 1:
            found.doubled.append(f"{tag}: set aside {len(held)} times")
        elif held[0] != own:
            found.changed.append(f"{tag}: set aside with another content")
        if item["id"] in kept.items:
            found.doubled.append(f"{tag}: set aside and taken")
        if shown != "aside":
            found.shown_wrongly.append(f"{tag}: {shown} instead of aside")
    else:
        sha, content = kept.items.get(item["id"], ("", ""))
        if not content:
            found.lost.append(f"{tag}: not in the tables")
        elif content != own or sha != digest(own):
            found.changed.append(f"{tag}: another content in the tables")
        if shown != "verified":
            found.shown_wrongly.append(f"{tag}: {shown} instead of verified")
    if work.photo is not None:
        sha = photo_hash(work)
        if sha not in kept.photos:
            found.lost.append(f"{tag}: photo not in the tables")
        elif kept.photos_on_disk.get(sha) != sha:
            found.changed.append(f"{tag}: photo on the disk is another")
        elif kept.photos[sha] != len(photo_bytes(*work.photo)):
            found.changed.append(f"{tag}: photo's size is another")

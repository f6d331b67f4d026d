"""What is stated of minutes: by whose delegation, where, who was present; and the signatures drawn.

A signature is tied to the SHA-256 of the text that was on the page: minutes whose text changed afterwards
show none of it, and it is drawn again.
"""

import base64
import binascii
from collections.abc import Mapping, Sequence
from io import BytesIO

from registry.errors import RefusalError
from registry.model.field.minutes import SIDES, TEAM, UNIT, MinutesRecord, Present
from registry.model.people import Person
from registry.model.vietnam_time import one_moment
from registry.services.field.deeds import check_officer, field_deed, words
from registry.services.field.minutes.units import Unit, minutes_of
from registry.services.field.minutes.writing import text_digest
from registry.services.office.attachments import keep_bytes
from registry.services.office.registry import Registry
from registry.store.changes import new_id
from registry.store.company_inspections.inspections import inspection_of
from registry.store.field.tables import field_minutes, minutes_signatures
from registry.store.field.visits import stated_minutes

MOST_PEOPLE = 40
LARGEST_PICTURE = 512 * 1024
LARGEST_PX = 3000
LEAST_INK = 40
"""Pixels that a signature has at least: an empty glass is no signature."""
_PREFIX = "data:image/png;base64,"


def known_people(registry: Registry) -> dict[str, Present]:
    """Return by account who was stated last as standing for it, so that a name is typed once."""
    with registry.database.read() as connection:
        rows = stated_minutes(connection)
    return {
        one["account"]: Present(one["side"], one["name"], one["post"], one["account"])
        for row in rows
        for one in row["people"] or ()
        if one.get("account")
    }


def known_delegation(registry: Registry, campaign: str = "") -> str:
    """Return the document of delegation to begin with: of a company's inspection its own.

    Of other minutes the one that was stated last: it stands until there is another.
    """
    with registry.database.read() as connection:
        own, rows = inspection_of(connection, campaign), stated_minutes(connection)
    if own is not None and own.delegation_number and own.delegation_on is not None:
        return f"văn bản số {own.delegation_number} ngày {own.delegation_on:%d/%m/%Y}"
    return str(rows[-1]["delegation"]) if rows else ""


@one_moment()
def state_minutes(
    registry: Registry,
    about: str,
    organisation: str,
    *,
    delegation: str,
    place: str,
    people: Sequence[Mapping[str, str]],
    opinion: str,
    person: Person,
    seen: int,
) -> None:
    """State what minutes need besides what was recorded; ``seen``: the version on the page (0: none).

    Refused without the document of delegation (``MINUTES-NO-DELEGATION``), and for somebody present without
    name or post (``MINUTES-NO-NAMES``), or a side with nobody (``MINUTES-NO-SIDE``).
    """
    check_officer(person)
    unit = minutes_of(registry, about, person=person).unit(organisation)
    stated = words(delegation, 300)
    if not stated:
        raise RefusalError("MINUTES-NO-DELEGATION")
    kept = _people(people, unit.name)
    columns = {
        "delegation": stated, "place": words(place, 300), "people": kept, "opinion": words(opinion, 4000),
    }  # fmt: skip
    with field_deed(registry, "minutes", person, minutes=unit.standing.id) as made:
        marks = {"who": made.who, "at": made.at}
        if unit.standing.version:
            made.amend(field_minutes, unit.standing.id, seen, "MINUTES-UNIT", **columns, **marks)
        else:
            identity = {"id": unit.standing.id, "about": unit.standing.about, "organisation": organisation}
            made.create(field_minutes, {**identity, **columns, **marks})


def _people(people: Sequence[Mapping[str, str]], unit: str) -> list[dict[str, str]]:
    kept = [
        {"side": one["side"], "name": words(one["name"], 100), "post": words(one["post"], 100),
         "account": words(one.get("account", ""), 60)}
        for one in people[:MOST_PEOPLE]
        if one.get("side") in SIDES and (one["name"].strip() or one["post"].strip() or one.get("account"))
    ]  # fmt: skip
    lacking = [
        one["account"] or one["name"] or one["post"] for one in kept if not (one["name"] and one["post"])
    ]
    if lacking:
        raise RefusalError("MINUTES-NO-NAMES", unit=unit, who=", ".join(lacking))
    if {one["side"] for one in kept} != set(SIDES):
        raise RefusalError("MINUTES-NO-SIDE", unit=unit)
    return kept


def check_ready(unit: Unit) -> None:
    """Refuse minutes that cannot be made yet: contradictions undecided, delegation or names not stated."""
    if unit.undecided:
        raise RefusalError("MINUTES-UNDECIDED", masts=", ".join(one.mast.code for one in unit.undecided))
    check_stated(unit.standing, unit.name)


def check_stated(record: MinutesRecord, name: str) -> None:
    """Refuse minutes whose delegation or people are not stated; ``name`` is the unit's on pages."""
    if not record.delegation:
        raise RefusalError("MINUTES-NO-DELEGATION")
    if {one.side for one in record.present} != {TEAM, UNIT}:
        raise RefusalError("MINUTES-NO-SIDE", unit=name)


@one_moment()
def sign_minutes(
    registry: Registry, about: str, organisation: str, *, signer: str, drawn: str, digest: str, person: Person
) -> None:
    """Keep a signature that was drawn on the page of minutes; ``digest``: of the text that it showed.

    ``drawn`` is a PNG as the canvas gives it (data URL). Refused where the text is another by now
    (``MINUTES-TEXT-CHANGED``), for somebody not present (``MINUTES-SIGNER``), and for what is no drawing
    (``MINUTES-DRAWING``). A later drawing of the same person counts instead.
    """
    check_officer(person)
    file = minutes_of(registry, about, person=person)
    unit = file.unit(organisation)
    check_ready(unit)
    check_present(unit, signer)
    if digest != text_digest(registry, file, unit):
        raise RefusalError("MINUTES-TEXT-CHANGED")
    kept = keep_bytes(registry, _picture(drawn), "chu-ky.png")
    with field_deed(registry, "minutes-signature", person, minutes=unit.standing.id) as made:
        if any(one.key == signer and one.refused for one in unit.standing.present):
            people = _with_refusal(unit, signer, "")
            made.amend(field_minutes, unit.standing.id, unit.standing.version, "MINUTES-UNIT", people=people)
        made.create(
            minutes_signatures,
            {"id": new_id(), "minutes": unit.standing.id, "signer": signer, "picture_sha256": kept.sha256,
             "text_digest": digest, "who": made.who, "at": made.at},
        )  # fmt: skip


@one_moment()
def refuse_to_sign(
    registry: Registry, about: str, organisation: str, *, signer: str, reason: str, person: Person
) -> None:
    """State that somebody present did not sign minutes, and why; the signatures of others stand.

    Refused without a reason (``MINUTES-NO-REASON``) and for somebody not present (``MINUTES-SIGNER``). A
    signature that he draws later counts instead; minutes stated anew are offered to him again.
    """
    check_officer(person)
    unit = minutes_of(registry, about, person=person).unit(organisation)
    check_ready(unit)
    check_present(unit, signer)
    said = words(reason, 300)
    if not said:
        raise RefusalError("MINUTES-NO-REASON")
    with field_deed(registry, "minutes-signature", person, minutes=unit.standing.id) as made:
        people = _with_refusal(unit, signer, said)
        made.amend(field_minutes, unit.standing.id, unit.standing.version, "MINUTES-UNIT", people=people)


def check_present(unit: Unit, signer: str) -> None:
    """Refuse who is not stated as present (``MINUTES-SIGNER``)."""
    if signer not in {one.key for one in unit.standing.present}:
        raise RefusalError("MINUTES-SIGNER", who=signer[:80])


def _with_refusal(unit: Unit, signer: str, reason: str) -> list[dict[str, str]]:
    """Return who is stated as present, one of them with the reason why he did not sign ("": none)."""
    found = []
    for one in unit.standing.people:
        key = Present(one["side"], one["name"], one["post"]).key
        kept = {name: value for name, value in one.items() if name != "refused" or key != signer}
        found.append({**kept, "refused": reason} if key == signer and reason else kept)
    return found


def _picture(drawn: str) -> bytes:
    """Return a drawing anew as a PNG of black on white; refused for what is none or is empty."""
    from PIL import Image, UnidentifiedImageError

    if not drawn.startswith(_PREFIX) or len(drawn) > 2 * LARGEST_PICTURE:
        raise RefusalError("MINUTES-DRAWING")
    into = BytesIO()
    try:
        content = base64.b64decode(drawn.removeprefix(_PREFIX), validate=True)
        with Image.open(BytesIO(content), formats=("PNG",)) as image:
            if max(image.size) > LARGEST_PX:
                raise RefusalError("MINUTES-DRAWING")
            ink = image.convert("RGBA").getchannel("A")
            white = Image.new("L", image.size, 255)
            white.paste(0, mask=ink)
            if sum(white.histogram()[:128]) < LEAST_INK:
                raise RefusalError("MINUTES-DRAWING")
            white.save(into, "PNG", optimize=True)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, binascii.Error) as error:
        raise RefusalError("MINUTES-DRAWING") from error
    except Image.DecompressionBombError as error:
        raise RefusalError("MINUTES-DRAWING") from error
    return into.getvalue()

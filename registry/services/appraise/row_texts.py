"""What a row says, as texts that a person reads and types, read as the cells of a list are."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from registry.columns import CellType, Column, column
from registry.errors import RefusalError
from registry.geo.coordinates import read_text
from registry.geo.readings import PositionHints, plain_pair
from registry.intake.choices import choice_table
from registry.intake.column_values import read_column
from registry.intake.dates import read_dates
from registry.intake.parsed import SheetReading
from registry.messages import Language, Words, render
from registry.model.issues import Issue
from registry.model.positions import Confidence
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.model.sites import OldMastClass
from registry.services.office.registry import Registry
from registry.services.register.position_hints import hint_source
from registry.typed_text import within

POSITION = "position"
FIELDS: tuple[str, ...] = (
    POSITION, "site_code", "operator", "kind", "address", "commune", "mast_class", "form", "support",
    "land_type", "mast_height_m", "rod_m", "building_height_m", "top_agl_m", "ground_elevation_m",
    "designed_operators", "shared_with", "host", "sharing_sent", "sharing_replied", "plan_code", "replaces",
    "design_wind_ms", "guy_radius_m", "permit", "commencement_notice", "emf_certificate", "emf_expires_on",
    "note",
)  # fmt: skip
"""The fields of a row that can be corrected, in the order of a form."""

UNUSUAL, UNUSUAL_LIKELY = "CELL-UNUSUAL", "CELL-UNUSUAL-LIKELY"
"""Numbers that were read though they are larger than any in practice: the latter names a likelier one."""
_PLACES = frozenset({"lon", "lat", "position", "northing", "easting"})


def field_list(lang: Language) -> list[dict[str, Any]]:
    """Return the fields of a row's form: name, label with its unit, and the choices where there are any."""
    found = []
    for name in FIELDS:
        known = column(name)
        label = known.label_en if lang == "en" else known.label_vi
        choices = choices_of(name, lang)
        found.append(
            {
                "name": name,
                "label": f"{label} ({known.unit})" if known.unit else label,
                "choices": [[code, text] for code, text in choices.items()],
            }
        )
    return found


def choices_of(name: str, lang: Language) -> dict[str, str]:
    """Return the words of a field's choices by code; {} for one in which anything can be typed."""
    known = column(name)
    return choice_words(known, lang) if known.type is CellType.CHOICE else {}


def choice_words(known: Column, lang: Language) -> dict[str, str]:
    """Return the words of a column's choices by code; names of operators are the same in every language."""
    if not known.choices:
        return {}
    words = choice_table(known.choices).labels
    if lang == "vi" or known.choices == "operators":
        return words
    return {code: code.replace("_", " ") for code in words}  # codes are English words, or classes as A2b


def label_of(name: str, lang: Language) -> str:
    """Return what a field is called."""
    known = column(name)
    return known.label_en if lang == "en" else known.label_vi


def texts_of(proposal: Proposal, lang: Language = "vi") -> dict[str, str]:
    """Return what a row says in each field, as a person would type it; what it does not state is left out."""
    found: dict[str, str] = {}
    position = proposal.position
    if position.lon is not None and position.lat is not None:
        found[POSITION] = plain_pair(position.lon, position.lat)
    elif position.raw:
        found[POSITION] = " ".join(position.raw)
    for name in FIELDS[1:]:
        value = getattr(proposal, name)
        if name == "mast_class":
            value = value or proposal.old_class
        if value in (None, "", (), ProposalKind.UNKNOWN):
            continue
        if isinstance(value, float):
            plain = f"{value:.2f}".rstrip("0").rstrip(".")
            found[name] = plain.replace(".", ",") if lang == "vi" else plain
        elif isinstance(value, tuple):
            found[name] = ", ".join(value)
        elif isinstance(value, dt.date):
            found[name] = value.strftime("%d/%m/%Y")
        else:
            found[name] = str(getattr(value, "value", value))
    return found


def shown(name: str, text: str, lang: Language = "vi") -> str:
    """Return a text of ``texts_of`` as it is read: the word of a choice instead of its code."""
    return choice_words(column(name), lang).get(text, text)


def typed(registry: Registry, texts: Mapping[str, Any], proposal: Proposal, day: dt.date) -> dict[str, Any]:
    """Return the changes (for ``request_rows.corrected``) that typed texts mean; an empty one takes away.

    ``REQUEST-VALUE`` for a field that no row has, ``REQUEST-CELL`` for a text that does not read.
    """
    changes: dict[str, Any] = {}
    for name, value in texts.items():
        if name not in FIELDS:
            raise RefusalError("REQUEST-VALUE", value=name[:40])
        text = within(value, 500)
        if name == POSITION:
            changes |= _place(registry, text, proposal, day)
        else:
            changes |= _cell(column(name), text)
    return changes


def _cell(known: Column, text: str) -> dict[str, Any]:
    values: list[Any]
    if known.type is CellType.DATE:  # read as a list's cell is, not as it is kept
        values, _years, problems, _month_first = read_dates([text])
    else:
        values, problems = read_column(known, [text])
    value = values[0]
    problem = problems.get(0)
    if problem is not None and (value is None or isinstance(value, tuple)):
        raise RefusalError(
            "REQUEST-CELL",
            column=Words(known.label_vi, known.label_en),
            value=text[:80],
            reason=_both(problem.code, text, problem.params),
        )
    if known.name == "mast_class":
        old = value in set(OldMastClass)
        return {"mast_class": None if old else value, "old_class": value if old else None}
    if known.name == "kind" and value is None:
        raise RefusalError("REQUEST-VALUE", value=text)
    return {known.name: value}


def _place(registry: Registry, text: str, proposal: Proposal, day: dt.date) -> dict[str, Any]:
    hints: PositionHints = hint_source(registry, day)(
        {"commune": proposal.commune, "district": proposal.district}
    )
    reading = read_text(text, hints)
    position = reading.position
    if position.lon is None or position.lat is None or position.confidence is Confidence.UNREADABLE:
        problem = reading.problems[0] if reading.problems else None
        raise RefusalError(
            "REQUEST-CELL",
            column=Words(column(POSITION).label_vi, column(POSITION).label_en),
            value=text[:80],
            reason=_both(problem.code, text, problem.params) if problem else "",
        )
    place = {"lon": position.lon, "lat": position.lat, "accuracy_m": position.accuracy_m}
    # what had to be repaired when it was read is a proposal still, whoever typed it
    return place | ({"read": position} if position.confidence is Confidence.PROPOSED else {})


def _both(code: str, text: str, params: Mapping[str, Any]) -> Words:
    """Return what is wrong with a cell in both languages."""
    params = {"value": text[:80], **params}
    return Words(render(code, params, "vi"), render(code, params, "en"))


def answer_to(issue: Issue, sheets: Sequence[SheetReading], proposal: Proposal | None) -> tuple[str, str]:
    """Return the field of a row in which an issue is answered, and the text that accepts what it proposes.

    ("", "") for an issue that no cell of a row answers.
    """
    if proposal is None:
        return "", ""
    sheet = next((item for item in sheets if item.name == issue.sheet), None)
    name = next((c.name for c in sheet.columns if c.letter == issue.letter), "") if sheet else ""
    name = name.partition(":")[0]
    if name in _PLACES or issue.code.startswith("COORD-"):
        position = proposal.position
        if position.lon is not None and position.lat is not None:
            return POSITION, plain_pair(position.lon, position.lat)
        return POSITION, issue.proposed if issue.proposed and "," in issue.proposed else ""
    if issue.code == UNUSUAL and name in FIELDS:
        return name, texts_of(proposal).get(name, "")
    return (name, issue.proposed or "") if name in FIELDS else ("", "")

"""The masked form: what a carrier or the public may learn about another operator's mast.

The outcome, the limit, and where the distance is too small the operator and the distance's class; never the
mast's code, position, the line to it or a number of metres (design: section 8). A class is taken from the
distance shifted by a secret of the mast's own, so that its edges, too, lead nowhere. A row of the list that
the viewer sent is no secret, whoever it names.
"""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from registry.checks.registered import CHECKS
from registry.checks.spacing_proposals import OWN_LIST
from registry.messages import CODE_KEPT_BACK, Words
from registry.model.areas import Layer
from registry.model.finding_columns import FindingColumns, FindingGroup
from registry.model.finding_table import FindingTable
from registry.model.findings import Finding, Outcome
from registry.model.people import Person
from registry.services.register.disclosure import hidden_layers, restricted_layers
from registry.services.register.mask_secret import shifted

STEP_M = 10.0
CLASSES: tuple[tuple[float, Words], ...] = (
    (50.0, Words("dưới khoảng 50 m", "under about 50 m")),
    (100.0, Words("khoảng 50 đến 100 m", "about 50 to 100 m")),
    (200.0, Words("khoảng 100 đến 200 m", "about 100 to 200 m")),
    (math.inf, Words("từ khoảng 200 m trở lên", "about 200 m or more")),
)
"""The classes of a distance that outsiders are told, each with the metres it ends below."""

FAR = frozenset({"SPC-OTHER-FAR", "SPC-SAME-FAR", "SPC-OTHER-LISTS", "SPC-SAME-LISTS", "SPC-03-FAR"})
"""What is said where the nearest mast or proposal is far enough: then nothing more is told of it."""

_OTHERS = Words("cột của mạng khác", "a mast of another network")
_SAME = Words("cột cùng mạng", "a mast of the same network")
_PROPOSED = Words("vị trí của hồ sơ khác", "a position of another request")
_OWNER, _OWNER_FIRST_WORD = Words("chủ cột", "its owner"), Words("Chủ cột", "Its owner")
_REASON = Words("xem trả lời của chủ cột", "see what its owner replied")
_SHARING = frozenset(
    {
        "SHR-03-OWN", "SHR-03-AGREED", "SHR-03-SAID-AGREED", "SHR-03-NO-DAY", "SHR-03-CONDITIONS",
        "SHR-03-REFUSED", "SHR-03-SAID-REFUSED", "SHR-03-NOT-ASKED", "SHR-03-NO-REPLY", "SHR-03-ASKED",
        "SHR-03-AWAITED", "SHR-03-LATE", "SHR-03-AWAITED-RECEIVED", "SHR-03-LATE-RECEIVED", "SHR-03-NOTE",
    }
)  # fmt: skip
"""What an owner was asked and answered: the asker's own correspondence, told without the mast's code."""
_OWNER_FIRST = frozenset(
    {
        "SHR-03-AGREED", "SHR-03-CONDITIONS", "SHR-03-REFUSED", "SHR-03-ASKED", "SHR-03-AWAITED",
        "SHR-03-LATE", "SHR-03-AWAITED-RECEIVED", "SHR-03-LATE-RECEIVED",
    }
)  # fmt: skip
"""The sentences that begin with the owner's name."""
_SENT = ("day", "sent_on", "received_on", "due_on", "sent", "replied", "note")
_KEPT = ("limit", "operators", "operator", "decision", "small")
_FORMS = {
    **dict.fromkeys(("SPC-OTHER-NEAR", "SPC-SAME-NEAR"), "SPC-MASKED-NEAR"),
    **dict.fromkeys(("SPC-OTHER-REVIEW", "SPC-SAME-REVIEW"), "SPC-MASKED-REVIEW"),
    **dict.fromkeys(("SPC-OTHER-NO-HEIGHT", "SPC-SAME-NO-HEIGHT"), "SPC-MASKED-NO-HEIGHT"),
    **dict.fromkeys(("SPC-OTHER-COARSE", "SPC-SAME-COARSE"), "SPC-MASKED-COARSE"),
    **dict.fromkeys(("SPC-OTHER-FAR", "SPC-SAME-FAR"), "SPC-MASKED-FAR"),
    **dict.fromkeys(("SPC-OTHER-LISTS", "SPC-SAME-LISTS"), "SPC-MASKED-FAR-LISTS"),
    **dict.fromkeys(("SPC-OTHER-LIMITS", "SPC-SAME-LIMITS"), "SPC-MASKED-LIMITS"),
    **dict.fromkeys(
        ("SPC-OTHER-LIMITS-NOT-KNOWN", "SPC-SAME-LIMITS-NOT-KNOWN"), "SPC-MASKED-LIMITS-NOT-KNOWN"
    ),
    "SPC-SAME-OPERATOR": "SPC-MASKED-OPERATOR",
    "SPC-SMALL-URBAN": "SPC-MASKED-SMALL-URBAN",
    "SPC-03-FAR": "SPC-MASKED-FAR",
    "SPC-03-SAME": "SPC-MASKED-REVIEW",
    "SPC-03-OTHER": "SPC-MASKED-REVIEW",
    "SPC-03-OPERATOR": "SPC-MASKED-REVIEW",
    "SPC-03-DUPLICATE": "SPC-MASKED-DUPLICATE",
    "SPC-03-CODE-TWICE": "SPC-MASKED-CODE-TWICE",
    **dict.fromkeys(
        ("PLN-01-CODE", "PLN-01-CODE-ONLY", "PLN-01-POSITION", "PLN-01-ADDRESS"), "PLN-MASKED-FOUND"
    ),
    **dict.fromkeys(("PLN-01-NEAR", "PLN-01-COARSE", "PLN-01-ADDRESS-MOVED"), "PLN-MASKED-NEAR"),
    "PLN-01-MOVED": "PLN-MASKED-MOVED",
    "PLN-01-NOT-FOUND": "PLN-01-NOT-FOUND",
    "PLN-01-NOT-FOUND-NEAREST": "PLN-01-NOT-FOUND",
}  # fmt: skip


def masked(findings: Iterable[Finding], viewer: str = "", *, secret: bytes) -> list[Finding]:
    """Return the findings as ``viewer`` (an operator's code, "" for the public) may see them.

    ``secret`` is the register's own (``registry.services.register.mask_secret``).
    """
    shown = [_masked(finding, secret) if is_hidden(finding, viewer) else finding for finding in findings]
    return without_zones(shown, frozenset(restricted_layers()))


def masked_for(findings: Iterable[Finding], person: Person, *, secret: bytes) -> list[Finding]:
    """Return the findings as a person may see them: in full inside the office, else in the masked form."""
    if person.sees_all:
        return without_zones(findings, hidden_layers(person))
    viewer = person.organisation
    shown = [_masked(finding, secret) if is_hidden(finding, viewer) else finding for finding in findings]
    return without_zones(shown, hidden_layers(person))


def masked_rows(rows: Sequence[Sequence[Finding]], viewer: str, *, secret: bytes) -> list[Sequence[Finding]]:
    """Return what ``masked`` shows of each row; those of a table group by group."""
    table = FindingTable.behind(rows)
    if table is None:
        return [masked(row, viewer, secret=secret) for row in rows]
    return [*_masked_table(table, viewer, frozenset(restricted_layers()), secret).rows()]


def masked_rows_for(
    rows: Sequence[Sequence[Finding]], person: Person, *, secret: bytes
) -> list[Sequence[Finding]]:
    """Return what ``masked_for`` shows of each row; those of a table group by group."""
    table = FindingTable.behind(rows)
    if table is None:
        return [masked_for(row, person, secret=secret) for row in rows]
    viewer = None if person.sees_all else person.organisation
    return [*_masked_table(table, viewer, hidden_layers(person), secret).rows()]


def _masked_table(
    table: FindingTable, viewer: str | None, hidden: Collection[Layer], secret: bytes
) -> FindingTable:
    rules = _rules_of(hidden)
    checks = []
    for check in table.checks:
        shown: list[FindingGroup] = []
        for group in check.groups:
            shown += [group] if viewer is None else _masked_groups(group, viewer, secret)
        checks.append(FindingColumns(check.size, [_without_zones(group, rules) for group in shown]))
    return FindingTable(table.size, checks)


def _masked_groups(group: FindingGroup, viewer: str, secret: bytes) -> list[FindingGroup]:
    if "related_operator" not in group.columns and group.common.related_operator is None:
        return [group]
    told = group.changed(evidence=None)  # a masked form shows none, so none is drawn
    findings = [told.finding(at) for at in range(len(told))]
    hides = np.array([is_hidden(finding, viewer) for finding in findings], dtype=bool)
    alike: dict[Any, list[int]] = {}
    forms: dict[Any, Finding] = {}
    for at in np.flatnonzero(hides).tolist():
        form = _masked(findings[at], secret)
        key: tuple[Any, ...] = (
            form.code,
            form.related_operator,
            form.limit,
            repr(form.params),
            repr(form.notes),
            form.flips,
        )
        if forms.setdefault(key, form) != form:  # another in what is rarely another, such as its article
            key = (*key, at)
            forms[key] = form
        alike.setdefault(key, []).append(at)
    shown = [FindingGroup(group.rows[np.array(places)], forms[key]) for key, places in alike.items()]
    open_ = np.flatnonzero(~hides)
    return shown + ([group.part(open_)] if len(open_) else [])


def without_zones(findings: Iterable[Finding], hidden: Collection[Layer]) -> list[Finding]:
    """Return the findings without what they say of zones of hidden layers: the outcome and article stay.

    A finding that says only that the layer is missing, or that the rule does not apply, names no zone.
    """
    rules = _rules_of(hidden)
    return [
        replace(finding, **_zone_hidden(finding)) if _names_a_zone(finding, rules) else finding
        for finding in findings
    ]


def _without_zones(group: FindingGroup, rules: Collection[str]) -> FindingGroup:
    if not _names_a_zone(group.common, rules):
        return group
    changed = group.changed(**_zone_hidden(group.common))
    return FindingGroup(changed.rows, changed.common, changed.columns)


def _rules_of(hidden: Collection[Layer]) -> set[str]:
    return {check.code for check in CHECKS if any(layer in hidden for layer in check.layers)}


def _names_a_zone(finding: Finding, rules: Collection[str]) -> bool:
    return finding.rule in rules and finding.outcome not in (Outcome.UNKNOWN, Outcome.NA)


def _zone_hidden(finding: Finding) -> dict[str, Any]:
    """Return what a finding says in the place of what it says of a zone."""
    clear = finding.outcome is Outcome.PASS
    return {
        "code": "ZONE-HIDDEN-CLEAR" if clear else "ZONE-HIDDEN", "params": {}, "measured": None,
        "limit": None, "unit": "", "notes": (), "related": None, "evidence": None,
    }  # fmt: skip


_CLASSED = (
    "SPC-MASKED-NEAR", "SPC-MASKED-REVIEW-NEAR", "SPC-MASKED-NO-HEIGHT", "SPC-MASKED-SMALL-URBAN",
)  # fmt: skip
"""The sentences that name a class of the distance."""


def is_hidden(finding: Finding, viewer: str) -> bool:
    """Whether a finding is about what is another's than the viewer's (an operator's code, "" the public)."""
    if finding.related_operator is None or finding.params.get(OWN_LIST):
        return False
    return viewer == "" or viewer not in finding.related_operator.split("+")


def _masked(finding: Finding, secret: bytes) -> Finding:
    if finding.rule.startswith("SHR"):
        return _masked_sharing(finding)
    code = _FORMS.get(finding.code, finding.code)
    params = {name: value for name, value in finding.params.items() if name in _KEPT}
    if finding.code not in _FORMS:
        known = all(
            name in _KEPT or not (isinstance(value, int | float) or name in ("related", "code"))
            for name, value in finding.params.items()
        )
        params = dict(finding.params) if known else {}
        code = finding.code if known else "MASKED-OTHER"  # what this form has no sentence for is not told
    far = finding.code in FAR
    if finding.rule.startswith("SPC"):
        params["whose"] = (
            _PROPOSED if finding.rule == "SPC-03" else _SAME if finding.rule == "SPC-02" else _OTHERS
        )
        near = None if far else _near(finding, secret)
        if near is not None and code == "SPC-MASKED-REVIEW":
            code = "SPC-MASKED-REVIEW-NEAR"
        if near is not None and code in _CLASSED:
            params["near"] = near
    if far:
        params.pop("operators", None)  # whose mast is the nearest draws the line midway between two
    return replace(
        finding,
        code=code,
        measured=None,
        params=params,
        notes=tuple(_masked_note(*note) for note in finding.notes if _may_stay(*note)),
        related=None,
        related_operator=None if far else finding.related_operator,
        evidence=None,
        flips=False,
    )


def _masked_sharing(finding: Finding) -> Finding:
    """Return what is told of sharing another's mast: the exchange of letters, never what the register has."""
    told = finding.code in _SHARING
    return replace(
        finding,
        code=finding.code if told else "SHR-MASKED",
        params=_exchange(finding.code, finding.params) if told else {},
        notes=tuple((code, _exchange(code, params)) for code, params in finding.notes if code in _SHARING),
        measured=None,
        limit=None,
        unit="",
        related=None,
        evidence=None,
        flips=False,
    )


def _exchange(code: str, params: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in params.items() if name in _SENT}
    owner = _OWNER_FIRST_WORD if code in _OWNER_FIRST else _OWNER
    return kept | {"host": CODE_KEPT_BACK, "owner": owner, "reason": _REASON}


def _near(finding: Finding, secret: bytes) -> Words | None:
    """Return the class of a distance that is surely too small; None for any other."""
    metres, limit = finding.measured, finding.limit
    surely = finding.outcome in (Outcome.FAIL, Outcome.UNKNOWN) or not finding.flips
    if metres is None or limit is None or not surely or metres >= limit:
        return None if finding.code not in _ALWAYS else CLASSES[-1][1]
    return class_of(shifted(metres, finding.related or "", secret, limit), limit)


_ALWAYS = ("SPC-OTHER-NEAR", "SPC-SAME-NEAR", "SPC-OTHER-NO-HEIGHT", "SPC-SAME-NO-HEIGHT", "SPC-SMALL-URBAN")
"""What has a class in its sentence: the last one where the distance is not surely below the limit."""


def class_of(metres: float, below_m: float | None = None) -> Words:
    """Return the class of a distance in words; said to be below ``below_m``, the class ends there."""
    at = next(at for at, (end, _) in enumerate(CLASSES) if metres < end or end == math.inf)
    end, words = CLASSES[at]
    begins = CLASSES[at - 1][0] if at else 0.0
    if below_m is None or not 0.0 < begins < below_m < end:
        return words
    return Words(f"khoảng {begins:g} đến dưới {below_m:g} m", f"about {begins:g} to under {below_m:g} m")


def _may_stay(code: str, params: dict[str, Any]) -> bool:
    return code == "SPC-MEASURE-AGAIN" or not any(
        isinstance(value, int | float) or name in ("related", "code") for name, value in params.items()
    )


def _masked_note(code: str, params: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return ("SPC-MASKED-MEASURE-AGAIN", {}) if code == "SPC-MEASURE-AGAIN" else (code, params)


def nearest_ten(metres: float) -> float:
    """Round a distance to the nearest 10 m, halves up."""
    return math.floor(metres / STEP_M + 0.5) * STEP_M

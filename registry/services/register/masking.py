"""The masked form: what a carrier or the public may learn about another operator's mast.

The outcome, the limit, and where the distance is too small the operator and the distance's class; never the
mast's code, position, the line to it or a number of metres (design: section 8). A class is taken from the
distance shifted by a secret of the mast's own, so that its edges, too, lead nowhere. A row of the list that
the viewer sent is no secret, whoever it names.
"""

import math
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from registry.checks.registered import CHECKS
from registry.checks.spacing_proposals import OWN_LIST
from registry.messages import Words
from registry.model.areas import Layer
from registry.model.findings import Finding, Outcome
from registry.model.people import Person
from registry.services.register.disclosure import hidden_layers, restricted_layers
from registry.services.register.mask_secret import shifted

STEP_M = 10.0
CLASSES: tuple[tuple[float, Words], ...] = (
    (50.0, Words("dưới 50 m", "under 50 m")),
    (100.0, Words("50 đến 100 m", "50 to 100 m")),
    (200.0, Words("100 đến 200 m", "100 to 200 m")),
    (math.inf, Words("từ 200 m trở lên", "200 m or more")),
)
"""The classes of a distance that outsiders are told, each with the metres it ends below."""

FAR = frozenset({"SPC-OTHER-FAR", "SPC-SAME-FAR", "SPC-OTHER-LISTS", "SPC-SAME-LISTS", "SPC-03-FAR"})
"""What is said where the nearest mast or proposal is far enough: then nothing more is told of it."""

_OTHERS = Words("cột của mạng khác", "a mast of another network")
_SAME = Words("cột cùng mạng", "a mast of the same network")
_PROPOSED = Words("vị trí của hồ sơ khác", "a position of another request")
_CODE, _OWNER = Words("(không nêu mã)", "(code not given)"), Words("chủ cột", "its owner")
_REASON = Words("xem trả lời của chủ cột", "see what its owner replied")
_SHARING = frozenset(
    {
        "SHR-03-OWN", "SHR-03-AGREED", "SHR-03-SAID-AGREED", "SHR-03-NO-DAY", "SHR-03-CONDITIONS",
        "SHR-03-REFUSED", "SHR-03-SAID-REFUSED", "SHR-03-NOT-ASKED", "SHR-03-NO-REPLY", "SHR-03-ASKED",
        "SHR-03-AWAITED", "SHR-03-LATE",
    }
)  # fmt: skip
"""What an owner was asked and answered: the asker's own correspondence, told without the mast's code."""
_SENT = ("day", "sent_on", "due_on", "sent", "replied")
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


def without_zones(findings: Iterable[Finding], hidden: Collection[Layer]) -> list[Finding]:
    """Return the findings without what they say of zones of hidden layers: the outcome and article stay.

    A finding that says only that the layer is missing, or that the rule does not apply, names no zone.
    """
    rules = {check.code for check in CHECKS if any(layer in hidden for layer in check.layers)}
    return [
        _without_zone(finding)
        if finding.rule in rules and finding.outcome not in (Outcome.UNKNOWN, Outcome.NA)
        else finding
        for finding in findings
    ]


def _without_zone(finding: Finding) -> Finding:
    clear = finding.outcome is Outcome.PASS
    return replace(
        finding,
        code="ZONE-HIDDEN-CLEAR" if clear else "ZONE-HIDDEN",
        params={},
        measured=None,
        limit=None,
        unit="",
        notes=(),
        related=None,
        evidence=None,
    )


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
        params=_exchange(finding.params) if told else {},
        notes=tuple((code, _exchange(params)) for code, params in finding.notes if code in _SHARING),
        measured=None,
        limit=None,
        unit="",
        related=None,
        evidence=None,
        flips=False,
    )


def _exchange(params: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in params.items() if name in _SENT}
    return kept | {"host": _CODE, "owner": _OWNER, "reason": _REASON}


def _near(finding: Finding, secret: bytes) -> Words | None:
    """Return the class of a distance that is surely too small; None for any other."""
    metres, limit = finding.measured, finding.limit
    surely = finding.outcome in (Outcome.FAIL, Outcome.UNKNOWN) or not finding.flips
    if metres is None or limit is None or not surely or metres >= limit:
        return None if finding.code not in _ALWAYS else CLASSES[-1][1]
    return class_of(shifted(metres, finding.related or "", secret, limit))


_ALWAYS = ("SPC-OTHER-NEAR", "SPC-SAME-NEAR", "SPC-OTHER-NO-HEIGHT", "SPC-SAME-NO-HEIGHT", "SPC-SMALL-URBAN")
"""What has a class in its sentence: the last one where the distance is not surely below the limit."""


def class_of(metres: float) -> Words:
    """Return the class of a distance in words."""
    return next(words for end, words in CLASSES if metres < end or end == math.inf)


def _may_stay(code: str, params: dict[str, Any]) -> bool:
    return code == "SPC-MEASURE-AGAIN" or not any(
        isinstance(value, int | float) or name in ("related", "code") for name, value in params.items()
    )


def _masked_note(code: str, params: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    return ("SPC-MASKED-MEASURE-AGAIN", {}) if code == "SPC-MEASURE-AGAIN" else (code, params)


def nearest_ten(metres: float) -> float:
    """Round a distance to the nearest 10 m, halves up."""
    return math.floor(metres / STEP_M + 0.5) * STEP_M

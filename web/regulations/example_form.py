"""Examples of a regulation as rows of a form, and what was typed into them as examples again."""

from collections.abc import Mapping
from typing import Any

from registry.model.numbers import plain_number, two_readings
from registry.model.regulations import Example
from registry.regulations.faults import Fault
from registry.services.regulations.examples import ASKED_CODES
from registry.typed_text import within
from web.regulations.typed import number_text

METRES = ("mast_height_m", "other_network_m", "same_network_m", "other_row_m", "same_row_m", "planned_m")
WHOLE = ("designed_operators", "asked_days", "list_months")
CHOSEN: Mapping[str, frozenset[str]] = {
    "kind": frozenset({"new", "share", "replace", "relocate", "upgrade"}),
    "mast_class": frozenset({"A1a", "A1b", "A2a", "A2b", "A2c"}),
    "support": frozenset({"ground", "roof"}),
    "land_type": frozenset({"public", "private", "other"}),
}
OUTCOMES = ("pass", "fail", "review", "unknown", "consent", "na")
MOST = 300
MOST_METRES, MOST_WHOLE = 1_000_000.0, 10_000
_TRUTH = {"yes": True, "no": False}

Form = Mapping[str, str]


def examples_of(form: Form) -> tuple[tuple[Example, ...], tuple[Fault, ...]]:
    """Return the examples that a form says, and what of them could not be read ("examples.0.planned_m")."""
    text = form.get("examples", "")
    count = min(int(text), MOST) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    faults: list[Fault] = []
    return tuple(_example(form, at, faults) for at in range(count)), tuple(faults)


def examples_shown(examples: tuple[Example, ...]) -> dict[str, str]:
    """Return examples as their form shows them."""
    shown = {}
    for at, one in enumerate(examples):
        pre = f"e{at}-"
        shown[f"{pre}title"] = one.title
        shown[f"{pre}urban"] = {True: "yes", False: "no", None: ""}[one.urban]
        for name in CHOSEN:
            shown[f"{pre}{name}"] = getattr(one, name)
        for name in (*METRES, *WHOLE):
            shown[f"{pre}{name}"] = number_text(getattr(one, name))
        for code in ASKED_CODES:
            shown[f"{pre}expect-{code}"] = one.expected.get(code, "")
    return shown


def alike(one: Example, other: Example) -> bool:
    """Whether two examples try the same case, whatever they are called and expect."""
    names = ("urban", *CHOSEN, *METRES, *WHOLE)
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _example(form: Form, at: int, faults: list[Fault]) -> Example:
    pre = f"e{at}-"
    fields: dict[str, Any] = {"title": within(form.get(f"{pre}title"), 200)}
    fields["urban"] = _TRUTH.get(form.get(f"{pre}urban", ""))
    for name, known in CHOSEN.items():
        value = form.get(f"{pre}{name}", "")
        fields[name] = value if value in known else ""
    fields["kind"] = fields["kind"] or "new"
    for name in (*METRES, *WHOLE):
        fields[name] = _number(form.get(f"{pre}{name}"), f"examples.{at}.{name}", name in WHOLE, faults)
    expected = {code: form.get(f"{pre}expect-{code}", "") for code in ASKED_CODES}
    fields["expected"] = {code: said for code, said in expected.items() if said in OUTCOMES}
    return Example(**fields)


def _number(text: str | None, key: str, whole: bool, faults: list[Fault]) -> float | int | None:
    typed = within(text, 80)
    if not typed:
        return None
    if readings := two_readings(typed):
        faults.append(Fault("NUMBER-TWO-WAYS", key, {"value": typed[:40], **readings}))
        return None
    value = plain_number(typed)
    most = MOST_WHOLE if whole else MOST_METRES
    if value is None or not 0 <= value <= most or (whole and value != int(value)):
        faults.append(Fault("REGULATION-EXAMPLE-NUMBER", key, {"value": typed[:40], "most": float(most)}))
        return None
    return int(value) if whole else value

"""A checklist as a form of the browser, and what was typed into it as the written form again.

Whatever cannot be read stays as it was typed and is named as a fault: a draft is kept with its faults.
"""

import re
from collections.abc import Mapping
from typing import Any

from registry.columns import fold
from registry.model.numbers import plain_number
from registry.safety.sheets.grammar import Fault

TEXTS = ("vi", "en", "help_vi", "help_en", "unit", "group", "answer")
LIMIT_TEXTS = ("relation", "of", "basis", "basis_en")
LIMIT_NUMBERS = ("value", "lower", "height_over", "factor", "factor_lower")
AXIS_NUMBERS = ("first", "usual", "most", "metres_each")
GOOD = {"tốt": True, "good": True, "xấu": False, "bad": False, "": None, "-": None, "–": None}
LONGEST_LINE, LONGEST_TEXT = 300, 4_000
_RANGE = re.compile(r"(?P<least>[\d.,]*)\s*\.\.\s*(?P<most>[\d.,]*)")
_SLUG = re.compile(r"[^a-z0-9]+")


class Typed:
    """What a form brought: ``text("entry-3-vi")``; each text cut at what a field holds."""

    def __init__(self, form: Mapping[str, str]) -> None:
        self.form = form

    def text(self, name: str, most: int = LONGEST_LINE) -> str:
        """Return a field's text, "" where there is none."""
        return self.form.get(name, "").replace("\r\n", "\n").strip()[:most]

    def count(self, kind: str) -> int:
        """Return how many parts of a kind the form has."""
        text = self.form.get(f"{kind}s", "")
        return min(int(text), 400) if text.isascii() and text.isdecimal() else 0


def content_of(form: Mapping[str, str], before: Mapping[str, Any]) -> dict[str, Any]:
    """Return the written form that a form says; what the form does not show is as ``before`` had it."""
    typed = Typed(form)
    held = {kind: {one.get("code"): one for one in before.get(kind, ())} for kind in ("group", "entry")}
    head = {**before.get("checklist", {})}
    for name in ("title_vi", "title_en", "source"):
        head[name] = typed.text(f"head-{name}")
    minutes = typed.text("head-minutes", 20)
    head |= {"minutes": _number(minutes)} if minutes else {}
    groups = [_group(typed, at, held["group"]) for at in range(typed.count("group"))]
    entries = [_entry(typed, at, held["entry"]) for at in range(typed.count("entry"))]
    _give_codes(groups, "nhom")
    _give_codes(entries, "muc")
    return {"checklist": head, "group": groups, "entry": entries}


def moved(content: dict[str, Any], action: str) -> str:
    """Do what a button asks of the parts ("entry-up-3"); returns where on the page to go on."""
    found = re.fullmatch(r"(entry|group)-(up|down|drop|add)-(\d+)", action)
    if not found:
        return ""
    kind, what, at = found[1], found[2], int(found[3])
    parts: list[dict[str, Any]] = content[kind]
    if what == "add":
        blank = {"answer": "yes_no", "good": True} if kind == "entry" else {}
        parts.insert(min(at + 1, len(parts)), {"code": "", "vi": "", "en": "", **blank})
        _give_codes(parts, "muc" if kind == "entry" else "nhom")
        return f"{kind}-{min(at + 1, len(parts) - 1)}"
    if at >= len(parts):
        return ""
    if what == "drop":
        del parts[at]
        return f"{kind}-{min(at, len(parts) - 1)}"
    to = at - 1 if what == "up" else at + 1
    if 0 <= to < len(parts):
        parts[at], parts[to] = parts[to], parts[at]
        at = to
    return f"{kind}-{at}"


def lines_unread(content: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Return the lines of options and conditions that could not be read; they stand as they were typed."""
    return tuple(
        Fault("CHECKLIST-LINE", str(part.get("code", "")), str(line["unread"])[:80])
        for kind in ("group", "entry")
        for part in content.get(kind, ())
        for name in ("options", "when")
        for line in part.get(name, ())
        if "unread" in line
    )


def _entry(typed: Typed, at: int, held: Mapping[Any, Mapping[str, Any]]) -> dict[str, Any]:
    pre = f"entry-{at}-"
    code = typed.text(f"{pre}code", 60)
    found = {**held.get(code, {}), "code": code}
    for name in TEXTS:
        _set(
            found, name, typed.text(f"{pre}{name}", LONGEST_TEXT if name.startswith("help") else LONGEST_LINE)
        )
    for name in ("photos", "item", "step"):
        text = typed.text(f"{pre}{name}", 20)
        _set(found, name, _number(text) if text else None)
    for name in ("optional", "instrument"):
        _set(found, name, typed.text(f"{pre}{name}") == "yes" or None)
    answer = found.get("answer")
    options = [_option(line) for line in _lines(typed, f"{pre}options")]
    _set(found, "options", options if answer == "choice" else None)
    good = {"yes": True, "no": False}.get(typed.text(f"{pre}good"))
    if answer == "yes_no" and good is not None:
        found["good"] = good
    else:
        found.pop("good", None)
    _set(found, "when", [_condition(line) for line in _lines(typed, f"{pre}when")])
    _set(found, "limit", _limit(typed, pre, found.get("limit") or {}))
    kind, of = typed.text(f"{pre}compute-kind"), _codes(typed.text(f"{pre}compute-of"))
    _set(found, "compute", {"kind": kind, "of": of} if answer == "computed" else None)
    _set(found, "defects", _codes(typed.text(f"{pre}defects", LONGEST_TEXT)))
    return found


def _group(typed: Typed, at: int, held: Mapping[Any, Mapping[str, Any]]) -> dict[str, Any]:
    pre = f"group-{at}-"
    code = typed.text(f"{pre}code", 60)
    found = {**held.get(code, {}), "code": code}
    for name in ("vi", "en", "help_vi", "help_en"):
        _set(found, name, typed.text(f"{pre}{name}", LONGEST_TEXT))
    _set(found, "when", [_condition(line) for line in _lines(typed, f"{pre}when")])
    axes = [dict(one) for one in found.get("axes", ())]
    prefix = typed.text(f"{pre}prefix", 3)
    if not prefix:
        found.pop("axes", None)
        return found
    first = axes[0] if axes else {}
    first["prefix"] = prefix
    for name in AXIS_NUMBERS:
        text = typed.text(f"{pre}{name}", 20)
        _set(first, name, _number(text) if text else None)
    _set(first, "source", typed.text(f"{pre}rows-of", 60))
    found["axes"] = [first, *axes[1:]]
    return found


def _limit(typed: Typed, pre: str, before: Mapping[str, Any]) -> dict[str, Any] | None:
    found: dict[str, Any] = dict(before)
    for name in LIMIT_TEXTS:
        _set(found, name, typed.text(f"{pre}limit-{name}"))
    for name in LIMIT_NUMBERS:
        text = typed.text(f"{pre}limit-{name}", 20)
        _set(found, name, _number(text) if text else None)
    # what the office types is its own number: shown as unverified until somebody has read the standard
    _set(found, "verified", typed.text(f"{pre}limit-verified") == "yes" or None)
    return found if found.get("relation") else None


def _option(line: str) -> dict[str, Any]:
    parts = [part.strip() for part in line.split("|")]
    if len(parts) == 3:
        parts.insert(0, _slug(parts[0]))
    if len(parts) != 4 or fold(parts[3]) not in {fold(word) for word in GOOD}:
        return {"unread": line}
    good = next(good for word, good in GOOD.items() if fold(word) == fold(parts[3]))
    return {"code": parts[0] or _slug(parts[1]), "vi": parts[1], "en": parts[2]} | (
        {} if good is None else {"good": good}
    )


def option_line(option: Mapping[str, Any]) -> str:
    """Return an option as a line of the form."""
    if "unread" in option:
        return str(option["unread"])
    good = {True: "tốt", False: "xấu", None: "-"}[option.get("good")]
    return " | ".join((option.get("code", ""), option.get("vi", ""), option.get("en", ""), good))


def _condition(line: str) -> dict[str, Any]:
    name, sign, wanted = (part.strip() for part in line.partition("="))
    height = fold(name) in (fold("chiều cao cột"), "height")
    head: dict[str, Any] = {"height": True} if height else {"entry": name}
    span = _RANGE.fullmatch(wanted)
    if span and (span["least"] or span["most"]):
        ends = {end: plain_number(span[end]) for end in ("least", "most") if span[end]}
        if None not in ends.values():
            return head | ends
    values = [_TRUTH.get(fold(word), word) for word in _codes(wanted)]
    if not sign or not name or not values or height or span:
        return {"unread": line}
    return head | {"any": values}


_TRUTH: dict[str, Any] = {fold("có"): True, "yes": True, fold("không"): False, "no": False}


def condition_line(one: Mapping[str, Any]) -> str:
    """Return a condition as a line of the form."""
    if "unread" in one:
        return str(one["unread"])
    name = "chiều cao cột" if one.get("height") else one.get("entry", "")
    if one.get("any"):
        words = {True: "có", False: "không"}
        return f"{name} = {', '.join(words.get(value, str(value)) for value in one['any'])}"
    ends = ["" if one.get(end) is None else f"{one[end]:g}" for end in ("least", "most")]
    return f"{name} = {'..'.join(ends)}"


def _lines(typed: Typed, name: str) -> list[str]:
    return [line.strip() for line in typed.text(name, LONGEST_TEXT).split("\n") if line.strip()]


def _codes(text: str) -> list[str]:
    return [word for part in re.split(r"[,;\n]", text) if (word := part.strip())]


def _number(text: str) -> float | int | str:
    """Return what a text writes as a number; itself where it writes none, which is then a fault."""
    value = plain_number(text)
    if value is None:
        return text
    return int(value) if value == int(value) else value


def _set(part: dict[str, Any], name: str, value: Any) -> None:
    """Set a field of a part, or take it away where it is as if nothing were written."""
    if value in (None, "", []):
        part.pop(name, None)
    else:
        part[name] = value
    if name in ("vi", "en"):
        part.setdefault(name, "")


def _give_codes(parts: list[dict[str, Any]], stem: str) -> None:
    used = {part["code"] for part in parts if part["code"]}
    for part in parts:
        if not part["code"]:
            wanted = _slug(part.get("vi", "")) or stem
            number = 2
            code = wanted
            while code in used:
                code, number = f"{wanted}_{number}", number + 1
            part["code"] = code
            used.add(code)


def _slug(text: str) -> str:
    words = (_SLUG.sub("_", fold(word)) for word in text.split())  # a code of plain letters, word by word
    slug = "_".join(words).strip("_")[:40]
    return slug if slug[:1].isalpha() else ""

"""A checklist in the browser's form: what is shown comes back as it was, what is typed as it was meant."""

from typing import Any

import pytest

from registry.safety.checklists import Checklist, catalogue
from registry.safety.sheets.written import written
from web.field.checklist_form import (
    AXIS_NUMBERS,
    LIMIT_NUMBERS,
    LIMIT_TEXTS,
    TEXTS,
    condition_line,
    content_of,
    lines_unread,
    moved,
    option_line,
)


def form_of(content: dict[str, Any]) -> dict[str, str]:
    """What the page's form sends where nothing was changed."""

    def shown(value: Any) -> str:
        return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)

    head = content["checklist"]
    form = {f"head-{name}": shown(head.get(name)) for name in ("title_vi", "title_en", "source", "minutes")}
    for kind in ("group", "entry"):
        form[f"{kind}s"] = str(len(content[kind]))
    for at, part in enumerate(content["group"]):
        pre = f"group-{at}-"
        axis = (part.get("axes") or [{}])[0]
        form |= {f"{pre}{name}": shown(part.get(name)) for name in ("code", "vi", "en", "help_vi", "help_en")}
        form |= {f"{pre}{name}": shown(axis.get(name)) for name in ("prefix", *AXIS_NUMBERS)}
        form[f"{pre}rows-of"] = shown(axis.get("source"))
        form[f"{pre}when"] = "\n".join(map(condition_line, part.get("when", ())))
    for at, part in enumerate(content["entry"]):
        pre, limit, compute = f"entry-{at}-", part.get("limit") or {}, part.get("compute") or {}
        form |= {f"{pre}{name}": shown(part.get(name)) for name in ("code", "photos", "item", "step", *TEXTS)}
        form |= {f"{pre}limit-{name}": shown(limit.get(name)) for name in (*LIMIT_TEXTS, *LIMIT_NUMBERS)}
        form |= {f"{pre}{name}": "yes" for name in ("optional", "instrument") if part.get(name)}
        form |= {f"{pre}limit-verified": "yes"} if limit.get("verified") else {}
        form[f"{pre}good"] = {True: "yes", False: "no", None: ""}[part.get("good")]
        form[f"{pre}options"] = "\n".join(map(option_line, part.get("options", ())))
        form[f"{pre}when"] = "\n".join(map(condition_line, part.get("when", ())))
        form |= {
            f"{pre}compute-kind": compute.get("kind", ""),
            f"{pre}compute-of": ", ".join(compute.get("of", ())),
        }
        form[f"{pre}defects"] = ", ".join(part.get("defects", ()))
    return form


@pytest.mark.parametrize("sheet", catalogue().values(), ids=lambda one: f"{one.code}-v{one.version}")
def test_a_form_that_nobody_touched_says_the_same_sheet(sheet: Checklist) -> None:
    content = written(sheet)
    assert content_of(form_of(content), content) == content


def typed(**fields: str) -> dict[str, Any]:
    blank = written(catalogue()["office", 2]) | {"group": [], "entry": []}
    entry: dict[str, Any] = content_of(
        {"entrys": "1", **{f"entry-0-{k}": v for k, v in fields.items()}}, blank
    )["entry"][0]
    return entry


def test_lines_are_read_as_people_write_them() -> None:
    made = typed(
        vi="Cửa phòng máy",
        en="Door",
        answer="choice",
        options="Khóa | Locked | tốt\nhong | Hỏng | Broken | xấu",
    )
    assert made["code"] == "cua_phong_may"
    assert made["options"] == [
        {"code": "khoa", "vi": "Khóa", "en": "Locked", "good": True},
        {"code": "hong", "vi": "Hỏng", "en": "Broken", "good": False},
    ]
    made = typed(
        when="antennas = 1..6\nhouses = có\nchiều cao cột = 30..",
        **{"limit-relation": "<", "limit-value": "0,5"},
    )
    assert made["when"] == [
        {"entry": "antennas", "least": 1, "most": 6}, {"entry": "houses", "any": [True]},
        {"height": True, "least": 30},
    ]  # fmt: skip
    assert made["limit"] == {"relation": "<", "value": 0.5}


def test_what_cannot_be_read_stays_as_typed_and_is_named() -> None:
    made = typed(
        vi="Cửa",
        en="Door",
        answer="choice",
        options="Khóa tốt",
        when="houses",
        **{"limit-relation": "<", "limit-value": "nửa"},
    )
    assert option_line(made["options"][0]) == "Khóa tốt"
    assert condition_line(made["when"][0]) == "houses"
    assert made["limit"]["value"] == "nửa"
    assert [(one.code, one.at) for one in lines_unread({"entry": [made]})] == [("CHECKLIST-LINE", "cua")] * 2


def test_parts_are_moved_added_and_taken_away() -> None:
    content: dict[str, Any] = {"entry": [{"code": code} for code in "abc"], "group": []}

    def order() -> list[str]:
        return [one["code"] for one in content["entry"]]

    assert moved(content, "entry-up-2") == "entry-1"
    assert order() == ["a", "c", "b"]
    assert moved(content, "entry-up-0") == "entry-0"
    assert moved(content, "entry-add-0") == "entry-1"
    assert order() == ["a", "muc", "c", "b"]
    moved(content, "entry-drop-1")
    assert order() == ["a", "c", "b"]
    assert moved(content, "entry-drop-9") == moved(content, "shout") == ""

"""What an agreement on findings is bound to, in the words of the letter, with who decides and by which step.

Pure. Each sentence stands in ``data/messages/requests/conditions.toml`` under the code of its finding. Only
what the carrier has to do is a condition (``Reservation.CONDITION``); what the office lacks never is.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from registry.appraisal import conditions
from registry.checks.communes import FORMER, stated_today
from registry.checks.registered import CHECKS
from registry.checks.spacing_proposals import OWN_LIST
from registry.messages import LANGUAGES, Language, Words, number, render, say
from registry.model.areas import LAYERS
from registry.model.findings import Finding, Outcome, Reservation
from registry.model.requests.conditions import Before
from registry.services.register.disclosure import restricted_layers
from registry.settings import DATA

PREFIX = "CONDITION-"
OFFICE = Words("cơ quan chuyên môn về viễn thông của tỉnh", "the province's telecommunications office")
"""Who decides whether a condition is met where neither the finding nor its sentence names another body."""
_BEFORE = {
    Before.COMMENCEMENT: Words("Trước khi thông báo khởi công", "Before notice of commencement"),
    Before.WORKS: Words("Trước khi thi công, lắp đặt", "Before works begin"),
    Before.OPERATION: Words("Trước khi đưa vào hoạt động", "Before operation"),
}
_COMMENCING, _SHARED = "PRM-01-COMMENCING", "PRM-01-SHARE"
_BEFORE_WORK = Words("Trước khi khởi công", "Before work begins")
"""How ``Before.COMMENCEMENT`` is said where the request is itself the notice of commencement."""
_Due = tuple[Words, Before]
"""By when what has to stand before building is asked of a row, and the step that it is."""
_BY_HAND = "DESK-MANUAL-CHECK"
_BADLY_DRAWN = frozenset({"COR-APPROXIMATE", "COR-ZONE-LOST"})
_INSIDE = "COR-INSIDE"
_NEAR = Words("gần", "near")
_WON = Words(
    "có văn bản thống nhất của cơ quan đã trả lời không thống nhất ({evidence})",
    "hold the written agreement of the body that has objected ({evidence})",
)
"""What a body that has said no is asked for, where an officer agrees all the same."""
_KINDS = (("TTLT", "Thông tư liên tịch"), ("QĐ", "Quyết định"), ("NĐ", "Nghị định"), ("TT", "Thông tư"))
_NO_DOCUMENT = ("Cách hiểu", "Quy định")
"""How sources begin that are no text to cite: the office's own reading, and texts that nobody has read."""
_LAW = re.compile(r"(Luật .+?) (\d+/\d{4}/QH\d+)")
_ARTICLE = re.compile(r"(?:Điều )?(\d+[a-zđ]?)(?:\((\d+)\))?([a-zđ])?(?: \([^()\d]+\))?")
"""An article, with what it is about where the catalogue says so: "Điều 3 (ăng ten)"."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A condition that a finding proposes; ``key`` names the finding, ``body`` who decides on it."""

    key: str
    text: Words
    body: Words
    step: Before


class _Said(NamedTuple):
    """What one finding, or one of its notes, asks for, before what asks the same is put together."""

    key: str
    text: Words
    body: Words
    step: Before
    ground: str


def proposals(findings: Iterable[Finding]) -> list[Proposed]:
    """Return what the findings of a row propose as conditions, in the order of the rules.

    What several rules ask in the same words is one condition, with the grounds of all.
    """
    found: dict[str, list[_Said]] = {}
    findings = list(findings)
    first = _first_step(findings)
    for finding in conditions(findings):
        if finding.reservation is Reservation.CONDITION:
            for one in _of(finding, first):
                found.setdefault(one.text.vi, []).append(one)
    return [_together(same) for same in found.values()]


def _first_step(findings: Iterable[Finding]) -> _Due:
    """Return what a row's first step is: equipment on a standing mast needs no notice of commencement."""
    codes = {finding.code for finding in findings}
    if _SHARED in codes:
        return _BEFORE[Before.WORKS], Before.WORKS
    return (_BEFORE_WORK if _COMMENCING in codes else _BEFORE[Before.COMMENCEMENT]), Before.COMMENCEMENT


def _together(same: list[_Said]) -> Proposed:
    first = same[0]
    ground = "; ".join(dict.fromkeys(one.ground for one in same if one.ground))
    cited = f" ({ground})" if ground else ""
    text = Words(first.text.vi + cited, first.text.en + cited)
    return Proposed(first.key, text, first.body, first.step)


def proposed_texts(findings: Iterable[Finding], lang: Language = "vi") -> tuple[str, ...]:
    """Return the texts of the conditions that a row's findings propose."""
    return tuple(say(one.text, lang) for one in proposals(findings))


def by_hand(proposed: Proposed) -> bool:
    """Whether a proposal is what a body or an officer stated, not what a check found."""
    return proposed.key.endswith(f":{_BY_HAND}")


def in_language(text: str, findings: Iterable[Finding], lang: Language) -> str:
    """Return a condition in the letter's language where nobody edited what was proposed; else as it is."""
    return next((say(one.text, lang) for one in proposals(findings) if one.text.vi == text), text)


def has_sentence(code: str) -> bool:
    """Whether a code (of a finding, or of its note) has a sentence as a condition."""
    return PREFIX + code in _entries()


@cache
def _entries() -> Mapping[str, Mapping[str, Any]]:
    path = DATA / "messages" / "requests" / "conditions.toml"
    found: Mapping[str, Mapping[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return found


def _of(finding: Finding, first: _Due) -> Iterator[_Said]:
    """Yield what a finding asks for, and what its notes do besides or in its place.

    A body that agreed on a condition asks for that, no longer to be asked; one that objected has to be won.
    """
    if stated := agreed_by_hand(finding):
        body = _body(finding)
        yield _Said(f"{finding.rule}:{_BY_HAND}", Words(stated, stated), body, first[1], "")
        return
    if objected := finding.params.get("objected") if finding.code == _BY_HAND else None:
        body, (due, step) = _body(finding), first
        text = Words(
            f"{due.vi}, {_WON.vi.format(evidence=objected)}", f"{due.en}, {_WON.en.format(evidence=objected)}"
        )
        yield _Said(f"{finding.rule}:{_BY_HAND}", text, body, step, "")
        return
    noted = [(code, {**finding.params, **params}) for code, params in finding.notes if _asks(finding, code)]
    instead = [item for item in noted if _entries()[PREFIX + item[0]].get("instead")]
    if instead:
        yield _proposed(finding, *instead[0], first)
        return
    asked = f"{finding.code}-REVIEW"
    code = asked if finding.outcome is Outcome.REVIEW and has_sentence(asked) else finding.code
    if has_sentence(code):
        sentence = _sentence(finding, code)
        yield _proposed(finding, code, finding.params, first, sentence=sentence)
    for note, params in noted:
        yield _proposed(finding, note, params, first)


def _asks(finding: Finding, note: str) -> bool:
    """Whether a note asks for something: some do ``of`` a few findings alone, and ``unless`` another stands.

    A small mast's distance that is surely too small is explained; one within the error of the positions is
    measured first.
    """
    if not has_sentence(note):
        return False
    entry = _entries()[PREFIX + note]
    others = {code for code, _params in finding.notes}
    return finding.code in entry.get("of", (finding.code,)) and entry.get("unless") not in others


def agreed_by_hand(finding: Finding) -> str:
    """Return the condition on which a body has agreed already; "" where none has."""
    return str(finding.params.get("condition") or "") if finding.code == _BY_HAND else ""


def _sentence(finding: Finding, code: str) -> str:
    """Return the code of the sentence that asks for what ``code`` is about.

    Whether a base stands within what is drawn approximately is found out on site; within what is drawn well,
    by a text that nobody has read, the body is asked; of some whichever way it is drawn.
    """
    unread = f"{finding.code}-UNREAD"
    if has_sentence(unread) and _entries()[PREFIX + unread].get("however_drawn"):
        return code if finding.verified else unread
    drawn_well = _BADLY_DRAWN.isdisjoint(note for note, _params in finding.notes)
    return unread if code != finding.code and drawn_well and has_sentence(unread) else code


def _body(finding: Finding) -> Words:
    """Return the body that the finding which a check by hand answers names."""
    named = next((params for _code, params in finding.notes if "body_vi" in params), None)
    return Words(str(named["body_vi"]), str(named["body_en"])) if named else OFFICE


def _proposed(
    finding: Finding, code: str, params: Mapping[str, Any], first: _Due, *, sentence: str = ""
) -> _Said:
    """Return what a code asks for, in the words of ``sentence`` where that is another."""
    words = PREFIX + (sentence or code)
    entry = _entries()[words]
    named_step = Before(entry.get("before", Before.COMMENCEMENT))
    due, before = first if named_step is Before.COMMENCEMENT else (_BEFORE[named_step], named_step)
    places = _inside(finding) if (sentence or code) in (_INSIDE, f"{_INSIDE}-UNREAD") else _places(finding)
    filled = {"places": places, "other": _other(params), **params}
    if any(note == FORMER for note, _said in finding.notes) and "stated" in params:
        filled["stated"] = stated_today(str(params["stated"]), finding)
    closed = _closed(finding.rule)
    if closed is not None:
        filled |= {"places": closed, "related": closed}

    def said(lang: Language) -> str:
        return f"{say(due, lang)}, {render(words, filled, lang)}"

    text = Words(said("vi"), said("en"))
    named = entry if "body_vi" in entry else params
    body = Words(str(named["body_vi"]), str(named["body_en"])) if "body_vi" in named else OFFICE
    if "owner" in params and "body_vi" not in named:
        owner = params["owner"]
        body = owner if isinstance(owner, Words) else Words(str(owner), str(owner))
    return _Said(f"{finding.rule}:{code}", text, body, before, ground_of(finding))


def _other(params: Mapping[str, Any]) -> Words:
    """Return which row of the same list a condition between two positions is about; of another list nothing.

    A list is its sender's own, so it may read what stands there.
    """
    if not params.get(OWN_LIST):
        return Words("", "")
    row, related = str(params["code"]), str(params["related"])
    named = "" if ":" in related else f"{related}, "  # one without a code is told by its row alone
    return Words(
        f" (vị trí kia: {named}dòng {row} của danh sách)", f" (the other: {named}row {row} of the list)"
    )


def _places(finding: Finding) -> Words:
    """Return what a corridor's finding is about, and what it names besides, each with how far it is."""
    first = [(finding.code, finding.params)] if "related" in finding.params else []
    named = [
        params
        for code, params in (*first, *finding.notes)
        if code.startswith("COR-") and code != "COR-FALL-TOO" and "related" in params
    ]
    said = {lang: ", ".join(dict.fromkeys(_place(params, lang) for params in named)) for lang in ("vi", "en")}
    return Words(said["vi"], said["en"])


def _inside(finding: Finding) -> Words:
    """Return what holds the base, and what is only near by how far it is: it does not stand within that."""
    named = [finding.params, *(params for code, params in finding.notes if code == "COR-ALSO")]
    held = [params for params in named if not params.get("measured")]
    near = [params for params in named if params.get("measured")]
    said = {
        lang: ", ".join(
            [*dict.fromkeys(_place(one, lang) for one in held)]
            + [f"{say(_NEAR, lang)} {text}" for text in dict.fromkeys(_place(one, lang) for one in near)]
        )
        for lang in LANGUAGES
    }
    return Words(said["vi"], said["en"])


@cache
def _closed(rule: str) -> Words | None:
    """Return what the zones of a rule are called where not everybody may know them by name; else None.

    A condition is read by the carrier, and stands in its letter.
    """
    layers = [layer for check in CHECKS if check.code == rule for layer in check.layers]
    if restricted_layers().keys().isdisjoint(layers):
        return None
    called = [LAYERS[layer].letter for layer in layers]
    return Words(", ".join(one["vi"] for one in called), ", ".join(one["en"] for one in called))


def _place(params: Mapping[str, Any], lang: Language) -> str:
    related, metres = params["related"], params.get("measured")
    name = say(related, lang) if isinstance(related, Words) else str(related)
    if not metres:
        return name
    away = number(float(metres), 1, lang)
    return f"{name} (cách chân cột {away} m)" if lang == "vi" else f"{name} ({away} m from the base)"


def ground_of(finding: Finding) -> str:
    """Return what a finding rests on in full words: "khoản 5 Điều 15 Quyết định số 72/2025/QĐ-UBND".

    "" for the office's own reading and for texts that are not at hand. Documents are cited in Vietnamese.
    """
    document = full_document(finding.source)
    if not document:
        return ""
    return " ".join(filter(None, (full_article(finding.article), document)))


def full_document(source: str) -> str:
    """Return a document by its kind and number in full words; "" for what is none."""
    source = source.strip()
    if source.startswith(_NO_DOCUMENT):
        return ""
    for short, kind in _KINDS:
        if source.startswith(f"{short} "):
            return f"{kind} số {source.removeprefix(short).strip()}"
    law = _LAW.fullmatch(source)
    return f"{law[1]} số {law[2]}" if law else source


def full_article(article: str) -> str:
    """Return an article as letters cite it: "Điều 15(7)a, 7(4)" is "điểm a khoản 7 Điều 15, khoản 4 Điều 7".

    What is no article of a text (a heading, a note on the reading) is left out.
    """
    said = []
    for part in re.split(r"[,;]", article):
        found = _ARTICLE.fullmatch(part.strip())
        if found is not None:
            number_, clause, point = found.groups()
            named = (f"điểm {point}" if point else "", f"khoản {clause}" if clause else "", f"Điều {number_}")
            said.append(" ".join(filter(None, named)))
    return ", ".join(said)

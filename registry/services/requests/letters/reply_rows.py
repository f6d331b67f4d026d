"""What the reply says of one row: as it was asked, the mast that it shares, why not, what to do or hand in.

Everything here goes to the carrier: findings come in the masked form, codes of others' masts are left out,
and of findings only what the law decides is said, never how sure the office is of its own data.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from registry.checks.context import Context
from registry.checks.set_aside import TAKES_DOWN
from registry.geo.areas import near_m
from registry.messages import Language, Words, number, render, say
from registry.model.findings import Finding, Reservation, Stage
from registry.model.positions import DEFAULT_ACCURACY_M, Position
from registry.model.requests.desk_records import Consultation, SharingRequest
from registry.model.requests.proposals import Proposal, ProposalKind
from registry.model.requests.sharing_grounds import AGREEING
from registry.services.appraise.finding_texts import sentence
from registry.services.appraise.free_text import FREE
from registry.services.appraise.row_texts import FIELDS, POSITION
from registry.services.office.letters.citations import cited, written_out
from registry.services.requests.agreed.altered import amends_of
from registry.services.requests.consulted.set_conditions import evidence_of, in_one_line, stands_in
from registry.services.requests.letters import reply_words as words
from registry.services.requests.letters.vocabulary import ANSWERS, NO_MAST
from registry.services.requests.opened import FileRow

_SAME_PLACE_M = 1.0  # an agreed position is kept to the centimetre
_REMARK = ". Chưa thống nhất: ", ". Not agreed: "  # what to do has a column of its own
_OTHER_CODE = "SHR-03-OTHER-CODE"
_FACTS = "SHR-03-FACTS"  # what the register states of the mast
_HEIGHTS = (
    ("mast_height_m", Words("cột {m} m", "mast {m} m")),
    ("rod_m", Words("kim {m} m", "rod {m} m")),
    ("building_height_m", Words("công trình {m} m", "building {m} m")),
)
_TOP = Words("đỉnh {m} m", "top {m} m")
_TOP_BARE = Words("đỉnh {m} m (chưa gồm kim thu sét)", "top {m} m (without a rod)")


def top_said(proposal: Proposal) -> Words:
    """Return how the top of a mast is said: that no rod is counted where neither rod nor top is stated."""
    return _TOP_BARE if proposal.rod_m is None and proposal.top_agl_m is None else _TOP


def as_asked(proposal: Proposal, lang: Language) -> str:
    """Return class and heights as the carrier asked for them: "A2b; cột 42,0 m; kim 2,0 m; đỉnh 44,0 m"."""
    kind = proposal.mast_class or proposal.old_class
    parts = [str(kind.value)] if kind else []
    for name, said in (*_HEIGHTS, ("height_above_ground_m", top_said(proposal))):
        value = getattr(proposal, name)
        if value is not None and (name != "rod_m" or value):
            parts.append(say(said, lang).format(m=number(value, 1, lang)))
    return "; ".join(parts) or say(NO_MAST, lang)


def amended_as(row: FileRow, lang: Language) -> str:
    """Return what an amendment's row changes of what was agreed to, by which letter; "" of other rows."""
    found = amends_of(row.altered)
    if found is None:
        return ""
    told = found.params
    day = f"{told['day']:%d/%m/%Y}"
    if "facts" not in told:
        return say(words.AMENDED_REVOKED, lang).format(number=told["decision"], day=day)
    text = say(words.AMENDED_SAME if told["same"] else words.AMENDED, lang)
    return text.format(number=told["decision"], day=day, facts=say(told["facts"], lang))


def host_owner(proposal: Proposal, findings: Iterable[Finding], names: Mapping[str, str]) -> str:
    """Return whose mast a row shares: whom the carrier asked, else whom lists name; "" where unknown.

    A network that is only on a mast does not own it. That a mast is somebody's is public
    (``data/disclosure.toml``); which mast it is, is not.
    """
    if proposal.sharing:
        return names.get(proposal.sharing[-1].owner, proposal.sharing[-1].owner)
    found = next((f for f in findings if f.rule == "SHR-03" and f.related_operator), None)
    if found is None or _OTHER_CODE in (found.code, *(code for code, _params in found.notes)):
        return ""  # of the mast that is named nothing is known: what stands there bears another code
    stated = [params["owner"] for code, params in found.notes if code == _FACTS and "owner" in params]
    if stated:
        return stated[0] if isinstance(stated[0], str) else ""
    on_it = [code for code in (found.related_operator or "").split("+") if code]
    return names.get(on_it[0], on_it[0]) if len(on_it) == 1 else ""


def host_told(row: FileRow, issued_on: dt.date | None) -> str:
    """Return the code of the mast that was asked for a row, as its carrier may read it; else "".

    It asked for it by its code, or the owner agreed, up to the day of issue: a letter that is read later says
    what the signed one does, whatever the owner answered since.
    """
    known = (item for item in row.sharing if item.mast and _named_by(item, issued_on))
    return next((item.mast for item in known), "")


def _named_by(item: SharingRequest, day: dt.date | None) -> bool:
    """Whether the asker knew the mast's code on a day (None: today): it named it itself, or was agreed to."""
    agreed_on = item.replied_on if item.answer in AGREEING else None
    if day is None:
        return item.asker_named or item.answer in AGREEING
    return (item.asker_named and item.sent_on <= day) or (agreed_on is not None and agreed_on <= day)


def beside(proposal: Proposal, owner: str, lang: Language, host: str = "") -> str:
    """Return the standing mast that a row is about: the host and its owner, or what it takes down.

    ``host`` is the code of the host where the row does not state it (``host_told``).
    Without a code it is the mast at the position only where one is known there: an upgrade's own, or a host
    whose owner was found; what moves stands elsewhere.
    """
    if proposal.kind is ProposalKind.SHARE:
        asked = proposal.host or host
        unstated = words.HOST_UNSTATED if owner else words.HOST_UNKNOWN
        host = say(words.HOST, lang).format(code=asked) if asked else say(unstated, lang)
        return "; ".join(filter(None, (host, say(words.HOST_OF, lang).format(owner=owner) if owner else "")))
    if proposal.kind in (ProposalKind.NEW, ProposalKind.UNKNOWN):
        return ""
    if proposal.replaces:
        return say(words.REPLACED, lang).format(code=proposal.replaces)
    return say(words.MOVED_UNSTATED if proposal.kind is ProposalKind.RELOCATE else words.REPLACED_HERE, lang)


def with_moved(proposal: Proposal, context: Context | None) -> Proposal:
    """Return a row as it names the mast that it takes down: where it names no other, its own code may be one.

    Only a mast that bears the row's own network: that a code is another's mast is not the carrier's to learn.
    What is named stands elsewhere: a mast of that code at the place itself is what was agreed to since, or
    what is replaced where it stands.
    """
    if proposal.kind not in TAKES_DOWN or proposal.replaces or context is None:
        return proposal
    mast, bit = context.masts.aliases.get(proposal.site_code, -1), context.operator_index(proposal.operator)
    if mast < 0 or bit < 0 or not int(context.masts.networks[mast]) >> bit & 1:
        return proposal
    at, masts = proposal.position, context.masts
    if at.lon is None or at.lat is None:
        return replace(proposal, replaces=proposal.site_code)
    if near_m(at.lon, at.lat, float(masts.lon[mast]), float(masts.lat[mast])) <= _SAME_PLACE_M:
        return proposal
    return replace(proposal, replaces=proposal.site_code)


_NO = ("không thống nhất", "cơ quan được hỏi", "văn bản số", "ý kiến")
"""What is said around a body's answer that it does not agree."""


def refusals(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that stand in the way of a position; only what was read in the law can."""
    return [item for item in findings if item.reservation is Reservation.LEGAL and item.verified]


def reasons(findings: Iterable[Finding], lang: Language) -> list[str]:
    """Return why a row is not agreed: what was measured, the limit, and the article in the law's words."""
    grounds: dict[str, dict[str, None]] = {}
    for finding in refusals(findings):
        text, evidence = _told(finding, lang)
        said = grounds.setdefault(written_out(text, lang), {})
        for ground in (evidence, cited(finding.source, finding.article, lang)):
            if ground:
                said[ground] = None
    return [text + (f" ({'; '.join(found)})" if found else "") for text, found in grounds.items()]


def _told(finding: Finding, lang: Language) -> tuple[str, str]:
    """Return why a finding refuses, and by which paper; that somebody noted it is the office's own affair."""
    if finding.code not in FREE:
        text = render(finding.code, finding.params, lang).rstrip(".")
        for remark in _REMARK:
            text = text.partition(remark)[0]
        return text, ""
    text, evidence = (str(finding.params.get(name) or "").rstrip(" .") for name in ("text", "evidence"))
    if finding.params.get("objected"):
        answer = (
            text.partition(f"{ANSWERS['object'].vi}: ")[2] or text
        )  # noted as "whose: how: in what words"
        text = f"{say(words.OBJECTED, lang)}: {answer}"
    return text, evidence


def repeats(text: str, consultations: Iterable[Consultation]) -> bool:
    """Whether an officer's words say no more than that a body does not agree, and what it answered."""
    for item in consultations:
        if item.outcome != "object" or not stands_in(item, [text]):
            continue
        rest = in_one_line(text).casefold()
        for part in (in_one_line(item.answer), item.said_by, item.body, item.answer_number, *_NO):
            rest = rest.replace(part.casefold(), " ") if part else rest
        if not any(letter.isalpha() for letter in rest):
            return True
    return False


def objections(consultations: Iterable[Consultation], said: Sequence[str], lang: Language) -> list[str]:
    """Return what bodies that do not agree answered, by which paper; not what is ``said`` already."""
    return [
        f"{say(words.OBJECTED, lang)}: {in_one_line(item.answer)} ({evidence_of(item)})"
        for item in consultations
        if item.outcome == "object" and not stands_in(item, said)
    ]


def remedies(findings: Iterable[Finding], lang: Language) -> list[str]:
    """Return what the carrier may do about a refusal, each once.

    Changing the plan where a rule that refuses says no more; where none refuses, what the office's own reason
    asks for.
    """
    found: dict[str, None] = {}
    for finding in refusals(findings):
        known = [code for code in words.REMEDIES if finding.rule.startswith(code)]
        found[say(words.REMEDIES[max(known, key=len)] if known else words.CHANGE, lang)] = None
    return list(found) or [say(words.AS_THE_REASON_SAYS, lang)]


def measured_anew(position: Position, findings: Iterable[Finding], lang: Language) -> str:
    """Return that a position has to be measured again, where findings are not sure for how rough it is; "".

    What is unsure by the office's own border or zone is no matter for the carrier's survey.
    """
    if not position.known or position.accuracy_m <= DEFAULT_ACCURACY_M:
        return ""
    if not any(one.flips and one.reservation is Reservation.CONDITION for one in findings):
        return ""
    return say(words.MEASURED_ANEW, lang).format(m=number(position.accuracy_m, 0, lang))


def lacking(
    findings: Sequence[Finding], lang: Language, said: str = "", *, position: Position | None = None
) -> str:
    """Return what a row has to be supplemented with: the values that findings miss; "" for none.

    Of a ``position`` that is too rough for what was found a better measurement. What a finding misses is not
    asked for again where its sentence stands in ``said``.
    """
    anew = "" if position is None else measured_anew(position, findings, lang)
    names: dict[str, None] = {}
    for finding in findings:
        if finding.reservation is None or (said and sentence(finding, lang).strip(" .") in said):
            continue
        if finding.code == "POSITION-UNREADABLE" or finding.code.endswith("-NO-POSITION"):
            names["position"] = None
        for name in (finding.missing or "").split(";"):
            if name.startswith("value:"):
                names[name.removeprefix("value:")] = None
    wanted = [say(words.SUPPLEMENTED[name], lang) for name in names if name in words.SUPPLEMENTED]
    if anew and anew not in said:
        wanted.insert(0, anew)
    return say(words.SUPPLEMENT_IS, lang).format(what="; ".join(wanted)) if wanted else ""


def missing_fields(
    findings: Sequence[Finding], lang: Language, *, position: Position | None = None
) -> dict[str, str]:
    """Return the fields of a row that rules of the position find missing, with the rule's sentence.

    A sentence that names a mast or zone is not for whoever is asked: then only what to state is said. What
    the office itself lacks is nothing to ask for. A ``position`` is asked for that is too rough.
    """
    found: dict[str, str] = {}
    if position is not None and (anew := measured_anew(position, findings, lang)):
        found[POSITION] = say(words.SUPPLEMENT_IS, lang).format(what=anew)
    for finding in findings:
        if finding.stage is not Stage.POSITION or finding.reservation is not Reservation.CONDITION:
            continue
        for part in (finding.missing or "").split(";"):
            name = part.removeprefix("value:")
            if part == name or name in found or name not in FIELDS:
                continue
            if finding.related is None and "related" not in finding.params:
                found[name] = render(finding.code, finding.params, lang).rstrip(".")
            elif name in words.SUPPLEMENTED:
                what = say(words.SUPPLEMENTED[name], lang)
                found[name] = say(words.SUPPLEMENT_IS, lang).format(what=what)
    return found


def bound_by(texts: Iterable[str], lang: Language) -> list[str]:
    """Return conditions as a letter writes them: documents' kinds in full, no closing stop."""
    return [written_out(text.strip().rstrip(" .;"), lang) for text in texts if text.strip()]


Row = dict[str, Any]
"""What templates may say of a row, by name."""

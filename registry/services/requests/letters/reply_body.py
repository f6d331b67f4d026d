"""The body of the reply: at most two pages for any number of rows, since the positions stand in annexes.

Every sentence goes through the writer's ``sentence(key, text)``, so that an edited one takes its place.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from registry.checks.set_aside import TAKES_DOWN
from registry.messages import Words, number
from registry.model.findings import Finding, Outcome, Stage
from registry.model.requests.desk import RowDecision
from registry.model.requests.desk_records import ApprovalState
from registry.model.requests.proposals import BUILDS, Proposal
from registry.services.office.calendar import months_after
from registry.services.office.letters.citations import by_rank, citable, cited, in_full, named_in
from registry.services.office.own_law import citable_documents
from registry.services.office.time_limits import FROM_LETTER, limit_code, limits_with
from registry.services.requests.agreed.altered import amended_by, named_of
from registry.services.requests.letters import reply_words as words
from registry.services.requests.letters.reply_rows import Row
from registry.services.requests.letters.reply_words import AGREED, Part
from registry.services.requests.letters.vocabulary import KINDS

if TYPE_CHECKING:
    from registry.services.requests.letters.reply import Writer

MOST_NAMED = 6  # codes that a sentence of the body names; more stand in the annex alone
_PERMITS = "PRM-01"
_ASKED = {
    "PRM-01-NOTICE": "notice", "PRM-01-PERMIT-BUT-NOTICE": "notice",
    "PRM-01-PERMIT": "permit", "PRM-01-NO-PERMIT": "permit",
}  # fmt: skip
_WIND = "WND-01"
_RADIATION = "EMF-01"
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")


def body(writer: "Writer", rows: Sequence[Row], annexed: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the paragraphs of the body: ``text``, ``bold`` for a head, the ``key`` of its sentence."""
    made: list[dict[str, Any]] = []

    def put(key: str, text: str, *, bold: bool = False) -> None:
        made.append({"key": key, "text": writer.sentence(key, text), "bold": bold})

    named = {annex["part"]: annex["number"] for annex in annexed}
    at = 0
    agreed = [row for row in rows if row["part"] in AGREED]
    if agreed:
        at += 1
        put("agreed", f"{at}. {_agreed(writer, agreed, len(rows))}", bold=True)
        listed = [part for part in AGREED if str(part) in named]
        for point, part in zip("abcdđ", listed, strict=False):
            end = "." if part is listed[-1] else ";"
            own = [row for row in agreed if row["part"] is part]
            put(f"agreed-{part}", f"{point}) {_listed(writer, part, own, named[str(part)])}{end}")
        for operator in dict.fromkeys(row["other"] for row in agreed if row["other"]):
            theirs = [row for row in agreed if row["other"] == operator]
            text = writer.say(words.OF_OTHERS).format(
                n=len(theirs), codes=codes(theirs), operator=operator, recipient=writer.recipient
            )
            put(f"agreed-of-{operator}", text)
    for part, said, then in (
        (Part.REFUSED, words.REFUSED, words.REFUSED_THEN),
        (Part.SUPPLEMENT, words.SUPPLEMENT, words.SUPPLEMENT_THEN),
    ):
        own = [row for row in rows if row["part"] is part]
        if own:
            at += 1
            put(str(part), f"{at}. {writer.say(said).format(n=len(own), codes=codes(own))}:", bold=True)
            text = writer.say(then).format(annex=named[str(part)], office=writer.head["office_name"])
            put(f"{part}-then", text)
    asked = list(_asked(writer, agreed)) if agreed else []
    if asked:
        at += 1
        put("then", f"{at}. {writer.say(words.THEN).format(recipient=writer.recipient)}", bold=True)
        for index, (key, text) in enumerate(asked):
            put(key, f"- {text}{'.' if index == len(asked) - 1 else ';'}")
    return made


def opening(writer: "Writer", total: int) -> str:
    """Return what was asked, by which letter, and that the office answers it."""
    request, vi = writer.file.request, writer.lang == "vi"
    on = f"{request.letter_date:%d/%m/%Y}" if request.letter_date else ""
    letter = ""
    if request.letter_number:
        letter = f" tại Văn bản số {request.letter_number}" if vi else f" by letter {request.letter_number}"
        letter += (f" ngày {on}" if vi else f" of {on}") if on else ""
    return writer.say(words.RECEIVED).format(
        recipient=writer.recipient, letter=letter, what=writer.say(KINDS[request.kind]),
        number=request.number, day=f"{request.received_on:%d/%m/%Y}", office=writer.head["office_name"],
        total=writer.say(words.TOTAL).format(n=total) if total else "", opinions=_opinions(writer),
    )  # fmt: skip


def _opinions(writer: "Writer") -> str:
    """Return which bodies' letters the answer rests on, each once; "" where none came under a number."""
    on = " ngày {day}" if writer.lang == "vi" else " of {day}"
    said = dict.fromkeys(
        writer.say(words.OPINION).format(
            body=one.said_by, number=one.answer_number,
            on=on.format(day=f"{one.answered_on:%d/%m/%Y}") if one.answered_on else "",
        )
        for one in writer.file.consultations
        if one.kind == "letter" and one.outcome and one.answer_number
        and one.list_version == writer.file.request.list_version
    )  # fmt: skip
    return writer.say(words.OPINIONS).format(letters=", ".join(said)) if said else ""


def grounds(writer: "Writer", rows: Sequence[Row], said: Sequence[str]) -> list[str]:
    """Return the grounds, a document each, by rank: what the rows rest on and what the letter names.

    A document of which only unverified numbers were used is no ground; what a sentence names is one.
    """
    names: dict[str, None] = {}
    for row, shown in zip(writer.file.rows, rows, strict=True):
        wanted = {Outcome.FAIL} if shown["chosen"] is RowDecision.REFUSE else {Outcome.PASS}
        for finding in row.findings:
            if (
                finding.stage is Stage.POSITION
                and finding.outcome in wanted
                and finding.verified
                and citable(finding.source)
            ):
                names[finding.source] = None
    documents = citable_documents(writer.registry)
    text = "\n".join([*said, *(str(row[name]) for row in rows for name in ("conditions", "reasons", "todo"))])
    return [
        writer.sentence(
            f"ground-{name}",
            writer.say(words.GROUND).format(document=in_full(name, writer.lang, documents)) + ";",
        )
        for name in by_rank([*names, *named_in(text, documents)], documents)
    ]


def codes(rows: Sequence[Row]) -> str:
    """Return the codes of a few rows in brackets, "" for many: those stand in the annex."""
    if len(rows) > MOST_NAMED:
        return ""
    return f" ({', '.join(str(row['code'] if row['code'] != '–' else row['row']) for row in rows)})"


def _agreed(writer: "Writer", agreed: Sequence[Row], total: int) -> str:
    bound = sum(1 for row in agreed if row["chosen"] is RowDecision.AGREE_WITH_CONDITIONS)
    said = writer.say(words.AGREED_BOUND if bound else words.AGREED_ALL)
    return said.format(n=len(agreed), total=total, bound=bound)


def _listed(writer: "Writer", part: Part, rows: Sequence[Row], annex: str) -> str:
    owners = ""
    if part is Part.SHARE:
        counted: dict[str, int] = {}
        for row in rows:
            counted[row["owner"]] = counted.get(row["owner"], 0) + 1
        said = [
            writer.say(words.OF_OWNER).format(n=count, owner=owner)
            for owner, count in counted.items()
            if owner
        ]
        owners = f": {', '.join(said)}" if said and len(said) <= MOST_NAMED else ""
    what = writer.say(words.LISTED[part]).format(n=len(rows), owners=owners)
    return writer.say(words.IN_ANNEX).format(what=what, codes=codes(rows), annex=annex)


def _asked(writer: "Writer", agreed: Sequence[Row]) -> "list[tuple[str, str]]":
    """Return what the carrier is asked to do from now on: (key, sentence without its stop)."""
    found: list[tuple[str, str]] = []
    if earlier := _replaced(writer, agreed):
        found.append(("replaced", earlier))
    if any(row["conditions"] for row in agreed):
        found.append(
            ("conditions", writer.say(words.KEEP_CONDITIONS).format(office=writer.head["office_name"]))
        )
    if gone := [row for row in agreed if _takes_down(writer, row)]:
        taken = writer.say(words.TAKE_DOWN).format(n=len(gone), codes=codes(gone))
        found.append(("taken-down", taken))
    if writer.investor_proves:
        found.append(("investor", writer.say(words.INVESTOR)))
    later = [
        (row, finding)
        for row in agreed
        for finding in writer.findings(writer.file.rows[row["row"] - 1])
        if finding.stage is not Stage.POSITION and finding.outcome not in (Outcome.PASS, Outcome.NA)
    ]
    for rule, tell in ((_PERMITS, _permits), (_WIND, _wind), (_RADIATION, _inspection)):
        own = [(row, finding) for row, finding in later if finding.rule == rule]
        if own:
            found += [(f"next-{rule}{tail}", text) for tail, text in tell(writer, own, agreed)]
    months = _months(writer, agreed)
    return [*found, ("months", months)] if months else found


def _asked_by(writer: "Writer", row: Row) -> Proposal:
    asked: Proposal = writer.file.rows[row["row"] - 1].proposal
    return asked


def _takes_down(writer: "Writer", row: Row) -> bool:
    """Whether a mast goes for a row: one that other networks alone use was judged as standing, and its own
    condition asks for their agreement."""
    own = writer.file.rows[row["row"] - 1]
    of_others = any(code == "SPC-REPLACED-OTHERS" for item in own.findings for code, _params in item.notes)
    return own.proposal.kind in TAKES_DOWN and not of_others


def _replaced(writer: "Writer", agreed: Sequence[Row]) -> str:
    """Return in place of which letters this one holds: for what its issue closes in the register."""
    request = writer.file.request
    if not request.amends:
        return ""
    with writer.registry.database.read() as connection:
        earlier = amended_by(connection, request)
    letters: dict[tuple[str, dt.date], list[Row]] = {}
    for row in agreed:
        asked = _asked_by(writer, row)
        one = earlier.get(named_of(asked))
        if one is None or asked.kind not in BUILDS:
            continue
        by_this = one.state is ApprovalState.REPLACED and one.reason == request.number
        if by_this or (one.state is ApprovalState.APPROVED and request.open):
            letters.setdefault((one.decision, one.approved_on), []).append(row)
    said = [
        writer.say(words.IN_PLACE_OF_ONE).format(
            n=len(rows), codes=codes(rows), number=number_, day=f"{on:%d/%m/%Y}"
        )
        for (number_, on), rows in letters.items()
    ]
    return writer.say(words.IN_PLACE_OF).format(letters="; ".join(said)) if said else ""


_Later = Sequence[tuple[Row, Finding]]
_Tell = Callable[["Writer", _Later, Sequence[Row]], list[tuple[str, str]]]


def _ground(writer: "Writer", found: _Later) -> str:
    said = dict.fromkeys(
        ground for _row, item in found if (ground := cited(item.source, item.article, writer.lang))
    )
    return "; ".join(said) or writer.say(words.RULES_IN_FORCE)


def _of_rows(writer: "Writer", found: _Later, agreed: Sequence[Row]) -> str:
    own = list({row["row"]: row for row, _finding in found}.values())
    if len(own) == len(agreed):
        return ""
    said = codes(own)
    return said or writer.say(Words(" ({n} vị trí)", " ({n} positions)")).format(n=len(own))


def _permits(writer: "Writer", found: _Later, agreed: Sequence[Row]) -> list[tuple[str, str]]:
    kinds: dict[str, list[tuple[Row, Finding]]] = {}
    for row, finding in found:
        kinds.setdefault(_ASKED.get(finding.code, "either"), []).append((row, finding))
    said = {"notice": words.NOTICE, "permit": words.PERMIT, "either": words.NOTICE_OR_PERMIT}
    made = [
        (
            f"-{kind}",
            writer.say(said[kind]).format(ground=_ground(writer, own), rows=_of_rows(writer, own, agreed)),
        )
        for kind, own in kinds.items()
    ]
    told = [(row, item) for row, item in found if _telecom(item) is not None]
    if told:  # a notice of its own beside the one of the construction law
        grounds_ = dict.fromkeys(
            cited(note["document"], note["article"], writer.lang)
            for _row, item in told
            if (note := _telecom(item)) is not None
        )
        text = writer.say(words.TELECOM).format(
            office=writer.head["office_name"], ground="; ".join(grounds_),
            rows=_of_rows(writer, told, agreed),
        )  # fmt: skip
        made.append(("-telecom", text))
    return made


def _telecom(finding: Finding) -> dict[str, Any] | None:
    """Return the document and article by which the telecom agency is told before building; None: by none."""
    return next((params for code, params in finding.notes if code == "PRM-01-TELECOM"), None)


_EITHER_ZONE = frozenset({"WND-01-ASKED-UNSURE", "WND-01-UNSURE"})


def _of_either_zone(finding: Finding) -> bool:
    """Whether the zone hangs on the former commune, and the speed asked for with it."""
    return finding.code in _EITHER_ZONE or "higher" in finding.params


def _wind(writer: "Writer", found: _Later, agreed: Sequence[Row]) -> list[tuple[str, str]]:
    shared = [(row, item) for row, item in found if item.code == "WND-01-SHARE"]
    hills = [(row, item) for row, item in found if item.code == "WND-01-RELIEF"]  # the speed is reached
    either = [(row, item) for row, item in found if _of_either_zone(item)]
    speeds: dict[float, list[tuple[Row, Finding]]] = {}
    for row, finding in found:
        if finding.limit is not None and finding.code != "WND-01-RELIEF" and not _of_either_zone(finding):
            speeds.setdefault(finding.limit, []).append((row, finding))
    made = []
    if speeds:
        one = len(speeds) == 1 and len(next(iter(speeds.values()))) == len(agreed)
        said = [
            f"{number(speed, 0, writer.lang)} m/s"
            if one
            else writer.say(words.WIND_OF).format(
                speed=number(speed, 0, writer.lang), n=len(own), codes=codes([row for row, _item in own])
            )
            for speed, own in sorted(speeds.items())
        ]
        ground = _ground(writer, [pair for own in speeds.values() for pair in own])
        made.append(("", writer.say(words.WIND).format(speeds=", ".join(said), ground=ground)))
    if either:
        rows, known = [row for row, _item in either], either[0][1].params
        speeds_of = (known.get("higher", known["limit"]), known["lower"])
        higher, lower = (number(speed, 0, writer.lang) for speed in speeds_of)
        text = writer.say(words.WIND_EITHER).format(
            n=len(rows), codes=codes(rows), higher=higher, lower=lower, ground=_ground(writer, either)
        )
        made.append(("-either", text))
    if hills:
        rows = [row for row, _item in hills]
        relief = number(hills[0][1].params["relief"], 0, writer.lang)
        ground = cited(hills[0][1].source, words.RELIEF_ARTICLE, writer.lang)
        made.append(
            (
                "-relief",
                writer.say(words.WIND_RELIEF).format(
                    relief=relief, n=len(rows), codes=codes(rows), ground=ground
                ),
            )
        )
    if shared:
        made.append(("-shared", writer.say(words.WIND_SHARED).format(ground=_ground(writer, shared))))
    return made


def _inspection(writer: "Writer", found: _Later, _agreed: Sequence[Row]) -> list[tuple[str, str]]:
    return [("", writer.say(words.INSPECTION).format(ground=_ground(writer, found)))]


def _months(writer: "Writer", agreed: Sequence[Row]) -> str:
    """Return the months to build in by the law of the day (QĐ 72/2025 Điều 4(4)); "" where no text has "
    "any."""
    day = writer.file.request.issued_on or writer.file.decision_day
    rule = limits_with(writer.registry, writer.settings, day).get(limit_code("unbuilt"))
    if rule is None or not rule.options.get("considered") or not any(r["part"] is Part.NEW for r in agreed):
        return ""
    months, more = rule.threshold("months"), rule.threshold("extension_months")
    if months.value is None or not months.verified:
        return ""
    since, started, start = words.SINCE_PLAN, words.MONTHS_DAY, _approved_on(writer)
    if rule.options.get("counts_from") == FROM_LETTER:
        since, started, start = words.SINCE_LETTER, words.MONTHS_END, writer.file.request.issued_on
    end, when = None if start is None else months_after(start, int(months.value)), ""
    if start is not None and end is not None and end > day:  # an earlier year's plan gives no day to build by
        when = writer.say(started).format(start=f"{start:%d/%m/%Y}", end=f"{end:%d/%m/%Y}")
    said, extended = words.MONTHS_ALONE, words.EXTENSION_ALONE
    if rule.options.get("reallocates"):  # the text itself says what else may come of it
        said, extended = words.MONTHS, words.EXTENSION
    longer = writer.say(extended).format(months=int(more.value)) if more.value else ""
    return writer.say(said).format(
        months=int(months.value), since=writer.say(since), day=when, extension=longer,
        ground=cited(rule.document, rule.article, writer.lang),
    )  # fmt: skip


def _approved_on(writer: "Writer") -> dt.date | None:
    """Return the day of the decision that approved the carrier's plan in force, where the register "
    "names it."""
    if writer.file.appraisal is None:
        return None
    plan = writer.file.appraisal.context.plans.versions.get(writer.viewer)
    found = _DAY.search(plan.decision) if plan is not None else None
    if found is None:
        return None
    day, month, year = map(int, found.groups())
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None

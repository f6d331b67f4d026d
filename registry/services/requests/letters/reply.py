"""The reply letter (công văn trả lời) of a request, as .docx.

It follows from the rows' decisions; a row that is not decided goes by its recommendation, and the letter is
marked as a draft. It goes to the carrier, so its findings are in the masked form.
"""

from collections.abc import Callable
from typing import Any

from registry.appraisal import conditions
from registry.documents.filling import Picture, fill
from registry.documents.maps import WIDTH_MM
from registry.documents.templates import template
from registry.messages import Language, Words, say
from registry.model.desk import RowDecision
from registry.model.findings import Finding, Outcome, Reservation
from registry.services.appraise.free_text import hidden_related, shareable, shared_findings
from registry.services.office.legal_names import addressed
from registry.services.office.letter_copies import copies
from registry.services.office.letterhead import DEMO, DRAFT, dated, letterhead
from registry.services.office.registry import Registry
from registry.services.requests.decisions import FOLLOWS
from registry.services.requests.frozen_evidence import frozen_of
from registry.services.requests.letters.annex_maps import grid_name, row_map
from registry.services.requests.letters.places import commune_of, dms, mast, metres
from registry.services.requests.letters.sentences import (
    OFFICE_READING,
    bound,
    for_rows,
    later,
    ranges,
    reasons,
    unsettled,
    where,
    with_basis,
)
from registry.services.requests.letters.vocabulary import (
    BY_VERDICT,
    DECISIONS,
    KINDS,
    VERDICTS,
)
from registry.services.requests.opened import FileRow, RequestFile, load_request
from registry.store.office.operators import is_demo, load_operators, load_owners, load_settings

_AGREED = (RowDecision.AGREE, RowDecision.AGREE_WITH_CONDITIONS)
_NUMBERED = ("agreed", "refused", "supplement", "next_stages")


Progress = Callable[[int, int], None]
"""Told after each map how many of how many are drawn."""


def reply_letter(
    registry: Registry,
    request: str,
    lang: Language = "vi",
    *,
    maps: bool = True,
    progress: Progress | None = None,
) -> bytes:
    """Return the reply letter of a request (id or number) as .docx; ``maps``: with a map per row."""
    writer = Writer(registry, load_request(registry, request), lang)
    return writer.document(maps=maps, progress=progress)


class Writer:
    """Writes the letter to the carrier of one request in one language."""

    def __init__(self, registry: Registry, file: RequestFile, lang: Language) -> None:
        self.registry, self.file, self.lang = registry, file, lang
        with registry.database.read() as connection:
            self.settings = load_settings(connection)
            self.demo = is_demo(connection)
            owners = load_owners(connection).values()
            operators = {item.code for item in load_operators(connection)}
            names = addressed(connection)
        organisation = file.request.organisation
        owner = next((o for o in owners if organisation in (o["id"], o["name"])), None)
        self.viewer = organisation if organisation in operators else str(owner["operator"]) if owner else ""
        self.recipient = names.get(str(owner["id"]) if owner else organisation, organisation)
        self.head = letterhead(self.settings, lang)
        self.frozen = frozen_of(registry, file.attachments)

    def say(self, words: Words) -> str:
        """Return words in the language of the document."""
        return say(words, self.lang)

    def document(self, *, maps: bool, progress: Progress | None = None) -> bytes:
        """Return the letter as .docx."""
        values = self.values()
        for row, shown in zip(self.file.rows, values["rows"], strict=True):
            png = self.map_of(row) if maps else b""
            shown["map"] = Picture(png, WIDTH_MM) if png else ""
            if progress is not None:
                progress(row.index + 1, len(self.file.rows))
        path = template(self.registry.settings.home / "templates", "reply", self.lang)
        return fill(path, values)

    def values(self) -> dict[str, Any]:
        """Return what a template of the letter may say.

        A row's ``map`` is left for the caller to put in (``map_of``).
        """
        rows = [self.row(row) for row in self.file.rows]
        request, appraisal = self.file.request, self.file.appraisal
        by_decision: dict[str, list[Any]] = {
            "agreed": [row for row in rows if row["chosen"] in _AGREED],
            "refused": [row for row in rows if row["chosen"] is RowDecision.REFUSE],
            "supplement": [row for row in rows if row["chosen"] is RowDecision.SUPPLEMENT],
            "next_stages": self._next_stages(),
        }
        conditioned = [row["row"] for row in rows if row["chosen"] is RowDecision.AGREE_WITH_CONDITIONS]
        used = [name for name in _NUMBERED if by_decision[name]]
        draft = bool(self.file.undecided) and not request.issued_on
        marks = [*([DRAFT] if draft else []), *([DEMO] if self.demo else [])]
        place = "Số" if self.lang == "vi" else "No."
        of = f"{place} {request.issued_number}" if request.issued_number else request.number
        return {
            **by_decision,
            "numbers": {name: used.index(name) + 1 if name in used else 0 for name in _NUMBERED},
            "letterhead": self.head,
            "number": self._number(),
            "dated": dated(request.issued_on, self.lang),
            "marks": " · ".join(self.say(mark) for mark in marks),
            "subject": self.say(KINDS[request.kind]),
            "recipient": self.recipient,
            "received": self.received(),
            "documents": self.documents(),
            "total": len(rows),
            "rows": rows,
            "conditioned": ranges(conditioned) if 0 < len(conditioned) < len(by_decision["agreed"]) else "",
            "conditional": bound(rows, "conditions"),
            "to_check": bound(rows, "to_check"),
            "remarks": [],
            "copies": self._copies(),
            "officer": request.officer,
            "as_of": "" if appraisal is None else f"{appraisal.as_of:%d/%m/%Y}",
            "law_digest": "" if appraisal is None else appraisal.law.digest,
            "annex": {
                "of": f"{of}{f', {dated(request.issued_on, self.lang)}' if request.issued_on else ''}",
                "crs": grid_name(self.registry.settings.metric_epsg, self.lang),
                "rows": rows,
            }
            if rows
            else None,
        }

    def findings(self, row: FileRow) -> list[Finding]:
        """Return a row's findings as its carrier may read them."""
        if self.file.appraisal is None:
            return list(row.findings)
        return shared_findings(row.findings, self.file.appraisal.context, self.viewer, row.proposal.position)

    def _own(self, row: FileRow, text: str) -> str:
        """Return what the officer wrote of a row, as its carrier may read it."""
        if self.file.appraisal is None:
            return text
        return shareable(
            text,
            self.file.appraisal.context,
            self.viewer,
            related=hidden_related(row.findings, self.viewer),
            own=row.proposal.position,
            lang=self.lang,
        )

    def row(self, row: FileRow) -> dict[str, Any]:
        """Return what templates may say of a row."""
        proposal = row.proposal
        findings = self.findings(row)
        decided = row.decision
        chosen = decided.decision if decided else FOLLOWS[row.verdict]
        decision = self.say(DECISIONS[chosen])
        if decided is None:
            decision = f"{decision} {self.say(BY_VERDICT)}"
        code = proposal.site_code or "–"
        return {
            "row": row.index + 1,
            "code": code,
            "label": f"{row.index + 1} ({code})" if proposal.site_code else str(row.index + 1),
            "where": where(proposal.address, commune_of(self.file, row)) or "–",
            "position": dms(proposal, self.lang),
            "wgs84": dms(proposal, self.lang),
            "vn2000": metres(proposal, self.registry.settings.metric_epsg, self.lang),
            "mast": mast(proposal, self.lang),
            "chosen": chosen,
            "decision": decision,
            "decision_reason": self._own(row, decided.reason) if decided else "",
            "verdict": self.say(VERDICTS[row.verdict]),
            "conditions": self._conditions(row, findings, chosen),
            "to_check": self._to_check(row, findings, chosen),
            "reasons": self._reasons(row, findings, chosen),
        }

    def _conditions(self, row: FileRow, findings: list[Finding], chosen: RowDecision) -> list[str]:
        """Return what an agreement is bound to: the officer's own conditions, else the consents needed."""
        if chosen is not RowDecision.AGREE_WITH_CONDITIONS:
            return []
        if row.decision is not None and row.decision.conditions:
            return [self._own(row, text) for text in row.decision.conditions]
        said = [
            with_basis(finding, self.lang)
            for finding in conditions(findings)
            if finding.outcome is Outcome.CONSENT
        ]
        reason = row.decision.reason if row.decision is not None else ""
        return [*said, *([self._own(row, reason)] if reason else [])]

    def _to_check(self, row: FileRow, findings: list[Finding], chosen: RowDecision) -> list[str]:
        """Return what could not be settled of a row that is agreed on conditions and has none of its own."""
        own = row.decision is not None and row.decision.conditions
        if chosen is not RowDecision.AGREE_WITH_CONDITIONS or own:
            return []
        return unsettled(findings, self.lang)

    def _reasons(self, row: FileRow, findings: list[Finding], chosen: RowDecision) -> str:
        if chosen in _AGREED:
            return ""
        if chosen is RowDecision.REFUSE:
            wanted = [item for item in findings if item.reservation is Reservation.LEGAL]
        else:
            wanted = [item for item in findings if item.lowers or item.reservation is Reservation.CONDITION]
        said = reasons(wanted, self.lang)
        reason = row.decision.reason.rstrip(" .;") if row.decision is not None else ""
        return "; ".join([*([self._own(row, reason)] if reason else []), *said])

    def _next_stages(self) -> list[str]:
        """Return what the later stages still ask of the rows that are agreed.

        Each sentence once, with the rows it is for where it is not for all; what is met already asks nothing.
        """
        asked: dict[str, list[int]] = {}
        agreed = 0
        for row in self.file.rows:
            chosen = row.decision.decision if row.decision else FOLLOWS[row.verdict]
            if chosen not in _AGREED:
                continue
            agreed += 1
            for said in dict.fromkeys(later(self.findings(row), self.lang)):
                asked.setdefault(said, []).append(row.index + 1)
        return [for_rows(said, rows, agreed, self.lang) for said, rows in asked.items()]

    def documents(self) -> str:
        """Return the documents that the findings rest on, in the order of the rules."""
        found = {
            finding.source: None
            for row in self.file.rows
            for finding in row.findings
            if finding.source != OFFICE_READING and finding.source and finding.outcome is not Outcome.NA
        }
        return "; ".join(found) or self.say(Words("quy định hiện hành", "the rules in force"))

    def _number(self) -> str:
        request = self.file.request
        return request.issued_number or f"       {self.head['symbol']}"

    def received(self) -> str:
        """Return how the request came in: the day, by which letter, about what."""
        request = self.file.request
        kind, day = self.say(KINDS[request.kind]), f"{request.received_on:%d/%m/%Y}"
        letter, name = request.letter_number, self.head["office_name"]
        on = f"{request.letter_date:%d/%m/%Y}" if request.letter_date else ""
        if self.lang == "en":
            by = f" by letter {letter}{f' of {on}' if on else ''}" if letter else ""
            return (
                f"On {day} {name} received the request of {self.recipient}{by} for {kind} ({request.number})."
            )
        by = f" tại Văn bản số {letter}{f' ngày {on}' if on else ''}" if letter else ""
        return (
            f"Ngày {day}, {name} tiếp nhận hồ sơ số {request.number} của {self.recipient}{by} về việc {kind}."
        )

    def _copies(self) -> list[str]:
        communes = {name for row in self.file.rows if (name := commune_of(self.file, row))}
        return copies(self.head, self.lang, communes=communes)

    def map_of(self, row: FileRow) -> bytes:
        """Return the drawn map of a row as PNG, b"" where its position is not known."""
        appraisal = self.file.appraisal
        if appraisal is None:
            return b""
        return row_map(
            appraisal.context,
            row.proposal,
            self.findings(row),
            viewer=self.viewer,
            name=row.proposal.site_code or str(row.index + 1),
            stamp=DEMO if self.demo else None,
            lang=self.lang,
            home=self.registry.settings.home,
            frozen=self.frozen,
        )

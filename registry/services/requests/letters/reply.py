"""The reply letter (công văn trả lời) and the appraisal note (phiếu thẩm định) of a request, as .docx.

Both follow from the rows' decisions; a row that is not decided goes by its recommendation, and the letter is
marked as a draft. The letter goes to the carrier, so its findings are in the masked form; the note is the
office's own.
"""

from collections.abc import Callable
from typing import Any

from registry.appraisal import conditions
from registry.documents.filling import Picture, fill
from registry.documents.kinds import Kind
from registry.documents.maps import WIDTH_MM
from registry.documents.templates import template
from registry.geo.crs import transformer
from registry.geo.formats import format_dms_pair, format_vn2000
from registry.messages import Language, Words, number, say
from registry.model.areas import full_name
from registry.model.desk import RowDecision
from registry.model.desk_records import Consultation
from registry.model.findings import Finding, Outcome, Stage
from registry.model.requests import Proposal
from registry.services.appraise.finding_texts import sentence
from registry.services.appraise.free_text import hidden_related, shareable, shared_findings
from registry.services.office.letterhead import DEMO, DRAFT, dated, letterhead
from registry.services.office.registry import Registry
from registry.services.requests.decisions import FOLLOWS
from registry.services.requests.frozen_evidence import frozen_of
from registry.services.requests.letters.annex_maps import grid_name, row_map
from registry.services.requests.letters.sentences import (
    OFFICE_READING,
    basis,
    bound,
    council,
    for_rows,
    later,
    ranges,
    reasons,
    unsettled,
    where,
    with_basis,
)
from registry.services.requests.letters.vocabulary import (
    ANSWERS,
    BY_VERDICT,
    DECISIONS,
    KINDS,
    NO_MAST,
    NO_PLACE,
    NOT_DECIDED,
    OUTCOMES,
    VERDICTS,
)
from registry.services.requests.matter_answers import answered_text
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
    return writer.document("reply", maps=maps, progress=progress)


def appraisal_note(registry: Registry, request: str, lang: Language = "vi", *, maps: bool = True) -> bytes:
    """Return the appraisal note of a request as .docx: rule by rule for every row, for the office alone."""
    return Writer(registry, load_request(registry, request), lang).document("note", maps=maps)


class Writer:
    """Writes the documents of one request in one language."""

    def __init__(self, registry: Registry, file: RequestFile, lang: Language) -> None:
        self.registry, self.file, self.lang = registry, file, lang
        with registry.database.read() as connection:
            self.settings = load_settings(connection)
            self.demo = is_demo(connection)
            owners = load_owners(connection).values()
            names = {item.code: item.name for item in load_operators(connection)}
        organisation = file.request.organisation
        owner = next((o for o in owners if organisation in (o["id"], o["name"])), None)
        self.viewer = organisation if organisation in names else str(owner["operator"]) if owner else ""
        self.recipient = names.get(organisation) or (str(owner["name"]) if owner else organisation)
        self.head = letterhead(self.settings, lang)
        self.frozen = frozen_of(registry, file.attachments)

    def say(self, words: Words) -> str:
        """Return words in the language of the document."""
        return say(words, self.lang)

    def document(self, kind: Kind, *, maps: bool, progress: Progress | None = None) -> bytes:
        """Return a document of the kind as .docx."""
        office = kind == "note"
        values = self.values(office=office)
        for row, shown in zip(self.file.rows, values["rows"], strict=True):
            png = self.map_of(row, office=office) if maps else b""
            shown["map"] = Picture(png, WIDTH_MM) if png else ""
            if progress is not None:
                progress(row.index + 1, len(self.file.rows))
        path = template(self.registry.settings.home / "templates", kind, self.lang)
        return fill(path, values)

    def values(self, *, office: bool) -> dict[str, Any]:
        """Return what a template may say: of the letter for the carrier, or of the note for the ``office``.

        A row's ``map`` is left for the caller to put in (``map_of``).
        """
        rows = [self.row(row, office=office) for row in self.file.rows]
        request, appraisal = self.file.request, self.file.appraisal
        by_decision: dict[str, list[Any]] = {
            "agreed": [row for row in rows if row["chosen"] in _AGREED],
            "refused": [row for row in rows if row["chosen"] is RowDecision.REFUSE],
            "supplement": [row for row in rows if row["chosen"] is RowDecision.SUPPLEMENT],
            "next_stages": self._next_stages(office=office),
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
            "number": self._number(office=office),
            "dated": dated(request.issued_on, self.lang),
            "marks": " · ".join(self.say(mark) for mark in marks),
            "subject": self.say(KINDS[request.kind]),
            "recipient": self.recipient,
            "received": self._received(),
            "documents": self._documents(),
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

    def findings(self, row: FileRow, *, office: bool) -> list[Finding]:
        """Return a row's findings: in full for the office, else as its carrier may read them."""
        if office or self.file.appraisal is None:
            return list(row.findings)
        return shared_findings(row.findings, self.file.appraisal.context, self.viewer, row.proposal.position)

    def _own(self, row: FileRow, text: str, *, office: bool) -> str:
        """Return what the officer wrote of a row: in full for the office, else as its carrier may read it."""
        if office or self.file.appraisal is None:
            return text
        return shareable(
            text,
            self.file.appraisal.context,
            self.viewer,
            related=hidden_related(row.findings, self.viewer),
            own=row.proposal.position,
            lang=self.lang,
        )

    def row(self, row: FileRow, *, office: bool) -> dict[str, Any]:
        """Return what templates may say of a row."""
        proposal = row.proposal
        findings = self.findings(row, office=office)
        decided = row.decision
        chosen = decided.decision if decided else FOLLOWS[row.verdict]
        decision = self.say(DECISIONS[chosen])
        if decided is None:
            decision = self.say(NOT_DECIDED) if office else f"{decision} {self.say(BY_VERDICT)}"
        code = proposal.site_code or "–"
        return {
            "row": row.index + 1,
            "code": code,
            "label": f"{row.index + 1} ({code})" if proposal.site_code else str(row.index + 1),
            "where": where(proposal.address, self._commune(row)) or "–",
            "position": self._dms(proposal),
            "wgs84": self._dms(proposal),
            "vn2000": self._metres(proposal),
            "mast": self._mast(proposal),
            "chosen": chosen,
            "decision": decision,
            "decision_reason": self._own(row, decided.reason, office=office) if decided else "",
            "verdict": self.say(VERDICTS[row.verdict]),
            "conditions": self._conditions(row, findings, chosen, office=office),
            "to_check": self._to_check(row, findings, chosen),
            "reasons": self._reasons(row, findings, chosen, office=office),
            "findings": [
                {
                    "rule": finding.rule,
                    "outcome": self.say(OUTCOMES[finding.outcome]),
                    "sentence": sentence(finding, self.lang),
                    "basis": basis(finding),
                }
                for finding in findings
            ],
            "notes": [
                *(
                    f"{note.who}: {answered_text(note)}"
                    for note in row.notes
                    if note.text and not note.withdrawn
                ),
                *(self._answer(item) for item in row.consultations if item.outcome),
            ]
            if office
            else [],
        }

    def _answer(self, item: Consultation) -> str:
        """Return what a body answered about a row, with the number and day of its letter."""
        said = f"{item.body}: {self.say(ANSWERS[item.outcome])}"
        on = f"{item.answered_on:%d/%m/%Y}" if item.answered_on else ""
        ground = ", ".join(filter(None, (item.answer_number, on)))
        return f"{said}{f': {item.answer}' if item.answer else ''}{f' ({ground})' if ground else ''}"

    def _conditions(
        self, row: FileRow, findings: list[Finding], chosen: RowDecision, *, office: bool
    ) -> list[str]:
        """Return what an agreement is bound to: the officer's own conditions, else the consents needed."""
        if chosen is not RowDecision.AGREE_WITH_CONDITIONS:
            return []
        if row.decision is not None and row.decision.conditions:
            return [self._own(row, text, office=office) for text in row.decision.conditions]
        said = [
            with_basis(finding, self.lang)
            for finding in conditions(findings)
            if finding.outcome is Outcome.CONSENT
        ]
        reason = row.decision.reason if row.decision is not None else ""
        return [*said, *([self._own(row, reason, office=office)] if reason else [])]

    def _to_check(self, row: FileRow, findings: list[Finding], chosen: RowDecision) -> list[str]:
        """Return what could not be settled of a row that is agreed on conditions and has none of its own."""
        own = row.decision is not None and row.decision.conditions
        if chosen is not RowDecision.AGREE_WITH_CONDITIONS or own:
            return []
        return unsettled(findings, self.lang)

    def _reasons(self, row: FileRow, findings: list[Finding], chosen: RowDecision, *, office: bool) -> str:
        if chosen in _AGREED:
            return ""
        wanted = (
            {Outcome.FAIL}
            if chosen is RowDecision.REFUSE
            else {Outcome.UNKNOWN, Outcome.REVIEW, Outcome.CONSENT}
        )
        said = reasons(
            (item for item in findings if item.stage is Stage.POSITION and item.outcome in wanted), self.lang
        )
        reason = row.decision.reason.rstrip(" .;") if row.decision is not None else ""
        return "; ".join([*([self._own(row, reason, office=office)] if reason else []), *said])

    def _next_stages(self, *, office: bool) -> list[str]:
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
            for said in dict.fromkeys(later(self.findings(row, office=office), self.lang)):
                asked.setdefault(said, []).append(row.index + 1)
        return [for_rows(said, rows, agreed, self.lang) for said, rows in asked.items()]

    def _documents(self) -> str:
        """Return the documents that the findings rest on, in the order of the rules."""
        found = {
            finding.source: None
            for row in self.file.rows
            for finding in row.findings
            if finding.source != OFFICE_READING and finding.source and finding.outcome is not Outcome.NA
        }
        return "; ".join(found) or self.say(Words("quy định hiện hành", "the rules in force"))

    def _number(self, *, office: bool) -> str:
        request = self.file.request
        if office:
            return request.number
        return request.issued_number or f"       {self.head['symbol']}"

    def _received(self) -> str:
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
        communes = sorted({name for row in self.file.rows if (name := self._commune(row))})
        archive = self.head["archive"]
        if self.lang == "en":
            return ["As above;", *([f"Communes: {', '.join(communes)};"] if communes else []), archive]
        return [
            "Như trên;",
            *([f"{', '.join(council(name) for name in communes)};"] if communes else []),
            archive,
        ]

    def _commune(self, row: FileRow) -> str:
        appraisal = self.file.appraisal
        units = appraisal.context.units.communes if appraisal is not None else ()
        found = next((unit for unit in units if unit.code == row.commune_code), None)
        return row.proposal.commune if found is None else full_name(found)

    def _dms(self, proposal: Proposal) -> str:
        lon, lat = proposal.position.lon, proposal.position.lat
        if lon is None or lat is None:
            return self.say(NO_PLACE)
        return format_dms_pair(lon, lat, self.lang)

    def _metres(self, proposal: Proposal) -> str:
        lon, lat = proposal.position.lon, proposal.position.lat
        if lon is None or lat is None:
            return "–"
        x, y = transformer(4326, self.registry.settings.metric_epsg).transform(lon, lat)
        return format_vn2000(float(x), float(y), self.lang, 2)

    def _mast(self, proposal: Proposal) -> str:
        kind = proposal.mast_class or proposal.old_class
        height = proposal.height_above_ground_m
        metres = "" if height is None else f"{number(height, 1, self.lang)} m"
        return ", ".join(filter(None, (str(kind.value) if kind else "", metres))) or self.say(NO_MAST)

    def map_of(self, row: FileRow, *, office: bool) -> bytes:
        """Return the drawn map of a row as PNG, b"" where its position is not known."""
        appraisal = self.file.appraisal
        if appraisal is None:
            return b""
        return row_map(
            appraisal.context,
            row.proposal,
            self.findings(row, office=office),
            viewer=None if office else self.viewer,
            name=row.proposal.site_code or str(row.index + 1),
            stamp=DEMO if self.demo else None,
            lang=self.lang,
            home=self.registry.settings.home,
            frozen=self.frozen,
        )

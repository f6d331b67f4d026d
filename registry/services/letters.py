"""The reply letter (công văn trả lời) and the appraisal note (phiếu thẩm định) of a request, as .docx.

Both follow from the rows' decisions; a row that is not decided goes by its recommendation, and the letter is
marked as a draft. The letter goes to the carrier, so its findings are in the masked form; the note is the
office's own.
"""

from registry.appraisal import conditions
from registry.documents.filling import Picture, fill
from registry.documents.maps import WIDTH_MM
from registry.documents.templates import Kind, template
from registry.geo.crs import transformer
from registry.geo.formats import format_dms_pair, format_vn2000
from registry.messages import Language, Words, number
from registry.model.desk import RequestKind, RowDecision
from registry.model.findings import Finding, Outcome, Stage, Verdict
from registry.model.requests import Proposal
from registry.services.annex_maps import grid_name, row_map
from registry.services.finding_words import sentence
from registry.services.letterhead import DEMO, DRAFT, dated, letterhead
from registry.services.masking import masked
from registry.services.registry import Registry
from registry.services.request_file import FileRow, RequestFile, load_request
from registry.services.request_rows import FOLLOWS
from registry.store.operators import is_demo, load_operators, load_owners, load_settings

_KINDS: dict[RequestKind, Words] = {
    RequestKind.POSITION: Words(
        "chấp thuận vị trí xây dựng cột ăng ten", "agreement on the positions of antenna masts"
    ),
    RequestKind.ANNUAL_PLAN: Words(
        "kế hoạch phát triển hạ tầng kỹ thuật viễn thông thụ động hằng năm",
        "the annual plan of passive telecommunications infrastructure",
    ),
    RequestKind.SHARING: Words(
        "sử dụng chung hạ tầng kỹ thuật viễn thông thụ động", "sharing of passive infrastructure"
    ),
    RequestKind.COMMENCEMENT: Words(
        "thông báo khởi công xây dựng cột ăng ten", "the notice of commencement of antenna masts"
    ),
    RequestKind.AMENDMENT: Words(
        "điều chỉnh vị trí xây dựng cột ăng ten", "the amendment of positions of antenna masts"
    ),
}
_DECISIONS: dict[RowDecision, Words] = {
    RowDecision.AGREE: Words("Thống nhất", "Agreed"),
    RowDecision.AGREE_WITH_CONDITIONS: Words("Thống nhất có điều kiện", "Agreed with conditions"),
    RowDecision.REFUSE: Words("Chưa thống nhất", "Not agreed"),
    RowDecision.SUPPLEMENT: Words("Đề nghị bổ sung", "To be supplemented"),
}
_VERDICTS: dict[Verdict, Words] = {
    Verdict.AGREE: _DECISIONS[RowDecision.AGREE],
    Verdict.AGREE_WITH_CONDITIONS: _DECISIONS[RowDecision.AGREE_WITH_CONDITIONS],
    Verdict.REFUSE: _DECISIONS[RowDecision.REFUSE],
    Verdict.CANNOT_ASSESS: Words("Chưa đủ căn cứ", "Cannot be assessed"),
}
_OUTCOMES: dict[Outcome, Words] = {
    Outcome.PASS: Words("Đạt", "Pass"),
    Outcome.FAIL: Words("Không đạt", "Fail"),
    Outcome.CONSENT: Words("Cần ý kiến chấp thuận", "Consent needed"),
    Outcome.REVIEW: Words("Cần xem xét", "To be weighed"),
    Outcome.UNKNOWN: Words("Chưa đủ căn cứ", "Not known"),
    Outcome.NA: Words("Không áp dụng", "Does not apply"),
}
OFFICE_READING = "Cách hiểu của cơ quan quản lý"  # the office's own rules are no document to cite as ground
_AGREED = (RowDecision.AGREE, RowDecision.AGREE_WITH_CONDITIONS)
_NO_PLACE = Words("chưa xác định được tọa độ", "no position known")
_NO_MAST = Words("chưa nêu loại cột", "class not stated")
_NOT_DECIDED = Words("chưa có ý kiến", "not decided")
_BY_VERDICT = Words("(theo kiến nghị)", "(as recommended)")
_NUMBERED = ("agreed", "refused", "supplement", "next_stages")


def reply_letter(registry: Registry, request: str, lang: Language = "vi", *, maps: bool = True) -> bytes:
    """Return the reply letter of a request (id or number) as .docx; ``maps``: with a map per row."""
    return _Writer(registry, load_request(registry, request), lang).document("reply", maps=maps)


def appraisal_note(registry: Registry, request: str, lang: Language = "vi", *, maps: bool = True) -> bytes:
    """Return the appraisal note of a request as .docx: rule by rule for every row, for the office alone."""
    return _Writer(registry, load_request(registry, request), lang).document("note", maps=maps)


def basis(finding: Finding) -> str:
    """Return what a finding rests on: "QĐ 72/2025/QĐ-UBND, Điều 15(5)"."""
    return ", ".join(filter(None, (finding.source, finding.article)))


def _with_basis(finding: Finding, lang: Language) -> str:
    ground = basis(finding)
    return sentence(finding, lang).rstrip(".") + (f" ({ground})" if ground else "")


class _Writer:
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
        self.maps: dict[int, bytes] = {}

    def say(self, words: Words) -> str:
        return words.vi if self.lang == "vi" else words.en

    def document(self, kind: Kind, *, maps: bool) -> bytes:
        """Return a document of the kind as .docx."""
        office = kind == "note"
        rows = [self._row(row, office=office) for row in self.file.rows]
        for row, shown in zip(self.file.rows, rows, strict=True):
            png = self._map(row, office=office) if maps else b""
            shown["map"] = Picture(png, WIDTH_MM) if png else ""
        path = template(self.registry.settings.home / "templates", kind, self.lang)
        return fill(path, self._values(rows, office=office))

    def _values(self, rows: list[dict[str, object]], *, office: bool) -> dict[str, object]:
        request, appraisal = self.file.request, self.file.appraisal
        by_decision = {
            "agreed": [row for row in rows if row["chosen"] in _AGREED],
            "refused": [row for row in rows if row["chosen"] is RowDecision.REFUSE],
            "supplement": [row for row in rows if row["chosen"] is RowDecision.SUPPLEMENT],
            "next_stages": self._next_stages(),
        }
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
            "subject": self.say(_KINDS[request.kind]),
            "recipient": self.recipient,
            "received": self._received(),
            "documents": self._documents(),
            "total": len(rows),
            "rows": rows,
            "conditional": self._conditional(rows),
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

    def _row(self, row: FileRow, *, office: bool) -> dict[str, object]:
        """Return what templates may say of a row."""
        proposal = row.proposal
        findings = row.findings if office else masked(row.findings, self.viewer)
        decided = row.decision
        chosen = decided.decision if decided else FOLLOWS[row.verdict]
        decision = self.say(_DECISIONS[chosen])
        if decided is None:
            decision = self.say(_NOT_DECIDED) if office else f"{decision} {self.say(_BY_VERDICT)}"
        code = proposal.site_code or "–"
        return {
            "row": row.index + 1,
            "code": code,
            "label": f"{row.index + 1} ({code})" if proposal.site_code else str(row.index + 1),
            "where": ", ".join(filter(None, (proposal.address, self._commune(row)))) or "–",
            "position": self._dms(proposal),
            "wgs84": self._dms(proposal),
            "vn2000": self._metres(proposal),
            "mast": self._mast(proposal),
            "chosen": chosen,
            "decision": decision,
            "decision_reason": decided.reason if decided else "",
            "verdict": self.say(_VERDICTS[row.verdict]),
            "conditions": self._conditions(row, findings, chosen),
            "reasons": self._reasons(row, findings, chosen),
            "findings": [
                {
                    "rule": finding.rule,
                    "outcome": self.say(_OUTCOMES[finding.outcome]),
                    "sentence": sentence(finding, self.lang),
                    "basis": basis(finding),
                }
                for finding in findings
            ],
            "notes": [f"{note.who}: {note.text}" for note in row.notes if note.text and not note.withdrawn]
            if office
            else [],
        }

    def _conditions(self, row: FileRow, findings: list[Finding], chosen: RowDecision) -> list[str]:
        if chosen is not RowDecision.AGREE_WITH_CONDITIONS:
            return []
        if row.decision is not None and row.decision.conditions:
            return list(row.decision.conditions)
        said = [_with_basis(finding, self.lang) for finding in conditions(findings)]
        return [*said, *([row.decision.reason] if row.decision and row.decision.reason else [])]

    def _reasons(self, row: FileRow, findings: list[Finding], chosen: RowDecision) -> str:
        if chosen in _AGREED:
            return ""
        wanted = (
            {Outcome.FAIL}
            if chosen is RowDecision.REFUSE
            else {Outcome.UNKNOWN, Outcome.REVIEW, Outcome.CONSENT}
        )
        said = [
            _with_basis(finding, self.lang)
            for finding in findings
            if finding.stage is Stage.POSITION and finding.outcome in wanted
        ]
        own = [row.decision.reason] if row.decision is not None and row.decision.reason else []
        return "; ".join([*own, *said])

    def _conditional(self, rows: list[dict[str, object]]) -> list[dict[str, str]]:
        """Return each condition once, with the rows that it binds."""
        bound: dict[str, dict[str, None]] = {}
        for row in rows:
            for text in row["conditions"] if isinstance(row["conditions"], list) else []:
                bound.setdefault(text, {})[str(row["label"])] = None
        return [{"text": text, "label": ", ".join(labels)} for text, labels in bound.items()]

    def _next_stages(self) -> list[str]:
        """Return what the later stages ask of the rows that are agreed, each sentence once."""
        found: dict[str, None] = {}
        for row in self.file.rows:
            chosen = row.decision.decision if row.decision else FOLLOWS[row.verdict]
            for finding in row.findings:
                if chosen in _AGREED and finding.stage is not Stage.POSITION:
                    found[_with_basis(finding, self.lang)] = None
        return list(found)

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
        kind, day = self.say(_KINDS[request.kind]), f"{request.received_on:%d/%m/%Y}"
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
        return ["Như trên;", *([f"UBND: {', '.join(communes)};"] if communes else []), archive]

    def _commune(self, row: FileRow) -> str:
        appraisal = self.file.appraisal
        units = appraisal.context.units.communes if appraisal is not None else ()
        found = next((unit for unit in units if unit.code == row.commune_code), None)
        if found is None:
            return row.proposal.commune
        named = found.name.lower().startswith(found.kind.lower())
        return found.name if named or not found.kind else f"{found.kind} {found.name}"

    def _dms(self, proposal: Proposal) -> str:
        lon, lat = proposal.position.lon, proposal.position.lat
        if lon is None or lat is None:
            return self.say(_NO_PLACE)
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
        return ", ".join(filter(None, (str(kind.value) if kind else "", metres))) or self.say(_NO_MAST)

    def _map(self, row: FileRow, *, office: bool) -> bytes:
        appraisal = self.file.appraisal
        if appraisal is None:
            return b""
        findings = row.findings if office else masked(row.findings, self.viewer)
        return row_map(
            appraisal.context,
            row.proposal,
            findings,
            viewer=None if office else self.viewer,
            name=row.proposal.site_code or str(row.index + 1),
            stamp=DEMO if self.demo else None,
            lang=self.lang,
        )

"""The appraisal note (phiếu thẩm định) of a request, as .docx: for the leader who signs, inside the house.

It names everything in full, other carriers' masts too: it never leaves the office.
"""

from typing import Any

from registry.documents.filling import Picture, fill
from registry.documents.maps import WIDTH_MM
from registry.documents.templates import template
from registry.messages import Language
from registry.model.desk_records import Consultation
from registry.services.appraise.finding_texts import sentence
from registry.services.office.letterhead import DEMO
from registry.services.office.registry import Registry
from registry.services.requests.decisions import FOLLOWS
from registry.services.requests.letters.annex_maps import grid_name, row_map
from registry.services.requests.letters.places import commune_of, dms, mast, metres
from registry.services.requests.letters.reply import Writer
from registry.services.requests.letters.sentences import basis, where
from registry.services.requests.letters.vocabulary import ANSWERS, DECISIONS, NOT_DECIDED, OUTCOMES, VERDICTS
from registry.services.requests.matter_answers import answered_text
from registry.services.requests.opened import FileRow, RequestFile, load_request


def appraisal_note(registry: Registry, request: str, lang: Language = "vi", *, maps: bool = True) -> bytes:
    """Return the appraisal note of a request (id or number) as .docx, for the office alone."""
    return Note(registry, load_request(registry, request), lang).document(maps=maps)


class Note:
    """What the note of one request says, in one language; ``letter`` tells what it shares with the reply."""

    def __init__(self, registry: Registry, file: RequestFile, lang: Language) -> None:
        self.registry, self.file, self.lang = registry, file, lang
        self.letter = Writer(registry, file, lang)
        self.say = self.letter.say

    def document(self, *, maps: bool) -> bytes:
        """Return the note as .docx."""
        values = self.values()
        for row, shown in zip(self.file.rows, values["rows"], strict=True):
            png = self.map_of(row) if maps else b""
            shown["map"] = Picture(png, WIDTH_MM) if png else ""
        return fill(template(self.registry.settings.home / "templates", "note", self.lang), values)

    def values(self) -> dict[str, Any]:
        """Return what a template of the note may say; a row's ``map`` is left for the caller to put in."""
        rows = [self.row(row) for row in self.file.rows]
        said = self.letter.values()
        crs = grid_name(self.registry.settings.metric_epsg, self.lang)
        annex = said["annex"] and {"of": said["annex"]["of"], "crs": crs, "rows": rows}
        return {**said, "number": self.file.request.number, "rows": rows, "annex": annex}

    def row(self, row: FileRow) -> dict[str, Any]:
        """Return what the note says of a row."""
        proposal, decided = row.proposal, row.decision
        decision = NOT_DECIDED if decided is None else DECISIONS[decided.decision]
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
            "chosen": decided.decision if decided else FOLLOWS[row.verdict],
            "decision": self.say(decision),
            "decision_reason": decided.reason if decided else "",
            "verdict": self.say(VERDICTS[row.verdict]),
            "findings": [
                {
                    "rule": finding.rule,
                    "outcome": self.say(OUTCOMES[finding.outcome]),
                    "sentence": sentence(finding, self.lang),
                    "basis": basis(finding),
                }
                for finding in row.findings
            ],
            "notes": [
                *(
                    f"{note.who}: {answered_text(note)}"
                    for note in row.notes
                    if note.text and not note.withdrawn
                ),
                *(self._answer(item) for item in row.consultations if item.outcome),
            ],
        }

    def _answer(self, item: Consultation) -> str:
        """Return what a body answered about a row, with the number and day of its letter."""
        said = f"{item.body}: {self.say(ANSWERS[item.outcome])}"
        on = f"{item.answered_on:%d/%m/%Y}" if item.answered_on else ""
        ground = ", ".join(filter(None, (item.answer_number, on)))
        return f"{said}{f': {item.answer}' if item.answer else ''}{f' ({ground})' if ground else ''}"

    def map_of(self, row: FileRow) -> bytes:
        """Return the drawn map of a row as PNG, with all networks' masts; b"" without a known position."""
        appraisal = self.file.appraisal
        if appraisal is None:
            return b""
        return row_map(
            appraisal.context,
            row.proposal,
            row.findings,
            viewer=None,
            name=row.proposal.site_code or str(row.index + 1),
            stamp=DEMO if self.letter.demo else None,
            lang=self.lang,
            home=self.registry.settings.home,
            frozen=self.letter.frozen,
        )

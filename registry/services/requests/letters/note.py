"""The appraisal note (phiếu thẩm định) of a request, as .docx: for the leader who signs, inside the house.

By exception: a page of summary, a table of all rows, and half a page at most for a row that is not plainly
agreed. It names everything in full, other carriers' masts too: it never leaves the office. What passed is not
in it; the whole findings are on the request's page and in its sealed package.
"""

from typing import Any

from registry.documents.filling import Picture, fill
from registry.documents.templates import template
from registry.messages import Language
from registry.model.findings import Outcome
from registry.services.appraise.finding_texts import sentence
from registry.services.office.letters.letterhead import DEMO, DRAFT, dated
from registry.services.office.registry import Registry
from registry.services.register.mask_secret import SHIFT_M
from registry.services.register.masking import is_hidden
from registry.services.requests.letters.annex_maps import grid_name, row_map
from registry.services.requests.letters.note_answers import answer_of, answers_of
from registry.services.requests.letters.note_rows import chosen_of, deciding, is_plain, parts_of, urgency
from registry.services.requests.letters.note_summary import (
    ROW_KINDS,
    common_to_all,
    differing,
    kind_counts,
    lacking,
    missing_papers,
    set_aside,
    shortened,
)
from registry.services.requests.letters.places import commune_told, dms, mast, metres
from registry.services.requests.letters.reply import Writer
from registry.services.requests.letters.sentences import basis, where
from registry.services.requests.letters.vocabulary import DECISIONS, NOT_DECIDED, OUTCOMES, VERDICTS
from registry.services.requests.matter_answers import answered_text
from registry.services.requests.opened import FileRow, RequestFile, load_request
from registry.services.requests.supplements import words_by_row

MAP_MM = 66
"""Width of the map beside a row: small enough for two rows on a page, masts' codes still legible."""


def appraisal_note(registry: Registry, request: str, lang: Language = "vi", *, maps: bool = True) -> bytes:
    """Return the appraisal note of a request (id or number) as .docx, for the office alone."""
    return Note(registry, load_request(registry, request), lang).document(maps=maps)


class Note:
    """What the note of one request says, in one language; ``letter`` tells what it shares with the reply."""

    def __init__(self, registry: Registry, file: RequestFile, lang: Language) -> None:
        self.registry, self.file, self.lang = registry, file, lang
        self.letter = Writer(registry, file, lang)
        self.say = self.letter.say
        self.common = common_to_all(file)
        self.supplied = words_by_row(file)
        self.crs = grid_name(registry.settings.metric_epsg, lang)

    def document(self, *, maps: bool) -> bytes:
        """Return the note as .docx; ``maps``: with a small one beside each row that is not plain."""
        values = self.values()
        for shown in values["exceptions"]:
            png = self.map_of(self.file.rows[shown["row"] - 1]) if maps else b""
            shown["map"] = Picture(png, MAP_MM) if png else ""
        return fill(template(self.registry.settings.home / "templates", "note", self.lang), values)

    def values(self) -> dict[str, Any]:
        """Return what a template of the note may say; a row's ``map`` is left for the caller to put in."""
        file, lang = self.file, self.lang
        request, appraisal = file.request, file.appraisal
        rows = [self.row(row) for row in file.rows]
        asked = sorted((row for row in file.rows if rows[row.index]["parts"]), key=urgency)
        plain = sum(row["plain"] for row in rows)
        draft = bool(file.undecided) and not request.issued_on
        marks = [*([DRAFT] if draft else []), *([DEMO] if self.letter.demo else [])]
        return {
            "letterhead": self.letter.head,
            "number": request.number,
            "dated": dated(request.issued_on, lang),
            "marks": " · ".join(self.say(mark) for mark in marks),
            "received": self.letter.received(),
            "recipient": self.letter.recipient,
            "officer": request.officer,
            "as_of": "" if appraisal is None else f"{appraisal.as_of:%d/%m/%Y}",
            "law_digest": "" if appraisal is None else appraisal.law.digest,
            "documents": self.letter.documents(),
            "total": len(rows),
            "kinds": kind_counts(file.rows, lang),
            "differing": differing(file.rows, [row["label"] for row in rows], lang),
            "set_aside": set_aside(file, lang),
            "lacking": lacking(file, lang),
            "bodies": shortened(answers_of(file.consultations, request.list_version, lang), lang),
            "papers": "; ".join(missing_papers(file, lang)),
            "rows": rows,
            "crs": self.crs,
            "exceptions": [rows[row.index] for row in asked],
            "plain": plain,
            "common_only": len(rows) - plain - len(asked),
            "classed_m": f"{SHIFT_M:.0f}" if any(self.classed(row) for row in asked) else "",
            "annex": {"of": request.number, "crs": self.crs, "rows": rows} if rows else None,
        }

    def row(self, row: FileRow) -> dict[str, Any]:
        """Return what the note says of a row; ``findings``, ``notes`` in full for an office's template."""
        proposal, decided, lang = row.proposal, row.decision, self.lang
        plain = is_plain(row)
        supplied = [item.answer for item in self.supplied.get(row.index, ())]
        parts = [] if plain else parts_of(row, lang, self.common, supplied)
        code = proposal.site_code or "–"
        return {
            "row": row.index + 1,
            "code": code,
            "label": f"{row.index + 1} ({code})" if proposal.site_code else str(row.index + 1),
            "where": where(proposal.address, commune_told(self.file, row, lang)) or "–",
            "position": dms(proposal, lang),
            "wgs84": dms(proposal, lang),
            "vn2000": metres(proposal, self.registry.settings.metric_epsg, lang),
            "mast": mast(proposal, lang),
            "kind": self.say(ROW_KINDS[proposal.kind]),
            "chosen": chosen_of(row),
            "decision": self.say(NOT_DECIDED if decided is None else DECISIONS[decided.decision]),
            "decision_reason": decided.reason if decided else "",
            "verdict": self.say(VERDICTS[row.verdict]),
            "deciding": deciding(row, lang),
            "plain": plain,
            "parts": [{"label": part.label, "texts": part.texts} for part in parts],
            "map": "",
            "findings": [
                {
                    "rule": finding.rule,
                    "outcome": self.say(OUTCOMES[finding.outcome]),
                    "sentence": sentence(finding, lang),
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
                *(answer_of(item, lang) for item in row.consultations if item.outcome),
            ],
        }

    def classed(self, row: FileRow) -> bool:
        """Whether the letter tells the class of a distance, shifted, where the note tells its metres."""
        near = (item for item in row.findings if item.rule.startswith("SPC") and item.outcome is Outcome.FAIL)
        return any(item.measured is not None and is_hidden(item, self.letter.viewer) for item in near)

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
            settings=self.registry.settings,
            frozen=self.letter.frozen,
            small=True,
        )

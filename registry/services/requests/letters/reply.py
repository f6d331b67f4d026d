"""The reply letter (công văn trả lời) of a request, as .docx.

It follows from the rows' decisions; a row that is not decided goes by its recommendation, and the letter is
marked as a draft. It goes to the carrier, so its findings are in the masked form.
"""

from collections.abc import Callable, Mapping
from typing import Any

from registry.documents.filling import Picture, fill
from registry.documents.templates import template
from registry.messages import Language, Words, say
from registry.model.findings import Finding, Outcome
from registry.model.requests.desk import RowDecision
from registry.model.requests.proposals import ProposalKind
from registry.provinces import spoken_of
from registry.services.appraise.free_text import hidden_related, shareable, shared_findings
from registry.services.office.letters.citations import by_rank, in_full
from registry.services.office.letters.legal_names import addressed
from registry.services.office.letters.letter_copies import copies
from registry.services.office.letters.letterhead import DEMO, DRAFT, PREFIX, dated, letterhead
from registry.services.office.own_law import citable_documents
from registry.services.office.registry import Registry
from registry.services.requests.conditions.proposals import in_language, proposed_texts
from registry.services.requests.decisions import FOLLOWS
from registry.services.requests.frozen_evidence import frozen_of
from registry.services.requests.letters import reply_words as words
from registry.services.requests.letters.annex_maps import grid_name, row_map
from registry.services.requests.letters.edited_texts import edited_texts
from registry.services.requests.letters.places import commune_told, communes_told, dms, metres
from registry.services.requests.letters.reply_annexes import annexes, index_rows, numbered, pairs
from registry.services.requests.letters.reply_body import body, grounds, opening
from registry.services.requests.letters.reply_rows import (
    amended_as,
    as_asked,
    beside,
    bound_by,
    host_owner,
    host_told,
    lacking,
    objections,
    reasons,
    remedies,
    repeats,
    with_moved,
)
from registry.services.requests.letters.reply_words import part_of
from registry.services.requests.letters.sentences import bound, ranges, where
from registry.services.requests.letters.vocabulary import DECISIONS, KINDS, VERDICTS
from registry.services.requests.matter_answers import answers_by_key
from registry.services.requests.opened import FileRow, RequestFile, load_request
from registry.store.office.operators import is_demo, load_operators, load_owners, load_settings
from registry.store.requests.requests import get_request

_NUMBERED = ("agreed", "refused", "supplement", "next_stages")
MOST_MAPPED = 30
"""Up to so many rows the letter has maps unless it is asked for without; above only where asked for."""
MAP_MM = 120
_OFFICE_GAP = "MATTER-GAP"  # answered on the sheet, what the office lacks is the investor's to prove
_DRAWN = (Outcome.PASS, Outcome.FAIL, Outcome.CONSENT)  # what the office itself cannot tell is not drawn


Progress = Callable[[int, int], None]
"""Told after each map how many of how many are drawn."""


def reply_letter(
    registry: Registry,
    request: str,
    lang: Language = "vi",
    *,
    maps: bool | None = None,
    progress: Progress | None = None,
) -> bytes:
    """Return the reply letter of a request (id or number) as .docx.

    ``maps``: with the annex of maps, two on a page; None: up to ``MOST_MAPPED`` rows.
    """
    writer = Writer(registry, load_request(registry, request), lang)
    return writer.document(maps=maps, progress=progress)


class Writer:
    """Writes the letter to the carrier of one request in one language."""

    def __init__(self, registry: Registry, file: RequestFile, lang: Language) -> None:
        self.registry, self.file, self.lang = registry, file, lang
        with registry.database.read() as connection:
            settings = load_settings(connection)
            self.demo = is_demo(connection)
            owners = load_owners(connection).values()
            operators = {item.code for item in load_operators(connection)}
            names = addressed(connection)
        self.frozen = frozen_of(registry, file.attachments)
        self.settings = settings
        if self.frozen is not None and self.frozen.names:  # who signed it to whom changes no more
            names = dict(self.frozen.names)
            other = {key: value for key, value in settings.items() if not key.startswith(PREFIX)}
            self.settings = other | dict(self.frozen.head)
        organisation = file.request.organisation
        owner = next((o for o in owners if organisation in (o["id"], o["name"])), None)
        self.viewer = organisation if organisation in operators else str(owner["operator"]) if owner else ""
        self.names = names
        self.recipient = names.get(str(owner["id"]) if owner else organisation, organisation)
        self.head = letterhead(self.settings, lang, registry.settings.province)
        self.investor_proves = any(key.startswith(_OFFICE_GAP) for key in answers_by_key(file.notes))
        self.base: dict[str, str] = {}
        self.edited: Mapping[str, str] = edited_texts(file, "reply", self.viewer, lang)

    def say(self, words: Words) -> str:
        """Return words in the language of the document."""
        return say(words, self.lang)

    def sentence(self, key: str, text: str) -> str:
        """Return a sentence of the body, the edited one where somebody edited it; all go through here.

        ``key`` is the same for the same sentence of the same request ("agreed", "months", "ground-…").
        """
        self.base[key] = spoken_of(text, self.registry.settings.province)
        return self.edited.get(key, self.base[key])

    def document(self, *, maps: bool | None = None, progress: Progress | None = None) -> bytes:
        """Return the letter as .docx; ``maps`` None: with maps up to ``MOST_MAPPED`` rows."""
        drawn = len(self.file.rows) <= MOST_MAPPED if maps is None else maps
        values = self.values(maps=drawn)
        titled = []
        for row, shown in zip(self.file.rows, values["rows"], strict=True):
            png = self.map_of(row) if drawn else b""
            shown["map"] = Picture(png, MAP_MM) if png else ""
            if png:
                titled.append((self.say(words.MAP_OF).format(label=shown["label"]), shown["map"]))
            if progress is not None:
                progress(row.index + 1, len(self.file.rows))
        values["map_pairs"] = pairs(titled)
        path = template(self.registry.settings.home / "templates", "reply", self.lang)
        return fill(path, values)

    def values(self, *, maps: bool = False) -> dict[str, Any]:
        """Return what a template of the letter may say; ``maps``: an annex of maps is counted among them.

        A row's ``map`` and the ``map_pairs`` are left for the caller to put in (``map_of``).
        """
        rows = [self.row(row) for row in self.file.rows]
        request, appraisal = self.file.request, self.file.appraisal
        drawn = maps and any(row.proposal.position.known for row in self.file.rows)
        annexed = annexes(rows, self.lang, maps=drawn)
        by_decision: dict[str, list[Any]] = {
            "agreed": [row for row in rows if row["chosen"].agrees],
            "refused": [row for row in rows if row["chosen"] is RowDecision.REFUSE],
            "supplement": [row for row in rows if row["chosen"] is RowDecision.SUPPLEMENT],
        }
        parts = body(self, rows, annexed)
        opened = self.sentence("opening", opening(self, len(rows)))
        next_stages = [
            part["text"].strip(" -;.") for part in parts if part["key"].startswith(("next-", "months"))
        ]
        grounded = grounds(self, rows, [opened, *(part["text"] for part in parts)])
        conditioned = [row["row"] for row in rows if row["chosen"] is RowDecision.AGREE_WITH_CONDITIONS]
        used = [name for name in _NUMBERED if (by_decision | {"next_stages": next_stages})[name]]
        draft = bool(self.file.undecided) and not request.issued_on
        marks = [*([DRAFT] if draft else []), *([DEMO] if self.demo else [])]
        crs = grid_name(self.registry.settings.metric_epsg, self.lang)
        office = self.head["office_name"]
        of = self.say(words.ANNEX_OF).format(
            number=request.issued_number or f"…{self.head['symbol']}",
            day=dated(request.issued_on, self.lang),
            office=office,
        )
        return {
            **by_decision,
            "next_stages": next_stages,
            "numbers": {name: used.index(name) + 1 if name in used else 0 for name in _NUMBERED},
            "letterhead": self.head,
            "number": self._number(),
            "dated": dated(request.issued_on, self.lang),
            "marks": " · ".join(self.say(mark) for mark in marks),
            "subject": self.say(KINDS[request.kind]),
            "recipient": self.recipient,
            "received": self.received(),
            "opening": opened,
            "grounds": grounded,
            "body": parts,
            "closing": self.sentence(
                "closing", self.say(words.CLOSING).format(office=office, recipient=self.recipient)
            ),
            "documents": self.documents(),
            "total": len(rows),
            "rows": rows,
            "conditioned": ranges(conditioned) if 0 < len(conditioned) < len(by_decision["agreed"]) else "",
            "conditional": bound(rows, "conditions"),
            "to_check": [],
            "remarks": [],
            "copies": self._copies(),
            "officer": request.officer,
            "as_of": "" if appraisal is None else f"{appraisal.as_of:%d/%m/%Y}",
            "law_digest": "" if appraisal is None else appraisal.law.digest,
            "crs": crs,
            "annexes": annexed,
            "annex_of": of,
            "index": index_rows(annexed, self.lang),
            "index_title": self.say(words.INDEX_TITLE),
            "maps_number": numbered(len(annexed) + 1, self.lang)[-1] if drawn else "",
            "maps_title": self.say(words.MAPS_TITLE),
            "map_pairs": [],
            "annex": {"of": self._annex_of(), "crs": crs, "rows": rows} if rows else None,
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
        reason = self._own(row, decided.reason.strip(" .;")) if decided else ""
        code = proposal.site_code or "–"
        refused, lacks = chosen is RowDecision.REFUSE, chosen is RowDecision.SUPPLEMENT
        said = decided.reason if decided else ""
        wanted = lacking(findings, self.lang, said, position=proposal.position) if lacks else ""
        why = reasons(findings, self.lang) if refused else []
        own = "" if refused and repeats(reason, row.consultations) else reason
        if refused:
            objected = objections(row.consultations, (own, *why), self.lang)
            why += [self._own(row, text) for text in objected]
        owner = host_owner(proposal, row.findings, self.names) if proposal.kind is ProposalKind.SHARE else ""
        judged = self.file.appraisal
        stands = with_moved(proposal, None if judged is None else judged.context)
        other = self.names.get(row.other, row.other)
        whose = self.say(words.OF_OTHER).format(operator=other) if other else ""
        place = dms(proposal, self.lang)
        plane = metres(proposal, self.registry.settings.metric_epsg, self.lang)
        return {
            "row": row.index + 1,
            "code": code,
            "label": f"{row.index + 1} ({code})" if proposal.site_code else str(row.index + 1),
            "where": where(proposal.address, commune_told(self.file, row, self.lang)) or "–",
            "position": place,
            "wgs84": place,
            "vn2000": plane,
            "plane": plane.replace("; ", "\n").replace("X ", "X\u00a0").replace("Y ", "Y\u00a0"),
            "mast": as_asked(proposal, self.lang),
            "asked": "; ".join(
                filter(None, (as_asked(proposal, self.lang), amended_as(row, self.lang), whose))
            ),
            "other": other,
            "amended": amended_as(row, self.lang),
            "kind": self.say(words.ASKED[proposal.kind]),
            "part": part_of(proposal.kind, chosen),
            "owner": owner,
            "beside": beside(stands, owner, self.lang, host_told(row, self.file.request.issued_on)),
            "chosen": chosen,
            "decision": self.say(DECISIONS[chosen]),
            "decision_reason": reason,
            "verdict": self.say(VERDICTS[row.verdict]),
            "conditions": self._conditions(row, chosen),
            "to_check": [],
            "reasons": "; ".join(filter(None, (own, *why, wanted))) if refused or lacks else "",
            "remedy": "; ".join(remedies(findings, self.lang)) if refused else "",
            "supplement": "; ".join(filter(None, (reason, wanted))) or self.say(words.NOTHING_KNOWN),
            "todo": "",
        }

    def _conditions(self, row: FileRow, chosen: RowDecision) -> list[str]:
        """Return what an agreement is bound to: as decided, else as the findings propose."""
        if chosen is not RowDecision.AGREE_WITH_CONDITIONS:
            return []
        decided = row.decision
        if decided is None:
            return bound_by(proposed_texts(row.findings, self.lang), self.lang)
        written = decided.conditions or (decided.reason,)
        said = bound_by(
            (self._own(row, in_language(text, row.findings, self.lang)) for text in written), self.lang
        )
        return list(dict.fromkeys(said))

    def documents(self) -> str:
        """Return in full the documents that the findings rest on, by rank."""
        found = {
            finding.source
            for row in self.file.rows
            for finding in row.findings
            if finding.outcome is not Outcome.NA
        }
        known = citable_documents(self.registry)
        said = "; ".join(in_full(name, self.lang, known) for name in by_rank(found, known))
        return said or self.say(Words("quy định hiện hành", "the rules in force"))

    def _annex_of(self) -> str:
        """Return to which letter an annex belongs, else to which request."""
        request = self.file.request
        if not request.issued_number:
            return request.number
        place = "Số" if self.lang == "vi" else "No."
        return f"{place} {request.issued_number}, {dated(request.issued_on, self.lang)}"

    def _number(self) -> str:
        request = self.file.request
        return request.issued_number or f"       {self.head['symbol']}"

    def received(self) -> str:
        """Return how the request came in: the day, by which letter, about what."""
        request = self.file.request
        kind, day = self.say(KINDS[request.kind]), f"{request.received_on:%d/%m/%Y}"
        if request.amends:
            with self.registry.database.read() as connection:
                kind += f" {self.say(words.OF_REQUEST)} {get_request(connection, request.amends).number}"
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
        others = dict.fromkeys(row.other for row in self.file.rows if row.other)
        also = [self.names.get(code, code) for code in others]
        return copies(self.head, self.lang, communes=communes_told(self.file), also=also)

    def map_of(self, row: FileRow) -> bytes:
        """Return the drawn map of a row as PNG, b"" where its position is not known."""
        appraisal = self.file.appraisal
        if appraisal is None:
            return b""
        return row_map(
            appraisal.context,
            row.proposal,
            [item for item in self.findings(row) if item.outcome in _DRAWN],
            viewer=self.viewer,
            name=row.proposal.site_code or str(row.index + 1),
            stamp=DEMO if self.demo else None,
            lang=self.lang,
            settings=self.registry.settings,
            frozen=self.frozen,
        )

"""What the office itself lacks, on the sheet: each gap wants one word before a request is submitted.

Checked by hand with what was looked at, a gap is no gap any more: the rows count as answered by the officer,
and the sheet counts them. What stays is answered with a reason; the letter leaves it to the investor.
Either way it is kept and sealed with the request, and the leader reads how many rows it touched.
"""

from collections import Counter
from collections.abc import Iterator

from registry.appraisal import Gap
from registry.checks.registered import CHECKS
from registry.messages import Words
from registry.model.requests.desk import NoteKind
from registry.model.requests.matters import Matter, Weight
from registry.services.appraise.appraise_list import gap_json
from registry.services.requests.kept_notes import WHOLE_LIST
from registry.services.requests.opened import RequestFile

GAP, LOWERS, CHECKED = "MATTER-GAP", "MATTER-GAP-LOWERS", "MATTER-GAP-CHECKED"


def gap_matters(file: RequestFile) -> Iterator[Matter]:
    """Yield the gaps of the office that the rows meet, and those that were checked by hand for the list."""
    if file.appraisal is not None:
        for gap in file.appraisal.gaps:
            if gap.of_office:
                yield _matter(file, gap)
    yield from _checked(file)


def _matter(file: RequestFile, gap: Gap) -> Matter:
    assert file.appraisal is not None
    context = file.appraisal.context
    said = Words(*(str(gap_json(gap, context, lang)["message"]) for lang in ("vi", "en")))
    params = {"gap": said, "rows": gap.rows, "lowered": gap.lowered}
    return Matter(LOWERS if gap.lowered else GAP, gap.missing, params=params)


def _checked(file: RequestFile) -> Iterator[Matter]:
    """Yield what the officer checked by hand for the whole list, with the rows that it answers."""
    titles = {check.code: Words(check.title_vi, check.title_en) for check in CHECKS}
    notes = [
        note
        for note in file.notes
        if note.kind == NoteKind.MANUAL_CHECK and note.row == WHOLE_LIST and not note.withdrawn
    ]
    by_note = Counter(
        row.own[finding.rule].id
        for row in file.rows
        for finding in row.findings
        if finding.code == "DESK-MANUAL-CHECK" and finding.rule in row.own
    )
    for note in notes:
        if by_note[note.id]:
            params = {
                "rule": note.rule,
                "title": titles.get(note.rule, Words("", "")),
                "rows": by_note[note.id],
                "text": note.text or note.evidence,
            }
            yield Matter(CHECKED, note.id, Weight.SAYS, params=params)

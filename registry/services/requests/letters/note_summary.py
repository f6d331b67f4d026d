"""The first page of the appraisal note: counts by kind, what differs, what was set aside, who answered."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from registry.appraisal import Gap, common_gaps
from registry.checks.registered import CHECKS
from registry.messages import Language, Words, render, say
from registry.model.findings import Verdict
from registry.model.requests.proposals import ProposalKind
from registry.services.requests.decisions import FOLLOWS
from registry.services.requests.dossiers import dossier_of
from registry.services.requests.letters.note_rows import chosen_of, few_words
from registry.services.requests.letters.vocabulary import DECISIONS, VERDICTS
from registry.services.requests.opened import FileRow, RequestFile

MOST_LINES = 6
"""Of one part of the page; the rest is counted, and each such row has a part of its own further on."""
ROW_KINDS: dict[ProposalKind, Words] = {
    ProposalKind.NEW: Words("Xây mới", "New mast"),
    ProposalKind.SHARE: Words("Dùng chung", "Shared mast"),
    ProposalKind.REPLACE: Words("Thay thế", "Replacement"),
    ProposalKind.RELOCATE: Words("Di dời", "Relocation"),
    ProposalKind.UPGRADE: Words("Nâng cấp", "Upgrade"),
    ProposalKind.UNKNOWN: Words("Chưa rõ", "Not known"),
}
_TOTAL = Words("Cộng", "Total")
_DIFFERS = Words(
    "Vị trí {label}: kiến nghị {verdict}, ý kiến {decision}. Lý do: {reason}",
    "Position {label}: recommended {verdict}, decided {decision}. Reason: {reason}",
)
_MORE = Words("và {n} nội dung khác", "and {n} more")
_ROWS = Words("{text} ({n} vị trí)", "{text} ({n} positions)")
_LOWERED = Words(
    "{text} ({n} vị trí, trong đó {lowered} vị trí chưa kết luận được)",
    "{text} ({n} positions, {lowered} of which cannot be concluded)",
)
_UNDECIDED = "undecided"


def kind_counts(rows: Sequence[FileRow], lang: Language) -> list[dict[str, Any]]:
    """Return a line for each kind of row with its verdicts and decisions counted, and the total."""
    kinds = [kind for kind in ProposalKind if any(row.proposal.kind is kind for row in rows)]
    lines = [
        _counted(say(ROW_KINDS[kind], lang), [r for r in rows if r.proposal.kind is kind]) for kind in kinds
    ]
    return [*lines, *([_counted(say(_TOTAL, lang), rows)] if len(lines) > 1 else [])]


def _counted(name: str, rows: Sequence[FileRow]) -> dict[str, Any]:
    verdicts = Counter(row.verdict.value for row in rows)
    chosen = Counter(row.decision.decision.value if row.decision else _UNDECIDED for row in rows)
    return {
        "kind": name,
        "total": len(rows),
        **{verdict.value: verdicts[verdict.value] or "–" for verdict in Verdict},
        **{f"chosen_{name}": chosen[name] or "–" for name in (*DECISIONS, _UNDECIDED)},
    }


def differing(rows: Sequence[FileRow], labels: Sequence[str], lang: Language) -> list[str]:
    """Return the rows whose decision is not what the recommendation leads to, each with its reason."""
    return shortened(
        [
            say(_DIFFERS, lang).format(
                label=label,
                verdict=say(VERDICTS[row.verdict], lang).lower(),
                decision=say(DECISIONS[row.decision.decision], lang).lower(),
                reason=few_words(row.decision.reason, 140) or "–",
            )
            for row, label in zip(rows, labels, strict=True)
            if row.decision is not None and chosen_of(row) is not FOLLOWS[row.verdict]
        ],
        lang,
    )


def set_aside(file: RequestFile, lang: Language) -> list[str]:
    """Return what the office itself lacks, once for the list, with how many rows it touches."""
    return _gaps(file, lang, of_office=True)


def lacking(file: RequestFile, lang: Language) -> list[str]:
    """Return what every row of the list leaves out that a rule asks for."""
    return _gaps(file, lang, of_office=False)


def common_to_all(file: RequestFile) -> frozenset[str]:
    """Return what the whole list leaves out, as findings name it: said once, not of each row."""
    gaps = common_gaps([row.findings for row in file.rows])
    return frozenset(gap.missing for gap in gaps if not gap.of_office)


def _gaps(file: RequestFile, lang: Language, *, of_office: bool) -> list[str]:
    if file.appraisal is None:
        return []
    names = {item.code: item.name for item in file.appraisal.context.operators}
    found = [gap for gap in common_gaps([row.findings for row in file.rows]) if gap.of_office is of_office]
    return shortened([_gap(gap, names, lang) for gap in found], lang)


def _gap(gap: Gap, names: dict[str, str], lang: Language) -> str:
    titles = {check.code: check.title_en if lang == "en" else check.title_vi for check in CHECKS}
    asked = "; ".join(dict.fromkeys(f"“{titles.get(rule, rule)}”" for rule in gap.rules))
    said = render(f"GAP-{gap.kind}", {"what": names.get(gap.name, gap.name), "rules": asked}, lang)
    words = _LOWERED if gap.lowered else _ROWS
    return say(words, lang).format(text=said.rstrip("."), n=gap.rows, lowered=gap.lowered)


def missing_papers(file: RequestFile, lang: Language) -> list[str]:
    """Return the papers of the dossier that were not handed in."""
    behalf = any(row.other for row in file.rows)
    lines = dossier_of(
        file.request.kind, file.attachments, behalf=behalf, own=file.own_papers,
        rows=[row.proposal for row in file.rows],
    )  # fmt: skip
    return [say(line.item.name, lang) for line in lines if not line.there]


def shortened(lines: list[str], lang: Language) -> list[str]:
    """Return ``MOST_LINES`` lines and how many more there are."""
    left = len(lines) - MOST_LINES
    return lines if left <= 0 else [*lines[:MOST_LINES], say(_MORE, lang).format(n=left)]

"""What a draft would have changed of past requests: a job, and row by row both answers."""

from typing import Any

from flask import redirect, render_template, request, url_for

from registry.checks.registered import CHECKS
from registry.errors import RefusalError
from registry.model.regulations import Regulation
from registry.regulations.faults import faults_of
from registry.regulations.written import digest
from registry.services.appraise.finding_texts import sentence
from registry.services.office.calendar import today
from registry.services.regulations import replay_job
from registry.services.regulations.replay import Replay, RowChange
from web.frame import parameters, refusals
from web.frame.guard import current_person, guarded
from web.frame.jobs import shown as job_shown
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import operator_names
from web.frame.wording.words import OUTCOMES, VERDICTS
from web.map.rule_signs import SIGNS
from web.regulations.frame import (
    READERS,
    WRITERS,
    blueprint,
    found_regulation,
    may_write,
    stages,
)

SHOWN = 50
"""Rows on one page of what would have changed."""


@blueprint.get("/own/<identity>/replay")
@guarded(*READERS)
def replayed(identity: str) -> str:
    """Show what the draft would have changed; ``rule`` or ``verdict`` only what changes of it."""
    parameters.known_only(request.args, ("rule", "verdict", "page"))
    return _page(found_regulation(identity))


@blueprint.post("/own/<identity>/replay")
@guarded(*WRITERS)
def start_replay(identity: str) -> Any:
    """Have past requests judged by the law with the draft, each on its own day or all as of today."""
    found = found_regulation(identity)
    day = today() if request.form.get("on") == "today" else None
    try:
        replay_job.start_replay(registry(), identity, person=current_person(), day=day)
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _page(found, why))
    return redirect(url_for("regulations.replayed", identity=identity), 303)


def _page(found: Regulation, refusal: RefusalError | None = None) -> str:
    lang = language()
    kept: Replay | None = replay_job.kept_replay(registry(), found)
    rule, verdict = request.args.get("rule", ""), request.args.get("verdict", "")
    rows = [] if kept is None else [one for one in kept.changes if _asked(one, rule, verdict)]
    pages = max(1, -(-len(rows) // SHOWN))
    page = min(max(parameters.whole(request.args, "page") or 1, 1), pages)
    titles = {check.code: check.title_en if lang == "en" else check.title_vi for check in CHECKS}
    return render_template(
        "regulations/replay.html",
        found=found,
        stages=stages(found),
        faults=len(faults_of(found.content)),
        replay=kept,
        current=kept is not None and kept.digest == digest(found.content),
        job=job_shown(replay_job.replay_under_way(registry(), found.id)),
        rows=rows[(page - 1) * SHOWN : page * SHOWN],
        count=len(rows),
        page=page,
        pages=pages,
        rule=rule,
        verdict=verdict,
        titles=titles,
        names=operator_names(),
        sentence=lambda finding: sentence(finding, lang),
        outcomes=OUTCOMES,
        verdicts=VERDICTS,
        signs=SIGNS,
        editable=may_write() and found.is_draft,
        refusal=refusals.said(refusal),
    )


def _asked(one: RowChange, rule: str, verdict: str) -> bool:
    """Whether a row is among those that the page is asked for."""
    turned = {item.code for item in one.codes if item.before.outcome is not item.after.outcome}
    if rule and rule not in turned:
        return False
    return not verdict or (one.verdict_changes and f"{one.before}-{one.after}" == verdict)

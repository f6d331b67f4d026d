"""What the compliance run found of standing masts and stations, by province: of one question, or of all."""

from functools import partial
from typing import Any

from flask import request
from flask_babel import gettext as _

from registry.errors import RefusalError
from registry.services.country.runs import OUTCOMES, RunKind, chosen
from web.country import cells
from web.country.frame import VIEWERS, blueprint, held, no_run, over_a_lake, page, runs
from web.country.province_lines import sums_of
from web.country.run_notes import notes_of
from web.frame import parameters
from web.frame.guard import guarded
from web.frame.languages import language
from web.frame.listing import NAMES, Column, listing, wants_book
from web.frame.wording import words

_MARKS = {"fail": "fail", "review": "review", "consent": "review"}


@blueprint.get("/compliance")
@guarded(*VIEWERS)
@over_a_lake
def compliance() -> Any:
    """Show the answers by outcome for each province; ``question`` is one of the run's, ``run`` its name."""
    parameters.known_only(request.args, ("day", "run", "question", *NAMES))
    country, every = held(), runs()
    run = chosen(every.of(RunKind.COMPLIANCE), request.args.get("run", ""))
    if run is None:
        return page("country/no_run.html", country, title=_title(), kind="compliance", **no_run(every))
    question = request.args.get("question", "")
    if question and question not in words.QUESTIONS:
        raise RefusalError("WEB-NOT-FOUND")
    rows = [
        (item.name(language()), run.number(item.code, "masts"), sums_of(run, item.code, question))
        for item in country.provinces
    ]
    found = listing(
        [row for row in rows if row[2] is not None],
        [
            Column("name", _("Tỉnh, thành phố"), lambda row: row[0]),
            Column("masts", _("Cột đã rà soát"), lambda row: row[1], number=True),
            *(
                Column(outcome, words.OUTCOMES[outcome][0], partial(_answers, outcome), number=True)
                for outcome in OUTCOMES
            ),
        ],
        kept=("day", "run", "question"),
        per_page=100,
    )
    if wants_book():
        return found.book(_title())
    return page(
        "country/table.html",
        country,
        title=_title(),
        lead=_(
            "Mỗi cột, mỗi trạm được hỏi theo luật của ngày nó được xây dựng và quy định của chính tỉnh ấy. "
            "Con số là số câu trả lời."
        ),
        chooser=[("", _("Tất cả"))] + [(code, str(word)) for code, word in words.QUESTIONS.items()],
        chosen=question,
        chooser_name="question",
        run=run,
        listed=found,
        hint=_("Tên tỉnh"),
        lines=[
            [
                cells.words(name),
                cells.counted(masts),
                *(cells.counted((sums or {}).get(one), mark=_MARKS.get(one, "")) for one in OUTCOMES),
            ]
            for name, masts, sums in found.items
        ],
        notes=notes_of(run, country, every),
    )


def _answers(outcome: str, row: tuple[str, Any, dict[str, int]]) -> int:
    return row[2][outcome]


def _title() -> str:
    return str(_("Rà soát công trình đang có, theo tỉnh"))

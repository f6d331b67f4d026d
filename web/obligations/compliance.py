"""Standing works against the law of their day: a summary first, rows behind every number, letters at once."""

from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from registry.checks.permit_table import PermitAnswer, later_answers
from registry.errors import RefusalError
from registry.model.alphabet import in_alphabet
from registry.model.duties import DutyLetter
from registry.model.people import INSIDE
from registry.model.standing import Fact, Question
from registry.services.obligations.compliance import GROUP_OF, VIOLATION, ComplianceRun, compliance_run
from registry.services.obligations.compliance_letters import draft_compliance_letters, waiting_letters
from registry.services.obligations.compliance_lists import (
    SORTS,
    ComplianceRow,
    RowFilter,
    Selection,
    commune_names,
    select,
)
from registry.services.obligations.compliance_mast import mast_facts_of
from registry.services.obligations.compliance_penalties import penalties_of
from registry.services.obligations.compliance_summary import basis, missing_words, sentence, summarise
from registry.services.obligations.followed_letters import letters_of
from registry.services.office.calendar import today
from registry.services.office.table_book import table_book
from registry.services.register.mast_papers import facts_stated, state_facts
from web.frame import guard, parameters, refusals
from web.frame.downloads import download
from web.frame.guard import current_person, guarded
from web.frame.languages import language
from web.frame.office import registry
from web.frame.people import OFFICERS, organisation_names, who
from web.frame.wording.filters import cited
from web.frame.wording.words import OUTCOMES, QUESTIONS
from web.obligations import words

blueprint = Blueprint("compliance", __name__, url_prefix="/compliance")

READ = tuple(sorted(INSIDE))
A_PAGE = 50
MOST_AT_ONCE = 5_000  # masts for which one fact is stated in one go
_FILTERS = ("question", "group", "kind", "document", "operator", "commune", "missing", "q")


@blueprint.get("")
@guarded(*READ)
def summary() -> str:
    """Show the run in one look."""
    parameters.known_only(request.args, ("operator",))
    return _summary_page()


@blueprint.get("/rows")
@guarded(*READ)
def rows() -> str:
    """Show the rows behind a number, filtered and sorted, a page at a time."""
    parameters.known_only(request.args, (*_FILTERS, "sort", "down", "page"))
    return _rows_page()


@blueprint.get("/rows.xlsx")
@guarded(*READ)
def export() -> Response:
    """Send all rows that the filter chooses as a workbook."""
    parameters.known_only(request.args, (*_FILTERS, "sort", "down", "page"))
    run, lang = compliance_run(registry()), language()
    names = organisation_names()
    header = [
        _("Mã vị trí"), _("Doanh nghiệp"), _("Chủ sở hữu"), _("Xã, phường"), _("Loại cột"),
        _("Chiều cao (m)"), _("Trạng thái"), _("Ngày xây dựng"), _("Công nghệ"), _("Số GPXD"),
        _("Số GCN kiểm định"), _("Ngày hết hạn, kiểm định"), _("Khoảng cách (m)"), _("Câu hỏi"), _("Kết quả"),
        _("Nội dung"), _("Căn cứ"), _("Kiểm chứng"), _("Dữ liệu còn thiếu"), _("Kinh độ"), _("Vĩ độ"),
    ]  # fmt: skip
    found = [
        [
            row.code, names.get(row.operator, row.operator), row.owner, row.commune, row.mast_class,
            row.height_m, str(words.STATES_OF_MAST.get(row.state, row.state)), row.built_on, row.technology,
            row.permit, row.certificate, row.day, row.metres, str(QUESTIONS[row.question]),
            str(OUTCOMES[row.answer.outcome][0]), sentence(row.answer, lang), cited(basis(row.answer)),
            _("đã kiểm chứng") if row.answer.verified else _("chưa kiểm chứng"),
            "; ".join(missing_words(name, lang) for name in row.answer.missing), row.lon, row.lat,
        ]
        for row in _selection(run, request.args).rows()
    ]  # fmt: skip
    return download(
        table_book(registry(), _("Rà soát công trình"), header, found), f"ra-soat-{today():%Y%m%d}.xlsx"
    )


@blueprint.get("/masts/<structure>")
@guarded(*READ)
def mast(structure: str) -> str:
    """Show everything that is asked of one mast, by which law, and what was learnt of it."""
    return _mast_page(structure)


@blueprint.post("/masts/<structure>/facts")
@guarded(*OFFICERS)
def learn(structure: str) -> Any:
    """State facts of one mast, with the paper that shows them."""
    facts = {fact: request.form.get(fact.value, "") for fact in Fact if fact.value in request.form}
    state_facts(registry(), [structure], facts, evidence=request.form.get("evidence", ""), who=who())
    return redirect(url_for("compliance.mast", structure=structure), 303)


@blueprint.post("/facts")
@guarded(*OFFICERS)
def learn_many() -> Any:
    """State one fact of every mast that the filter of the rows chooses."""
    chosen = _selection(compliance_run(registry()), request.form)
    masts = list(dict.fromkeys(row.structure for row in chosen.rows()))
    try:
        fact = Fact(request.form.get("fact", ""))
    except ValueError as error:
        raise RefusalError("MAST-FACT", value=request.form.get("fact", "")[:40]) from error
    if len(masts) > MOST_AT_ONCE:
        raise RefusalError("MAST-FACT-MANY", count=len(masts), most=MOST_AT_ONCE)
    value, evidence = request.form.get("value", ""), request.form.get("evidence", "")
    state_facts(registry(), masts, {fact: value}, evidence=evidence, who=who())
    kept: dict[str, Any] = {name: request.form.get(name) or None for name in _FILTERS}
    return redirect(url_for("compliance.rows", **kept), 303)


@blueprint.post("/letters")
@guarded(*OFFICERS)
def letters() -> Any:
    """Draft a letter for every carrier that none waits with, each with its workbook, and go to the drafts."""
    only = request.form.getlist("operator")
    waiting = {} if only else waiting_letters(registry())
    made = draft_compliance_letters(registry(), who=who(), only=only)
    aim = url_for("duty_letters.listed", kind="compliance", made=len(made), waits=len(waiting) or None)
    return redirect(aim, 303)


@refusals.on_page(blueprint)
def refused(error: RefusalError) -> str:
    """Say a refusal where the deed was tried, with what was typed."""
    structure = (request.view_args or {}).get("structure", "")
    if structure:
        return _mast_page(structure, error)
    return _rows_page(error) if request.endpoint == "compliance.learn_many" else _summary_page(error)


def _summary_page(refusal: RefusalError | None = None) -> str:
    run, lang = compliance_run(registry()), language()
    operator = request.args.get("operator", "")
    found = summarise(run, operator=operator)
    names = commune_names(run)
    followed: dict[str, DutyLetter] = {}
    for letter in letters_of(registry()):
        if letter.kind == "compliance" and letter.state != "discarded":
            followed.setdefault(letter.organisation, letter)
    return render_template(
        "obligations/compliance/summary.html",
        refusal=refusals.said(refusal),
        run=run,
        found=found,
        operator=operator,
        masts=len(run.masts),
        stations=len(run.stations),
        sentence=lambda answer: sentence(answer, lang),
        basis=basis,
        missing=lambda name: missing_words(name, lang),
        groups=words.GROUPS,
        signs=words.SIGNS,
        questions=QUESTIONS,
        communes=[
            (item, names.get(item.commune, item.commune))
            for item in run.communes
            if item.outcome.value in ("fail", "unknown") and item.kind != "no_masts"
        ],
        communes_empty=sum(item.kind == "no_masts" for item in run.communes),
        communes_all=len(run.communes),
        robust=_robust_words(lang),
        letters=followed,
        waiting={
            name: letter
            for name, letter in waiting_letters(registry()).items()
            if not operator or name == operator
        },
        specialised=_specialised(operator),
        letter_states=words.LETTER_STATES,
        names=organisation_names(),
        may_write=current_person().is_one_of(*OFFICERS),
    )


def _specialised(operator: str) -> str:
    """Return where a specialised inspection (kiểm tra chuyên ngành) is made, "" for whoever may not."""
    allowed = "campaigns.new" in current_app.view_functions and guard.may_use(current_app, "campaigns.new")
    return url_for("campaigns.new", kind="specialised", organisation=operator) if allowed else ""


def _robust_words(lang: Any) -> Any:
    from registry.messages import render

    return lambda item: render(f"CMP-ROBUST-{item.kind}".upper().replace("_", "-"), {}, lang)


def _rows_page(refusal: RefusalError | None = None) -> str:
    asked: MultiDict[str, str] = request.form if request.method == "POST" else request.args
    run, lang = compliance_run(registry()), language()
    chosen = _selection(run, asked)
    pages = max(1, -(-len(chosen) // A_PAGE))
    page = min(max(parameters.whole(request.args, "page") or 1, 1), pages)
    return render_template(
        "obligations/compliance/rows.html",
        refusal=refusals.said(refusal),
        items=list(chosen.rows((page - 1) * A_PAGE, page * A_PAGE)),
        found=len(chosen),
        masts=chosen.masts,
        page=page,
        pages=pages,
        asked={name: asked.get(name, "") for name in _FILTERS},
        sort=asked.get("sort", "code"),
        down=bool(asked.get("down")),
        sorts=words.SORTS,
        questions=QUESTIONS,
        groups=words.GROUPS,
        outcomes=OUTCOMES,
        facts=words.FACTS,
        fact_values=words.FACT_VALUES,
        missing_names=_missing_names(run, lang),
        communes=sorted(commune_names(run).items(), key=lambda item: in_alphabet(item[1])),
        operators=sorted({str(name) for name in (*run.masts.operators, *run.stations.operators)}),
        sentence=lambda answer: sentence(answer, lang),
        basis=basis,
        names=organisation_names(),
        states=words.STATES_OF_MAST,
        may_write=current_person().is_one_of(*OFFICERS),
        form=request.form,
    )  # fmt: skip


def _missing_names(run: ComplianceRun, lang: Any) -> list[tuple[str, str]]:
    found = {name for judged in run.judged.values() for answer in judged.answers for name in answer.missing}
    return sorted(((name, missing_words(name, lang)) for name in found), key=lambda item: item[1])


def _mast_page(structure: str, refusal: RefusalError | None = None) -> str:
    run, lang = compliance_run(registry()), language()
    found = list(select(run, RowFilter(structure=structure), sort="outcome").rows())
    if not found:
        raise RefusalError("STRUCTURE-UNKNOWN")
    first = found[0]
    officer = current_person().is_one_of(*OFFICERS)
    later = []
    if first.built_on is not None:
        later = later_answers(
            first.built_on, mast_facts_of(run, structure), run.day, territory=registry().settings.province
        )
    return render_template(
        "obligations/compliance/mast.html",
        refusal=refusals.said(refusal),
        mast=first,
        items=found,
        sentence=lambda answer: sentence(answer, lang),
        basis=basis,
        missing=lambda name: missing_words(name, lang),
        questions=QUESTIONS,
        outcomes=OUTCOMES,
        later=[
            (day, words_of_need(need), need) for day, need in later if need.answer is not PermitAnswer.UNKNOWN
            or day == first.built_on
        ],
        facts=words.FACTS,
        fact_values=words.FACT_VALUES,
        stated={item.fact.value: item for item in facts_stated(registry(), structure)},
        penalties=_penalties(found, run) if officer else [],
        names=organisation_names(),
        states=words.STATES_OF_MAST,
        may_write=officer,
        form=request.form,
        lang=lang,
    )  # fmt: skip


def words_of_need(need: Any) -> str:
    """Return in a word what the law of a day asked for."""
    return str(
        {
            PermitAnswer.PERMIT: _("phải có giấy phép"),
            PermitAnswer.EXEMPT: _("miễn giấy phép"),
            PermitAnswer.NOTICE: _("miễn giấy phép, thông báo khởi công"),
            PermitAnswer.UNKNOWN: _("chưa đủ căn cứ"),
        }[need.answer]
    )


def _penalties(found: list[ComplianceRow], run: ComplianceRun) -> list[Any]:
    """Return what the answers might come to, each once, with the row that it is about."""
    seen: dict[tuple[str, str], tuple[ComplianceRow, Any]] = {}
    for row in found:
        if GROUP_OF[row.answer.outcome] == VIOLATION or row.answer.outcome.value == "review":
            for item in penalties_of(row, run.day):
                seen.setdefault((item.act, item.document), (row, item))
    return list(seen.values())


def _selection(run: ComplianceRun, asked: Any) -> Selection:
    question: Question | None = None
    if asked.get("question"):
        try:
            question = Question(asked["question"])
        except ValueError as error:
            raise RefusalError("REQUEST-VALUE", value=str(asked["question"])[:40]) from error
    sort = asked.get("sort", "code")
    wanted = RowFilter(
        question=question,
        group=asked.get("group", ""),
        kind=asked.get("kind", ""),
        document=asked.get("document", ""),
        operator=asked.get("operator", ""),
        commune=asked.get("commune", ""),
        missing=asked.get("missing", ""),
        text=asked.get("q", ""),
    )
    return select(run, wanted, sort=sort if sort in SORTS else "code", down=bool(asked.get("down")))

"""One exercise: its steps, its material, its check; begin, answer, lead, clear."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from registry.course import tries
from registry.course.exercises import GUIDES
from registry.errors import RefusalError
from registry.services.office.attachments import file_path
from web.frame import parameters, refusals
from web.frame.downloads import download
from web.frame.guard import guarded
from web.frame.guides import anchor
from web.frame.office import registry
from web.training.frame import LEARNERS, STATES, blueprint, filled, learner, lines_of, practises

QUESTION = "answer-"
"""How the name of a question's field begins."""


@blueprint.get("/<name>")
@guarded(*LEARNERS)
def show(name: str) -> str:
    """Show an exercise: before it is begun, at it with how its steps stand, or finished."""
    parameters.known_only(request.args, ())
    return _page(name)


@blueprint.post("/<name>")
@guarded(*LEARNERS)
def deed(name: str) -> Any:
    """Begin, check, answer, have the exercise's leader look, or clear."""
    try:
        _do(name, request.form.get("deed", ""), request.form.get("try", ""))
    except RefusalError as refusal:
        return refusals.refused(refusal, lambda why: _page(name, why))
    return redirect(url_for("training.show", name=name), 303)


@blueprint.get("/<name>/<file>")
@guarded(*LEARNERS)
def material(name: str, file: str) -> Response:
    """Send a file of the material that was made for the person."""
    parameters.known_only(request.args, ())
    item = tries.try_of(registry(), tries.exercise_for(name, learner()).code, learner())
    held = {one["name"]: one["sha256"] for one in item.files} if item is not None else {}
    if file not in held:
        raise RefusalError("COURSE-UNKNOWN", id=file[:40])
    return download(file_path(registry(), held[file], file).read_bytes(), file)


def _do(name: str, wanted: str, identity: str) -> None:
    person = learner()
    exercise = tries.exercise_for(name, person)
    if wanted == "begin":
        tries.begin(registry(), name, person=person)
        flash(_("Tư liệu của bài đã sẵn sàng, chỉ bạn dùng. Dải nhắc việc hiện trên mọi trang."))
    elif wanted == "clear":
        tries.clear(registry(), identity, person=person)
        flash(_("Đã dọn: hồ sơ bài tập đã rút hoặc đóng. Sổ học vẫn ghi lần làm này."))
    elif wanted == "lead":
        tries.lead(registry(), identity, person=person)
        flash(_("Lãnh đạo của bài tập đã xem. Bấm Kiểm tra để biết kết quả."))
    elif wanted == "check":
        typed = {one.code: request.form.get(f"{QUESTION}{one.code}", "") for one in exercise.questions}
        if typed:
            tries.answer(registry(), identity, typed, person=person)
        found = tries.check(registry(), identity, person=person)
        if found.next is None:
            flash(_("Xong bài: mọi bước đều đúng."))
    else:
        raise RefusalError("REQUEST-VALUE", value=wanted[:40])


def _page(name: str, refusal: RefusalError | None = None) -> str:
    person = learner()
    exercise = tries.exercise_for(name, person)
    item = tries.try_of(registry(), name, person) if practises() else None
    standing = None if item is None else tries.look(registry(), item, person)
    known = {} if item is None else item.material
    return render_template(
        "training/exercise.html",
        exercise=exercise,
        item=item,
        standing=standing,
        lines=lines_of(exercise, standing, told=item is not None and item.checks > 0),
        known=known,
        states=STATES,
        filled=filled,
        questions={one.step: one for one in exercise.questions},
        answers={} if item is None else item.answers,
        leads=item is not None and tries.has_leader(exercise),
        guide=exercise.guide if (GUIDES / f"{exercise.guide}.md").is_file() else "",
        anchor=anchor(exercise.section),
        practises=practises(),
        refusal=refusals.said(refusal),
    )

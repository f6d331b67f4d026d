"""What an operation is: its address, roles, scope and models; read, done and answered strictly.

From the same declaration come the view with its guard, and the description (``web.api.openapi``). A writing
operation needs an ``Idempotency-Key``: see ``registry.services.office.api_answers``.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from flask import Blueprint, Response, abort, make_response, request
from pydantic import BaseModel, ValidationError

from registry.errors import RefusalError
from registry.model.people import Person, Role
from registry.model.sign_in.tokens import Scope
from registry.services.office.api_answers import ApiAnswer, once
from web.frame.guard import current_person, guarded
from web.frame.office import present_number, registry
from web.frame.sign_in import tokens
from web.frame.wording.appraised_rows import Model

JSON = "application/json"
KEY = "Idempotency-Key"
AGAIN = "Idempotency-Replayed"

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a program asks: who it is, the parameters of the address, and the body (None: none is taken)."""

    person: Person
    query: Any = None
    body: Any = None


@dataclass(frozen=True, slots=True)
class Told:
    """An answer whose status is not the operation's first one, or that has headers of its own."""

    model: BaseModel
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. ``answers`` are the models by status, the usual one first; ``writes`` needs a key."""

    name: str
    method: str
    path: str
    summary: str
    text: str
    group: str
    roles: frozenset[Role]
    scope: Scope
    answers: Mapping[int, type[BaseModel]]
    query: type[Model] | None = None
    body: type[Model] | None = None
    writes: bool = False


OPERATIONS: dict[str, Operation] = {}
"""Every operation by its name, in the order in which they are described."""

Do = Callable[..., BaseModel | Told]


def operation(
    method: str,
    path: str,
    *roles: Role,
    scope: Scope,
    answers: Mapping[int, type[BaseModel]],
    group: str,
    query: type[Model] | None = None,
    body: type[Model] | None = None,
    writes: bool = False,
) -> Callable[[Do], Do]:
    """Declare an operation of the function below: its docstring is what is told of it.

    The function gets what is asked (``Asked``) and the parts of the path by name, and returns a model.
    """

    def declare(do: Do) -> Do:
        summary, _, text = (do.__doc__ or "").strip().partition("\n")
        made = Operation(
            do.__name__, method, path, summary, " ".join(text.split()), group, frozenset(roles), scope,
            dict(answers), query, body, writes,
        )  # fmt: skip
        OPERATIONS[made.name] = made

        def view(**parts: str) -> Response:
            return _answered(made, do, parts)

        view.__name__, view.__doc__ = do.__name__, do.__doc__
        marked = guarded(*roles, scope=scope)(view)
        blueprint.add_url_rule(path, made.name, marked, methods=[method])
        return do

    return declare


def _answered(made: Operation, do: Do, parts: Mapping[str, str]) -> Response:
    person = current_person()
    asked = Asked(person, _query(made), _body(made))

    def done() -> ApiAnswer:
        return _answer(made, do(asked, **parts))

    if not made.writes:
        return _response(done())
    token = tokens.present()
    asker = f"token {token.id}" if token else f"account {person.id}"
    content = b"\n".join((made.method.encode(), request.full_path.encode(), request.get_data()))
    return _response(once(registry(), asker, request.headers.get(KEY, ""), content, lambda: _kept(done)))


def _kept(done: Callable[[], ApiAnswer]) -> ApiAnswer:
    """Return what is answered, a refusal too: the same asked again is refused alike."""
    try:
        return done()
    except RefusalError as refusal:
        from web.frame import refusals

        made = make_response(refusals.refused(refusal))
        return ApiAnswer(made.status_code, made.get_data(as_text=True), str(made.mimetype))


def _query(made: Operation) -> Any:
    """Return the parameters of the address (``WEB-PARAMETER``, ``WEB-PARAMETER-UNKNOWN``)."""
    known = sorted(made.query.model_fields) if made.query else []
    for name in request.args:
        if name not in known:
            raise RefusalError("WEB-PARAMETER-UNKNOWN", name=name[:80], known=", ".join(known) or "–")
        if len(request.args.getlist(name)) > 1:
            raise unusable(name, ", ".join(request.args.getlist(name)), "một giá trị", "one value")
    if made.query is None:
        return None
    try:
        return made.query.model_validate_strings(request.args.to_dict())
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        wanted = _WANTED_VI.get(first["type"], "đúng như bản mô tả giao diện nêu")
        wanted = wanted.format(**first.get("ctx", {}))
        raise unusable(name, request.args.get(name, ""), wanted, first["msg"]) from error


_WANTED_VI = {
    "greater_than_equal": "một số từ {ge} trở lên",
    "less_than_equal": "một số không quá {le}",
    "int_parsing": "một số nguyên",
    "float_parsing": "một số, dấu chấm thập phân",
    "bool_parsing": "true hoặc false",
    "string_too_long": "không quá {max_length} ký tự",
    "enum": "một trong: {expected}",
    "literal_error": "một trong: {expected}",
}
"""What is wanted of a parameter, by the kind of the fault: the library that finds it speaks English alone."""


def unusable(name: str, value: str, vi: str, en: str) -> RefusalError:
    """Return the refusal of a parameter's value (``WEB-PARAMETER``), with what is wanted in both."""
    return RefusalError("WEB-PARAMETER", name=name, value=value[:80], wanted_vi=vi, wanted_en=en)


def known_entry(changed_since: int) -> int:
    """Return the number of the ledger's newest entry; refused where a program knows a later one.

    It does so after a backup was restored: what changed since would be nothing, and it would miss it all.
    """
    newest = present_number()
    if changed_since > newest:
        raise unusable(
            "changed_since", str(changed_since),
            f"một số không quá {newest}, mục mới nhất của sổ cái; đã giữ số lớn hơn thì đọc lại từ 0",
            f"a number up to {newest}, the ledger's newest entry; with a later one read again from 0",
        )  # fmt: skip
    return newest


def _body(made: Operation) -> Any:
    """Return the body (``API-JSON``, ``API-BODY``); 415 where it is said to be something else."""
    if made.body is None:
        return None
    if request.mimetype != JSON:
        abort(415)
    try:
        sent = orjson.loads(request.get_data())
    except orjson.JSONDecodeError as error:
        raise RefusalError("API-JSON") from error
    try:
        return made.body.model_validate_json(orjson.dumps(sent))
    except ValidationError as error:
        first = error.errors()[0]
        where = "/".join(str(part) for part in first["loc"]) or "/"
        raise RefusalError("API-BODY", where=where[:200], reason=first["msg"][:200]) from error


def _answer(made: Operation, told: BaseModel | Told) -> ApiAnswer:
    answer = told if isinstance(told, Told) else Told(told, next(iter(made.answers)))
    return ApiAnswer(answer.status, answer.model.model_dump_json(), JSON, dict(answer.headers))


def _response(answer: ApiAnswer) -> Response:
    response = Response(answer.body, answer.status, mimetype=answer.mimetype, headers=dict(answer.headers))
    if answer.again:
        response.headers[AGAIN] = "true"
    return response

"""The process that appraises rows: what it takes and gives (OGC API Processes), and its work.

It is the appraisal of lists: the same reader, rules, masks and budget of answers, asked in one question.
"""

import datetime as dt
import tempfile
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path
from typing import Annotated, Any, Literal

import orjson
from pydantic import BaseModel, Field, ValidationError, model_validator

from registry.columns import ListKind
from registry.errors import RefusalError
from registry.messages import Language, Words, say
from registry.model.people import Person
from registry.services.appraise.appraise_list import to_json
from registry.services.appraise.desk import desk_of
from registry.services.appraise.sent_rows import NAME as ROWS_NAME
from registry.services.appraise.sent_rows import Cell, spoken_for, write_rows
from registry.services.office.registry import Registry
from web.frame.office import context
from web.frame.wording.appraised_rows import ApiIssue, AppraisedProposal, Model

NAME, VERSION = "appraise-list", "1.0.0"
OUTPUT = "appraisal"
MOST_ROWS = 1000
WAIT_S = 20.0
"""How long rows are waited for; whoever has more of them asks by `/api/v1`, which answers later, too."""
_JSON = "application/json"
_QUALIFIED = {"value", "mediaType"}
_TITLE = Words("Thẩm định danh sách vị trí", "Appraise a list of positions")
_ABOUT = Words(
    "Mỗi dòng đề nghị nhận các kết luận kèm số đo, giới hạn và điều khoản. Không dòng nào vào sổ.",
    "Every proposed row gets its findings: what was measured, limit, article. Nothing enters the register.",
)


class Inputs(Model):
    """What is appraised: rows by the names of columns, as lists have them."""

    rows: Annotated[
        list[dict[str, Cell]],
        Field(min_length=1, max_length=MOST_ROWS, description="Proposed positions, by the names of columns."),
    ]
    operator: Annotated[str, Field(max_length=40, description="Carrier of rows that name none.")] = ""
    as_of: Annotated[dt.date | None, Field(description="By the law of this day; today where left out.")] = (
        None
    )

    @model_validator(mode="before")
    @classmethod
    def plain(cls, sent: Any) -> Any:
        """Take values that are given with what they are (``{"value": …}``); none is fetched."""
        if not isinstance(sent, dict):
            return sent
        found = {name: _plain(value) for name, value in sent.items()}
        rows = found.get("rows")
        return found | {"rows": [_plain(row) for row in rows]} if isinstance(rows, list) else found


class OutputForm(Model):
    """How an output is wanted: as JSON, in the answer."""

    media_type: Annotated[Literal["application/json"], Field(alias="mediaType")] = "application/json"


class OutputWanted(Model):
    """An output that is wanted."""

    format: OutputForm = OutputForm()
    transmission: Annotated[Literal["value"], Field(alias="transmissionMode")] = "value"


class Outputs(Model):
    """The outputs that are wanted."""

    appraisal: OutputWanted = OutputWanted()


class Execute(Model):
    """An execution: what stands here is done at once, and nobody is told of it elsewhere."""

    inputs: Inputs
    outputs: Outputs = Outputs()
    response: Literal["raw", "document"] = "raw"


class Appraised(Model):
    """Rows with their findings, by the law of `as_of`; `law` names its state. The office decides."""

    as_of: dt.date
    law: str
    illustrative: bool
    summary: dict[str, int]
    missing: list[dict[str, Any]]
    rows: list[AppraisedProposal]
    issues: list[ApiIssue]


def read(body: bytes) -> Execute:
    """Return an execution as it was sent (``OGC-EXECUTE``)."""
    try:
        sent = orjson.loads(body)
        return Execute.model_validate_json(orjson.dumps(sent))
    except orjson.JSONDecodeError as error:
        raise RefusalError("OGC-EXECUTE", where="/", reason="JSON") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = "/".join(str(part) for part in first["loc"]) or "/"
        raise RefusalError("OGC-EXECUTE", where=where[:200], reason=first["msg"][:200]) from error


def appraised(registry: Registry, asked: Execute, person: Person, lang: Language) -> dict[str, Any]:
    """Return the rows appraised, as the person may see it.

    Refused: a column or carrier that is none (``OGC-COLUMN``, ``OPERATOR-UNKNOWN``), what a list is refused
    for, and rows that take too long (``OGC-SLOW``).
    """
    desk, sent = desk_of(registry), asked.inputs
    operator = spoken_for(person, sent.operator, (one.code for one in context().operators))
    with tempfile.TemporaryDirectory(prefix="bts-") as folder:
        path = Path(folder, ROWS_NAME)
        try:
            write_rows(sent.rows, ListKind.PROPOSALS, path)
        except RefusalError as refusal:
            raise RefusalError("OGC-COLUMN", **refusal.params) from refusal
        with path.open("rb") as stream:
            address = desk.receive(stream, ROWS_NAME, operator=operator, as_of=sent.as_of, person=person)
    try:
        desk.result(address, WAIT_S)
    except NotYet as error:
        raise RefusalError("OGC-SLOW", seconds=int(WAIT_S), address=address) from error
    found = to_json(desk.result_for(address, person), lang)
    told = {name: found[name] for name in Appraised.model_fields if name in found}
    made = Appraised.model_validate({**told, "rows": found["proposals"]}).model_dump(mode="json")
    return made if asked.response == "raw" else {OUTPUT: {"value": made}}


def summary(lang: Language, address: str) -> dict[str, Any]:
    """Return the process as a list of processes has it; ``address`` is its own."""
    return {
        "id": NAME,
        "version": VERSION,
        "title": say(_TITLE, lang),
        "description": say(_ABOUT, lang),
        "jobControlOptions": ["sync-execute"],
        "outputTransmission": ["value"],
        "links": [
            {"rel": "self", "type": _JSON, "href": address},
            {
                "rel": "http://www.opengis.net/def/rel/ogc/1.0/execute",
                "type": _JSON,
                "href": f"{address}/execution",
            },
        ],
    }


def description(lang: Language, address: str) -> dict[str, Any]:
    """Return the process with what it takes and gives."""
    taken = schema_of(Inputs)
    return {
        **summary(lang, address),
        "inputs": {
            name: {
                "title": name,
                "description": said.get("description", ""),
                "minOccurs": int(name in taken["required"]),
                "maxOccurs": 1,
                "schema": said,
            }
            for name, said in taken["properties"].items()
        },
        "outputs": {OUTPUT: {"title": OUTPUT, "schema": schema_of(Appraised)}},
    }


def schema_of(model: type[BaseModel]) -> dict[str, Any]:
    """Return the schema of a model in the words of OpenAPI 3.0, without references."""
    whole = model.model_json_schema()
    found: dict[str, Any] = _schema(whole, whole.get("$defs", {}))
    return found


def _schema(said: Any, known: dict[str, Any]) -> Any:
    if isinstance(said, list):
        return [_schema(one, known) for one in said]
    if not isinstance(said, dict):
        return said
    if "$ref" in said:
        return _schema(known[said["$ref"].rpartition("/")[2]], known)
    found = {
        name: {key: _schema(one, known) for key, one in value.items()}
        if name == "properties"
        else _schema(value, known)
        for name, value in said.items()
        if name not in ("$defs", "title", "default")
    }
    if "const" in found:
        found["enum"] = [found.pop("const")]
    if {"type": "null"} in found.get("anyOf", ()):
        others = [one for one in found.pop("anyOf") if one != {"type": "null"}]
        found |= {"nullable": True, **(others[0] if len(others) == 1 else {"anyOf": others})}
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, dict) and "value" in value and set(value) <= _QUALIFIED:
        return value["value"] if value.get("mediaType", _JSON) == _JSON else value
    return value

"""The child process: reads or marks one workbook within its limits and writes a plain answer.

Only this process lets a workbook parser touch a file from outside.
"""

import gc
import pickle
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.intake.process import CHILD_MEMORY_BYTES, limit_this_process


def main(task: str, question: str, answer: str) -> int:
    """Do ``task`` with the request in ``question`` and write ("ok", value) or ("refused", (code, params))."""
    request: dict[str, Any] = pickle.loads(Path(question).read_bytes())  # noqa: S301 - written by our parent
    limit_this_process(request["cpu_s"])
    gc.disable()  # a short life and one large tree of values: collecting only costs time
    try:
        result: tuple[str, Any] = ("ok", _work(task, request))
    except RefusalError as refusal:
        result = ("refused", (refusal.code, refusal.params))
    except MemoryError:
        result = ("refused", ("FILE-MEMORY", {"name": request["name"], "mib": CHILD_MEMORY_BYTES >> 20}))
    with Path(answer).open("wb") as file:
        pickler = pickle.Pickler(file, protocol=5)
        pickler.fast = True  # no memo: the answer is a tree of plain values
        pickler.dump(result)
    return 0


def _work(task: str, request: dict[str, Any]) -> Any:
    # each task imports only its own parser, so that the child stays small
    if task == "mark":
        from registry.intake.marking import mark  # noqa: PLC0415 - see above

        return mark(request)
    if task == "picture":
        from registry.intake.pictures import remake  # noqa: PLC0415 - see above

        return remake(request)
    if task == "looks":
        from registry.intake.looks import looks  # noqa: PLC0415 - see above

        return looks(request)
    if request["kind"] == ".csv":
        from registry.intake.delimited import read_delimited  # noqa: PLC0415 - see above

        return read_delimited(Path(request["path"]), request["name"])
    from registry.intake.workbook import read_workbook  # noqa: PLC0415 - see above

    return read_workbook(Path(request["path"]), request["kind"], request["name"])

"""Run one piece of work on a file from outside in a fresh interpreter with limits, and bring back its answer.

A fork would carry the server's memory and threads along; a fresh interpreter is small, and when a hostile
file makes a parser abort, only the child ends. The child has no network, a limit of memory and of processor
time, and nothing in its environment but paths. Only such a child lets a parser or a template engine touch
what somebody brought.
"""

import ctypes
import gc
import os
import pickle
import resource
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.settings import ROOT

CHILD_MEMORY_BYTES = 2 * 1024**3
WALL_S = 28.0

_MEMORY_SIGNS = (b"memory allocation", b"MemoryError", b"out of memory", b"capacity overflow", b"bad_alloc")
_NEW_USER, _NEW_NETWORK = 0x10000000, 0x40000000  # of unshare(2); Python names them from 3.12 on


def run_child(
    task: str,
    request: dict[str, Any],
    *,
    name: str,
    wall_s: float = WALL_S,
    environment: Mapping[str, str] | None = None,
) -> Any:
    """Run ``task`` ("module:function", which takes the request) in a child and return what it answers.

    ``name`` is the file's name as the user knows it, for the messages; ``environment`` is put into the
    child's beside what every child has. Raises RefusalError: the child's own, FILE-TIMEOUT when it took too
    long, FILE-MEMORY when it needed too much, FILE-UNREADABLE when it ended otherwise.
    """
    with tempfile.TemporaryDirectory(prefix="bts-limited-") as folder:
        question, answer = Path(folder, "question"), Path(folder, "answer")
        question.write_bytes(pickle.dumps({"name": name, "cpu_s": int(wall_s), **request}, protocol=5))
        command = [sys.executable, "-I", "-X", "utf8", "-c", _START, str(ROOT), task]
        try:
            done = subprocess.run(
                [*command, str(question), str(answer)],
                capture_output=True,
                timeout=wall_s,
                check=False,
                env={**_environment(), **(environment or {})},
                cwd=folder,
            )
        except subprocess.TimeoutExpired as error:
            raise RefusalError("FILE-TIMEOUT", name=name, seconds=round(wall_s)) from error
        if done.returncode == 0 and answer.exists():
            with answer.open("rb") as file:
                # the answer is written by our own child from plain values; nothing of the file is unpickled
                kind, value = pickle.load(file)  # noqa: S301 - see above
            if kind == "refused":
                raise RefusalError(value[0], **value[1])
            return value
    raise _ended(done, name, wall_s)


# -I keeps the working directory and the user's site out of sys.path; our own root is put in explicitly.
_START = (
    "import sys; sys.path.insert(0, sys.argv[1]); from registry.limited import work; "
    "sys.exit(work(*sys.argv[2:5]))"
)


def _environment() -> dict[str, str]:
    # one malloc arena and one thread keep the child's address space near what it really uses
    keep = {
        key: os.environ[key]
        for key in ("PATH", "LANG", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT")
        if key in os.environ
    }
    return {**keep, "MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}


def _ended(done: "subprocess.CompletedProcess[bytes]", name: str, wall_s: float) -> RefusalError:
    if done.returncode in {-24, -9}:  # SIGXCPU, and the hard limit's SIGKILL
        return RefusalError("FILE-TIMEOUT", name=name, seconds=round(wall_s))
    if any(sign in done.stderr for sign in _MEMORY_SIGNS):
        return RefusalError("FILE-MEMORY", name=name, mib=CHILD_MEMORY_BYTES >> 20)
    return RefusalError("FILE-UNREADABLE", name=name)


def work(task: str, question: str, answer: str) -> int:
    """Do ``task`` with the request in ``question``; write ("ok", value) or ("refused", (code, params)).

    This is the child. Its limits stand before anything of the file is touched.
    """
    request: dict[str, Any] = pickle.loads(Path(question).read_bytes())  # noqa: S301 - written by our parent
    leave_network()
    limit_this_process(request["cpu_s"])
    gc.disable()  # a short life and one large tree of values: collecting only costs time
    module, function = task.split(":")
    try:
        result: tuple[str, Any] = ("ok", getattr(import_module(module), function)(request))
    except RefusalError as refusal:
        result = ("refused", (refusal.code, refusal.params))
    except MemoryError:
        result = ("refused", ("FILE-MEMORY", {"name": request["name"], "mib": CHILD_MEMORY_BYTES >> 20}))
    with Path(answer).open("wb") as file:
        pickler = pickle.Pickler(file, protocol=5)
        pickler.fast = True  # no memo: the answer is a tree of plain values
        pickler.dump(result)
    return 0


def limit_this_process(cpu_s: int) -> None:
    """Limit address space and processor time of the calling process (the child calls this first)."""
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY_BYTES, CHILD_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def leave_network() -> bool:
    """Give the calling process a network of its own that leads nowhere; False where the system allows none.

    Linux alone has it, and may forbid it to ordinary users: what a parser could fetch with is switched off
    besides (see the tasks), so this is the second lock of two.
    """
    unshare = getattr(ctypes.CDLL(None, use_errno=True), "unshare", None)
    if unshare is None:
        return False
    return bool(unshare(_NEW_NETWORK) == 0 or unshare(_NEW_USER | _NEW_NETWORK) == 0)

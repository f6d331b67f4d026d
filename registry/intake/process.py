"""Run one task on a workbook in a fresh interpreter with limits, and bring back its answer or a refusal.

A fork would carry the server's memory and threads along; a fresh interpreter is small, and when a hostile
file makes a parser abort, only the child ends.
"""

import os
import pickle
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from registry.errors import RefusalError
from registry.settings import ROOT

CHILD_MEMORY_BYTES = 2 * 1024**3
WALL_S = 28.0
MARKING_S = 180.0  # 50,000 rows of 25 columns: 30 s alone, more where others load the machine

_MEMORY_SIGNS = (b"memory allocation", b"MemoryError", b"out of memory", b"capacity overflow")


def run_child(task: str, request: dict[str, Any], *, name: str, wall_s: float = WALL_S) -> Any:
    """Run ``task`` (``read``, ``mark``, ``picture``, ``looks``) in a child and return what it answers.

    ``name`` is the file's name as the user knows it, for the messages. Raises RefusalError: the child's
    own, FILE-TIMEOUT when it took too long, FILE-MEMORY when it needed too much, FILE-UNREADABLE when it
    ended otherwise.
    """
    with tempfile.TemporaryDirectory(prefix="bts-intake-") as folder:
        question, answer = Path(folder, "question"), Path(folder, "answer")
        question.write_bytes(pickle.dumps({"name": name, "cpu_s": int(wall_s), **request}, protocol=5))
        command = [
            sys.executable,
            "-I",
            "-X",
            "utf8",
            "-c",
            _START,
            str(ROOT),
            task,
            str(question),
            str(answer),
        ]
        try:
            done = subprocess.run(
                command, capture_output=True, timeout=wall_s, check=False, env=_environment(), cwd=folder
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
    "import sys; sys.path.insert(0, sys.argv[1]); from registry.intake.child import main; "
    "sys.exit(main(*sys.argv[2:5]))"
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


def limit_this_process(cpu_s: int) -> None:
    """Limit address space and processor time of the calling process (the child calls this first)."""
    resource.setrlimit(resource.RLIMIT_AS, (CHILD_MEMORY_BYTES, CHILD_MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

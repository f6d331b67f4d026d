"""A deed in a process of its own, watched at each write and flush: killed, or told the disk is full.

By ptrace(2), on Linux for x86-64. The process is a fork of this one, its register is open and what the deed
has seen is read before the watching begins, so that the calls counted are those of the deed alone.
"""

import contextlib
import ctypes
import os
import platform
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from registry.errors import RefusalError
from registry.services.office.registry import open_registry
from registry.settings import Settings
from tests.attack.worlds import Prepared, head

WRITES = {1: "write", 18: "pwrite64", 20: "writev", 296: "pwritev", 328: "pwritev2", 285: "fallocate",
          326: "copy_file_range", 40: "sendfile"}  # fmt: skip
SENDS = {44: "sendto", 46: "sendmsg", 307: "sendmmsg"}
FLUSHES = {74: "fsync", 75: "fdatasync"}
NAMES = {77: "ftruncate", 82: "rename", 264: "renameat", 316: "renameat2", 87: "unlink", 263: "unlinkat",
         86: "link", 265: "linkat", 83: "mkdir", 258: "mkdirat"}  # fmt: skip
OPEN, CREATING = 257, 0x40
FULL = 28  # ENOSPC

_TRACEME, _SYSCALL, _SETOPTIONS, _INFO, _POKEUSER, _GOON = 0, 24, 0x4200, 0x420E, 6, 7
_SYSGOOD, _EXITKILL = 1, 0x100000
_RAX, _ORIG_RAX = 80, 120
_libc = ctypes.CDLL(None, use_errno=True)
_libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
_libc.ptrace.restype = ctypes.c_long


class _Info(ctypes.Structure):
    _fields_ = (
        ("op", ctypes.c_uint8), ("pad", ctypes.c_uint8 * 3), ("arch", ctypes.c_uint32),
        ("ip", ctypes.c_uint64), ("sp", ctypes.c_uint64), ("data", ctypes.c_uint64 * 8),
    )  # fmt: skip


@dataclass
class Ended:
    """How a deed ended: what it said ("": nothing any more), and each write and flush that it made."""

    said: str = ""
    calls: list[str] = field(default_factory=list)
    failed: int = 0


def can() -> bool:
    """Whether this machine can watch."""
    return sys.platform == "linux" and platform.machine() == "x86_64"


def run(settings: Settings, prepared: Prepared, *, kill_at: int = 0, full_from: int = 0,
        at_call: Callable[[int], None] | None = None) -> Ended:  # fmt: skip
    """Do a deed; kill it before its call number ``kill_at``, or let no write succeed from ``full_from`` on.

    ``at_call`` is told the number of each call before it is made.
    """
    ended = Ended()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _be(settings, prepared, writing)
    os.close(writing)
    try:
        _watch(pid, ended, str(settings.home), kill_at=kill_at, full_from=full_from, at_call=at_call)
    finally:
        with os.fdopen(reading, "rb") as pipe:
            ended.said = pipe.read().decode()
    return ended


def _be(settings: Settings, prepared: Prepared, told: int) -> None:
    said = b"odd: nothing"
    try:
        office = open_registry(settings)
        head(office)
        deed = prepared(office)
        _libc.ptrace(_TRACEME, 0, 0, 0)
        os.kill(os.getpid(), signal.SIGSTOP)
        try:
            deed()
            said = b"done"
        except RefusalError as refusal:
            said = f"refused {refusal.code}".encode()
        os.write(told, said)
        office.close()
    except BaseException:  # noqa: BLE001 - a fork says it and ends, whatever it is
        os.write(told, f"odd: {traceback.format_exc()[-900:]}".encode())
    finally:
        os._exit(0)


def _watch(
    pid: int, ended: Ended, home: str, *, kill_at: int, full_from: int, at_call: Callable[[int], None] | None
) -> None:
    info = _Info()
    os.waitpid(pid, 0)
    if _libc.ptrace(_SETOPTIONS, pid, 0, _SYSGOOD | _EXITKILL):
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        raise OSError(ctypes.get_errno(), "this machine lets nobody watch a process")
    passed, failing = 0, False
    while True:
        _libc.ptrace(_SYSCALL, pid, 0, passed)
        _, status = os.waitpid(pid, 0)
        if os.WIFEXITED(status) or os.WIFSIGNALED(status):
            return
        number = os.WSTOPSIG(status)
        passed = 0 if number in (signal.SIGTRAP, signal.SIGTRAP | 0x80, signal.SIGSTOP) else number
        if number != signal.SIGTRAP | 0x80:
            continue
        _libc.ptrace(_INFO, pid, ctypes.sizeof(info), ctypes.addressof(info))
        if info.op == 2 and failing:
            _libc.ptrace(_POKEUSER, pid, _RAX, ctypes.c_void_p(-FULL & 0xFFFFFFFFFFFFFFFF))
            failing = False
        name = _name(pid, info, home) if info.op == 1 else ""
        if not name:
            continue
        ended.calls.append(name)
        if at_call is not None:
            at_call(len(ended.calls))
        if len(ended.calls) == kill_at:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            return
        if full_from and len(ended.calls) >= full_from and info.data[0] in WRITES and name.endswith(home):
            _libc.ptrace(_POKEUSER, pid, _ORIG_RAX, ctypes.c_void_p(0xFFFFFFFFFFFFFFFF))
            failing = True
            ended.failed += 1


def _name(pid: int, info: _Info, home: str) -> str:
    """Return the name of a call that counts, and where it goes; "" of one that does not."""
    number = info.data[0]
    if number in WRITES:
        place = ""
        with contextlib.suppress(OSError):
            place = str(Path(f"/proc/{pid}/fd/{info.data[1]}").readlink())
        inside = place.startswith((home, str(Path(home).parent)))
        return f"{WRITES[number]} {home}" if inside else f"{WRITES[number]} elsewhere"
    if number == OPEN:
        return "create" if info.data[3] & CREATING else ""
    return SENDS.get(number) or FLUSHES.get(number) or NAMES.get(number) or ""

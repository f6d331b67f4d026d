"""A TCP proxy that reads whole HTTP requests and then breaks what the plan says."""

import contextlib
import socket
import threading
import time
from collections.abc import Callable

from tests.faults.plan import Plan

PIECE = 1 << 16
LATE = 5  # requests that pass before a late one is passed on again


class Proxy:
    """Listens on a free port of loopback and passes requests on to ``target``."""

    def __init__(self, target: int, plan: Plan, kill: Callable[[float], None]) -> None:
        self.target, self.plan, self.kill = target, plan, kill
        self._late: list[list[object]] = []
        self._lock = threading.Lock()
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Take no more connections."""
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self._thread.join(timeout=5)

    def flush(self) -> None:
        """Pass on what was held back to come late."""
        with self._lock:
            waiting, self._late = self._late, []
        for entry in waiting:
            self._forward(entry[1])  # type: ignore[arg-type]

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(120)
        with client, contextlib.suppress(OSError, ValueError):
            while request := read_message(client):
                if not self._one(client, request):
                    return

    def _one(self, client: socket.socket, request: bytes) -> bool:
        """Pass one request on; False where the connection ends with it."""
        with self._lock:
            fault, chance = self.plan.draw(kind_of(request), part_of(request))
            due = self._due()
        for late in due:
            threading.Thread(target=self._forward, args=(late,), daemon=True).start()
        if fault == "refuse":
            return False
        if fault == "delay":
            time.sleep(chance.uniform(0.05, 0.5))
        if fault == "cut request":
            self._forward(request[: chance.randrange(1, len(request))], whole=False)
            return False
        if fault == "kill":
            threading.Thread(target=self.kill, args=(chance.uniform(0, 0.04),), daemon=True).start()
        if fault == "late again":
            with self._lock:
                self._late.append([LATE, request])
        answer = self._forward(request)
        if fault == "twice":
            self._forward(request)
        if fault == "drop answer" or not answer:
            return False
        if fault == "cut answer":
            client.sendall(answer[: chance.randrange(1, len(answer))])
            return False
        client.sendall(answer)
        return True

    def _due(self) -> list[bytes]:
        for entry in self._late:
            entry[0] -= 1  # type: ignore[operator]
        due = [entry for entry in self._late if entry[0] <= 0]  # type: ignore[operator]
        self._late = [entry for entry in self._late if entry not in due]
        return [entry[1] for entry in due]  # type: ignore[misc]

    def _forward(self, request: bytes, *, whole: bool = True) -> bytes:
        """Return the answer of the server, empty where there is none."""
        with (
            contextlib.suppress(OSError, ValueError),
            socket.create_connection(("127.0.0.1", self.target), timeout=60) as upstream,
        ):
            upstream.sendall(request)
            return read_message(upstream, head=request.startswith(b"HEAD")) if whole else b""
        return b""


def kind_of(request: bytes) -> str:
    """Return what a request is about: the part of its path after /field/, else "other"."""
    path = request.split(b" ", 2)[1].decode("latin-1") if request.count(b" ") > 1 else ""
    part = path.removeprefix("/field/").split("/")[0].split("?")[0].removesuffix(".json")
    return part if path.startswith("/field/") else "other"


def part_of(request: bytes) -> str:
    """Return which part of a file a request brings: its address, which says from where; else ""."""
    method, _, rest = request.partition(b" ")
    path = rest.partition(b" ")[0].decode("latin-1")
    return path if method == b"PUT" and path.startswith("/field/uploads/") else ""


def read_message(stream: socket.socket, *, head: bool = False) -> bytes:
    """Read one HTTP message with a length of its own, or to the end; empty where the other side is gone."""
    data = b""
    while b"\r\n\r\n" not in data:
        piece = stream.recv(PIECE)
        if not piece:
            return b""
        data += piece
    top, _, body = data.partition(b"\r\n\r\n")
    fields = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(b":") for line in top.split(b"\r\n")[1:])
    }
    status = top.split(b" ", 2)[1] if top.startswith(b"HTTP/") else b""
    if head or status in {b"204", b"304"}:
        return data
    if fields.get(b"transfer-encoding", b"").lower() == b"chunked":
        while not body.endswith(b"0\r\n\r\n"):
            piece = stream.recv(PIECE)
            if not piece:
                return b""
            body += piece
    else:
        length = int(fields.get(b"content-length", b"0"))
        while len(body) < length:
            piece = stream.recv(PIECE)
            if not piece:
                return b""
            body += piece
    return top + b"\r\n\r\n" + body

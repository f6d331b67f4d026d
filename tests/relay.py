"""A line between two programs of this machine that can be cut as a network is: nobody is told.

A closed connection tells both ends at once. A cut network does not: what is sent is never acknowledged. So a
relay that is cut has the kernel drop whatever arrives at its sockets (a filter of one instruction that lets
no byte pass, socket(7) SO_ATTACH_FILTER), and passes nothing on.
"""

import contextlib
import ctypes
import socket
import struct
import threading

_ATTACH, _DETACH = 26, 27  # SO_ATTACH_FILTER, SO_DETACH_FILTER of Linux
_NOTHING = ctypes.create_string_buffer(struct.pack("HBBI", 6, 0, 0, 0))  # BPF: return 0 bytes
_PROGRAM = struct.pack("HxxxxxxQ", 1, ctypes.addressof(_NOTHING))
_PIECE = 1 << 16


class Relay:
    """Listens on a free port of loopback and passes bytes on to ``target``, until it is cut."""

    def __init__(self, target: int) -> None:
        self.target = target
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = int(self._listening.getsockname()[1])
        self._through = threading.Event()
        self._through.set()
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._down = False
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Let nothing come through, and tell nobody."""
        with self._lock:
            self._through.clear()
            for one in (self._listening, *self._open):
                with contextlib.suppress(OSError):
                    one.setsockopt(socket.SOL_SOCKET, _ATTACH, _PROGRAM)

    def hang_up(self) -> None:
        """End every connection, and whoever calls is refused: the other side is down."""
        with self._lock:
            self._down = True
            for one in self._open:
                with contextlib.suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)

    def mend(self) -> None:
        """Let everything come through again."""
        with self._lock:
            for one in (self._listening, *self._open):
                with contextlib.suppress(OSError):
                    one.setsockopt(socket.SOL_SOCKET, _DETACH, 0)
            self._through.set()
            self._down = False

    def close(self) -> None:
        """End every connection and take no more."""
        self._through.set()
        with self._lock:
            every = [self._listening, *self._open]
        for one in every:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            if self._down:
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.target), timeout=60)
            except OSError:
                near.close()
                continue
            far.settimeout(None)
            with self._lock:
                self._open |= {near, far}
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while piece := one.recv(_PIECE):
                self._through.wait()
                other.sendall(piece)
        self._through.wait()  # an end that was closed is not told through a cut line, either
        for end in (one, other):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        with self._lock:
            self._open -= {one, other}

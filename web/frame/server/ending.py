"""Ending a server without breaking off what it is at: told to end, it takes nothing new and finishes."""

import signal
import threading
import time
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import BaseWSGIServer

GRACE_S = 30.0
"""How long answers under way are waited for; after it they are broken off."""
_WAKE_S = 0.5


def run(server: Any, connections: dict[int, Any]) -> None:
    """Serve until SIGTERM or Ctrl+C; ``connections`` is the map that waitress made the server with.

    A second SIGTERM ends at once.
    """
    told = threading.Event()

    def end(_signal: int, _frame: object) -> None:
        if told.is_set():
            raise SystemExit(1)
        told.set()

    before = signal.signal(signal.SIGTERM, end)
    try:
        while not told.is_set():
            _turn(connections, _WAKE_S)
        for item in list(connections.values()):
            if isinstance(item, BaseWSGIServer):
                wasyncore.dispatcher.close(
                    item
                )  # the socket alone: threads still wake the loop by its trigger
        until = time.monotonic() + GRACE_S
        while _busy(connections) and time.monotonic() < until:
            _turn(connections, 0.05)
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)
        server.task_dispatcher.shutdown()
        wasyncore.close_all(connections)


def _turn(connections: dict[int, Any], wait_s: float) -> None:
    wasyncore.loop(timeout=wait_s, use_poll=True, map=connections, count=1)


def _busy(connections: dict[int, Any]) -> bool:
    """Whether a request is being received, answered, or its answer sent."""
    return any(
        item.requests or item.request is not None or item.total_outbufs_len > 0
        for item in list(connections.values())
        if isinstance(item, HTTPChannel)
    )

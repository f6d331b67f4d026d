"""A server that is told to end finishes what it is at, and takes nothing new."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
SERVER = """
import sys, time, waitress
from web.frame.server.ending import run
def answer(environ, start):
    size = int(environ["QUERY_STRING"] or 0)
    if size:
        print("begun", flush=True)
        time.sleep(1.5)
    start("200 OK", [("Content-Length", str(size))])
    return [b"x" * size]
connections = {}
server = waitress.create_server(answer, map=connections, host=sys.argv[1], port=int(sys.argv[2]), threads=2)
run(server, connections)
print("ended", flush=True)
"""


def started(host: str) -> tuple[subprocess.Popen[str], int]:
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = int(held.getsockname()[1])
    process = subprocess.Popen(
        [sys.executable, "-c", SERVER, host, str(port)], cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    for _ in range(200):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return process, port
        time.sleep(0.05)
    raise AssertionError("no server")


def test_an_answer_under_way_is_finished_and_nothing_new_is_taken() -> None:
    size = 20_000_000  # far more than a socket holds
    for host in ("127.0.0.1", "localhost"):  # the latter may be several sockets
        process, port = started(host)
        got: list[int] = []

        def ask(port: int = port, got: list[int] = got) -> None:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            connection.request("GET", f"/?{size}")
            got.append(len(connection.getresponse().read()))
            connection.close()

        asking = threading.Thread(target=ask)
        idle = socket.create_connection(("127.0.0.1", port))  # a browser that keeps its connection
        asking.start()
        assert process.stdout is not None
        assert process.stdout.readline() == "begun\n"
        process.send_signal(signal.SIGTERM)
        time.sleep(0.8)
        with contextlib.suppress(ConnectionError):
            late = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            late.request("GET", "/")
            late.getresponse()
            raise AssertionError("a new connection was taken")
        asking.join(timeout=60)
        assert got == [size]
        assert process.wait(timeout=120) == 0
        assert process.stdout.read() == "ended\n"
        process.stdout.close()
        idle.close()


def test_an_idle_server_ends_soon_and_a_second_word_ends_a_busy_one_at_once() -> None:
    process, _port = started("127.0.0.1")
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    assert (process.communicate(timeout=120)[0], process.returncode) == ("ended\n", 0)
    assert time.monotonic() - begun < 5
    process, port = started("127.0.0.1")
    with socket.create_connection(("127.0.0.1", port)) as half:
        half.sendall(b"GET / HTTP/1.1\r\n")  # never finished
        time.sleep(0.5)
        process.send_signal(signal.SIGTERM)
        time.sleep(1)
        assert process.poll() is None
        os.kill(process.pid, signal.SIGTERM)
        assert (process.communicate(timeout=120)[0], process.returncode) == ("", 1)

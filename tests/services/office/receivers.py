"""Real servers to deliver to: a mailbox behind SMTP (aiosmtpd) and a gateway behind HTTP, on this machine."""

import contextlib
import email
import email.policy
import http.server
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Mailbox:
    """What came in by SMTP; ``answers`` are given to the next mails instead of taking them."""

    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    tries: list[EmailMessage] = field(default_factory=list)
    answers: list[str] = field(default_factory=list)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        self.tries.append(message)
        if self.answers:
            return self.answers.pop(0)
        self.mails.append(message)
        return "250 taken"


@dataclass
class GatewayBox:
    """What was posted: (headers, body); ``answers`` are the statuses of the next answers."""

    port: int = 0
    posts: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    where: str = ""  # the Location of an answer that sends elsewhere


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


@contextlib.contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A mail server on 127.0.0.1."""
    box = Mailbox(free_port())
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


@contextlib.contextmanager
def gateway() -> Iterator[GatewayBox]:
    """A gateway on 127.0.0.1."""
    box = GatewayBox()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            box.posts.append((dict(self.headers), body))
            self.send_response(box.answers.pop(0) if box.answers else 200)
            if box.where:
                self.send_header("Location", box.where)
            self.end_headers()
            self.wfile.write(b"queued")

        def log_message(self, *_args: Any) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    box.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield box
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextlib.contextmanager
def dead_server() -> Iterator[int]:
    """A port that takes connections and never says a word."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]

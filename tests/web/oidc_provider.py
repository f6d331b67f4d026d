"""A provider of sign-in in a process of its own: ``python -m oidc_provider_mock`` on a port of ours."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import requests

START_S = 60.0


@contextmanager
def provider_running(*options: str) -> Iterator[str]:
    """Yield the issuer of a provider that runs until the end."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    asked = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *options]
    process = subprocess.Popen(asked, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    issuer = f"http://localhost:{port}"
    try:
        _await(issuer, process)
        yield issuer
    finally:
        process.terminate()
        process.wait(60)


def _await(issuer: str, process: "subprocess.Popen[bytes]") -> None:
    ends = time.monotonic() + START_S
    while True:
        try:
            requests.get(f"{issuer}/.well-known/openid-configuration", timeout=10).raise_for_status()
        except requests.RequestException:
            if process.poll() is not None or time.monotonic() > ends:
                raise
            time.sleep(0.2)
        else:
            return

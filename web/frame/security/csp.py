"""The content-security policy with a nonce per answer, and the other security headers.

Only scripts that carry the answer's nonce run; inline event handlers and inline style attributes never do.
The one host besides our own that may ever appear is the tile server that the office configures.
"""

import re
import secrets
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from web.frame import guard

YEAR_S = 365 * 24 * 3600
_OPENING = re.compile(r"<(script|style)\b(?![^>]*\bnonce=)")


def nonce() -> str:
    """Return the nonce of the present answer (URL-safe text, 128 bits)."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    return str(g.nonce)


def with_nonce(html: str, value: str) -> str:
    """Add the nonce to every ``<script>`` and ``<style>`` of trusted markup that has none."""
    return _OPENING.sub(rf'<\1 nonce="{value}"', html)


def origin_of(tile_url: str | None) -> str | None:
    """Return scheme and host of a configured tile address (``{s}`` becomes ``*``); None for our own host."""
    if tile_url is None:
        return None
    parts = urlsplit(tile_url.replace("{s}", "*"))
    return f"{parts.scheme}://{parts.netloc}" if parts.scheme and parts.netloc else None


def policy(value: str, tile_origin: str | None) -> str:
    """Return the policy for a nonce and, where configured, the tile server's origin."""
    tiles = f" {tile_origin}" if tile_origin else ""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src 'nonce-{value}'",
            f"style-src 'self' 'nonce-{value}'",
            f"img-src 'self' data: blob:{tiles}",
            "font-src 'self'",
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def _may_be_kept(response: Response) -> bool:
    """Whether a file is sent with Flask's own word alone, which lets a browser keep it on its disk."""
    return response.headers["Cache-Control"] == "no-cache" and "Content-Disposition" in response.headers


def install(app: Flask, tile_url: str | None) -> None:
    """Send the headers with every answer of ``app``."""
    tile_origin = origin_of(tile_url)

    @app.after_request
    def add_headers(response: Response) -> Response:
        headers = response.headers
        headers.setdefault("Content-Security-Policy", policy(nonce(), tile_origin))
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        if request.is_secure:  # from then on a browser asks for this name by encryption only
            headers.setdefault("Strict-Transport-Security", f"max-age={YEAR_S}")
        headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)")
        if "Cache-Control" not in headers or _may_be_kept(response):
            own = not guard.is_stranger()
            headers["Cache-Control"] = "private, no-store" if own else "private, no-cache"
        return response

"""The one written form of what a phone recorded, the same in Python and in a browser.

Its SHA-256 is the receipt. Keys in the order of their UTF-16 code units (as ``Array.prototype.sort`` has
it), no spaces, UTF-8; texts escaped and numbers written as ECMAScript's ``JSON.stringify`` does (ECMA-262,
25.5.2 and 6.1.6.1.20). Measured numbers travel as texts all the same: what a person typed must come back as
it was typed.
"""

import hashlib
import json
import math
import re
from typing import Any

_LONE = re.compile("[\ud800-\udfff]")  # Python's strings hold no pairs: any of these stands alone
_EXACT = 2**53


def canonical(value: Any) -> str:
    """Return the canonical JSON of a value as ``json.loads`` gives it; ValueError for nan and infinity."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, int) and abs(value) < _EXACT:
        return str(value)
    if isinstance(value, int | float):
        return _number(float(value))
    if isinstance(value, list | tuple):
        return f"[{','.join([canonical(item) for item in value])}]"
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join([f"{_text(key)}:{canonical(value[key])}" for key in keys]) + "}"
    raise ValueError(f"{type(value).__name__} is no JSON")


def digest(text: str) -> str:
    """Return the SHA-256 (hex) of a canonical JSON."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _text(value: str) -> str:
    written = json.dumps(value, ensure_ascii=False)
    if written.isascii():
        return written
    return _LONE.sub(lambda match: f"\\u{ord(match[0]):04x}", written)


def _number(value: float) -> str:
    if not math.isfinite(value):
        raise ValueError(f"{value} is no JSON")
    if value == 0:
        return "0"
    sign = "-" if value < 0 else ""
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, part = mantissa.partition(".")
    part = part if part != "0" else ""
    digits = (whole + part).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + part) - len(digits))
    digits = digits.rstrip("0")
    k, n = len(digits), point
    if k <= n <= 21:
        return sign + digits + "0" * (n - k)
    if 0 < n <= 21:
        return f"{sign}{digits[:n]}.{digits[n:]}"
    if -6 < n <= 0:
        return f"{sign}0.{'0' * -n}{digits}"
    power = f"e{'+' if n > 0 else '-'}{abs(n - 1)}"
    return f"{sign}{digits[0]}{'.' + digits[1:] if k > 1 else ''}{power}"

"""Codes of sites (mã vị trí): when two writings of one are the same code."""

import unicodedata


def plain_code(code: str) -> str:
    """Return a code as codes are compared: case, blanks, width and forms of dashes count for nothing."""
    if code.isascii():  # nearly all: without width, and with one form of dash
        return "".join(code.lower().split())
    text = unicodedata.normalize("NFKC", code).casefold()
    return "".join("-" if unicodedata.category(sign) == "Pd" else sign for sign in text if not sign.isspace())

"""What a sentence says that the register cannot make out: a message code with its parameters."""

from typing import Any


class UnclearError(Exception):
    """A sentence that is not understood, or that could mean several things; becomes an issue of its row."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

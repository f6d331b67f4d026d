"""The two ways a call can go wrong.

Bad *data* never raises: it becomes an issue (a cell that is not understood) or a finding (a rule that is
not met). What raises is a wrong call by a programmer, or a request that has to be refused as a whole.
"""

from typing import Any


class RegistryError(Exception):
    """Base of everything the registry raises on purpose."""


class WrongCallError(RegistryError):
    """Code called a function in a way its contract forbids (for example a frame without a CRS)."""


class RefusalError(RegistryError):
    """A file or a user's request is refused as a whole; carries a message code and its parameters.

    The command line prints it on standard error with exit status 1, the web maps it to a 4xx page.
    ``code`` must exist in ``data/messages``.
    """

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        shown = ", ".join(f"{key}={value}" for key, value in self.params.items())
        return f"{self.code} ({shown})" if shown else self.code

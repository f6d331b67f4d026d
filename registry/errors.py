"""The two ways a call can go wrong.

Bad *data* never raises: it becomes an issue (a cell that is not understood) or a finding (a rule that is
not met). What raises is a wrong call by a programmer, or a request that has to be refused as a whole.
"""

import zipfile
import zlib
from typing import Any

DAMAGED_ZIP = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)
"""What ``zipfile`` raises of a file that is damaged or not meant for us.

``RuntimeError`` is its word for an encrypted member, and the base of what it says of a compression that it
does not know; ``ValueError`` is for names and numbers that are none.
"""


class RegistryError(Exception):
    """Base of everything the registry raises on purpose."""


class WrongCallError(RegistryError):
    """Code called a function in a way its contract forbids (for example a frame without a CRS)."""


class RefusalError(RegistryError):
    """A file or a user's request is refused as a whole; carries a message code and its parameters.

    The command line prints it on standard error with exit status 1, the web maps it to a 4xx page.
    ``code`` must exist in ``data/messages``. ``province`` is whose register refused a command: it is printed
    when that is closed again.
    """

    province: str = ""

    def __init__(self, code: str, /, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        shown = ", ".join(f"{key}={value}" for key, value in self.params.items())
        return f"{self.code} ({shown})" if shown else self.code

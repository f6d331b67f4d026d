"""Why a delivery was not made, as its page says it; and whether it is worth another try."""

from typing import Any

from registry.errors import RefusalError

_LONGEST_SAID = 200


class NotDeliveredError(RefusalError):
    """A try that failed; ``said`` is what the other server answered, ``lasting`` that it will again."""

    def __init__(self, code: str, *, said: str = "", lasting: bool = False, **params: Any) -> None:
        self.said = " ".join(said.split())[:_LONGEST_SAID]
        self.lasting = lasting
        super().__init__(code, said=self.said, **params)

"""The storage of limits that several processes of one server share: a file in the register's home.

``limits`` brings one for a single process (memory) and others that need a server of their own.
"""

from pathlib import Path
from urllib.parse import unquote

from limits.storage import MovingWindowSupport, Storage

from registry.errors import RefusalError
from registry.services.office.sign_in.signing_in import Attempts

SCHEME = "attempts"


class AttemptsStorage(Storage, MovingWindowSupport):
    """Limits with a moving window over ``registry.services.office.sign_in.signing_in``; ``attempts:///path/of/the/file``."""

    STORAGE_SCHEME = [SCHEME]  # noqa: RUF012 - the form in which limits registers a storage

    def __init__(self, uri: str, wrap_exceptions: bool = False, **options: float | str | bool) -> None:
        super().__init__(uri, wrap_exceptions=wrap_exceptions, **options)
        self._attempts = Attempts(Path(unquote(uri.partition("://")[2])))

    @property
    def base_exceptions(self) -> type[Exception] | tuple[type[Exception], ...]:
        """Return what a fault of the file raises."""
        return RefusalError

    def acquire_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Note an attempt unless the limit is reached."""
        return self._attempts.add(key, limit, expiry, amount)

    def get_moving_window(self, key: str, limit: int, expiry: int) -> tuple[float, int]:  # noqa: ARG002 - limits' signature
        """Return the beginning of the window and the attempts in it."""
        return self._attempts.within(key, expiry)

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count an attempt of a limit without a moving window."""
        self._attempts.add(key, 10**9, expiry, amount)
        return self._attempts.within(key, expiry)[1]

    def get(self, key: str) -> int:
        """Return the attempts of a key that still count."""
        return self._attempts.within(key, 10**9)[1]

    def get_expiry(self, key: str) -> float:
        """Return when the first attempt of a key was."""
        return self._attempts.within(key, 10**9)[0]

    def check(self) -> bool:
        """Whether the file answers."""
        self._attempts.within("", 1)
        return True

    def reset(self) -> int | None:
        """Forget all attempts."""
        self._attempts.clear()
        return None

    def clear(self, key: str) -> None:
        """Forget the attempts of a key."""
        self._attempts.clear(key)

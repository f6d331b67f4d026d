"""What a process left half made when it was killed, found and removed by the next one."""

import time

from registry.services.office.registry import Registry
from registry.services.office.security.installation_key import FILE
from registry.store.scratch import sweep

LEFT_BEHIND_S = 3600
"""How old a half-written file is before nobody can be at work on it."""


def sweep_leftovers(registry: Registry) -> int:
    """Remove half-written files and folders of the office's folder; returns how many."""
    home, now, gone = registry.settings.home, time.time(), 0
    for path in (*registry.settings.files.glob(".*"), *home.glob(f"{FILE}.*")):
        try:
            if path.is_file() and now - path.lstat().st_mtime > LEFT_BEHIND_S:
                path.unlink(missing_ok=True)
                gone += 1
        except OSError:  # a disk that cannot be written has other troubles, which are said where they matter
            continue
    return gone + sum(sweep(prefix, home) for prefix in (".backup-", ".restore-"))

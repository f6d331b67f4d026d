"""A dump of a register in PostgreSQL by its own tool, of whatever version: the backup before an upgrade."""

import os
import shutil
import subprocess
from pathlib import Path

from registry.errors import RefusalError
from registry.store.server_link import place_in

PROGRAM = "pg_dump"
_DEBIAN, _WRAPPER = Path("/usr/lib/postgresql"), "pg_wrapper"
"""Where Debian keeps each version's tools, and what stands for them, which may choose too old a one."""


def dump(url: str, path: Path) -> None:
    """Write the whole database, or the register's own schema of it, into one file for ``pg_restore``.

    ``UPGRADE-NO-DUMP`` where the tool is missing or fails. The password goes by the environment, where other
    users of the machine do not see it.
    """
    program = _newest()
    if program is None:
        raise RefusalError("UPGRADE-NO-DUMP", reason=PROGRAM)
    found, schema = place_in(url)
    shown = found.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    own = [f"--schema={schema}"] if schema else []
    environ = {**os.environ, **({"PGPASSWORD": str(found.password)} if found.password else {})}
    done = subprocess.run(
        [program, "--format=custom", f"--file={path}", f"--dbname={shown}", *own],
        env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        path.unlink(missing_ok=True)
        last = done.stderr.strip().splitlines()[-1:] or [f"→ {done.returncode}"]
        raise RefusalError("UPGRADE-NO-DUMP", reason=last[0][:200])
    path.chmod(0o600)


def _newest() -> str | None:
    """Return the tool: where several versions are there, the newest, which reads every older server."""
    found = shutil.which(PROGRAM)
    if found is None or Path(found).resolve().name != _WRAPPER:
        return found
    of_version = {path.parent.parent.name: path for path in _DEBIAN.glob(f"*/bin/{PROGRAM}")}
    newest = max((one for one in of_version if one.isdecimal()), key=int, default="")
    return str(of_version[newest]) if newest else found

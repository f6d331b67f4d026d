"""A dump of a register in PostgreSQL by its own tool, of whatever version: the backup before an upgrade."""

import os
import shutil
import subprocess
from pathlib import Path

from registry.errors import RefusalError
from registry.store.server_link import place_in

PROGRAM = "pg_dump"


def dump(url: str, path: Path) -> None:
    """Write the whole database, or the register's own schema of it, into one file for ``pg_restore``.

    ``UPGRADE-NO-DUMP`` where the tool is missing or fails. The password goes by the environment, where other
    users of the machine do not see it.
    """
    program = shutil.which(PROGRAM)
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

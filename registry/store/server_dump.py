"""A dump of a register in PostgreSQL by its own tool, of whatever version: the backup before an upgrade."""

import os
import shutil
import subprocess
from pathlib import Path

import sqlalchemy as sa

from registry.errors import RefusalError

PROGRAM = "pg_dump"


def dump(url: str, path: Path) -> None:
    """Write the whole database into one file, which ``pg_restore`` brings back.

    ``UPGRADE-NO-DUMP`` where the tool is missing or fails. The password goes by the environment, where other
    users of the machine do not see it.
    """
    program = shutil.which(PROGRAM)
    if program is None:
        raise RefusalError("UPGRADE-NO-DUMP", reason=PROGRAM)
    found = sa.make_url(url)
    shown = found.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    environ = {**os.environ, **({"PGPASSWORD": str(found.password)} if found.password else {})}
    done = subprocess.run(
        [program, "--format=custom", f"--file={path}", f"--dbname={shown}"],
        env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False,
    )  # fmt: skip
    if done.returncode:
        path.unlink(missing_ok=True)
        last = done.stderr.strip().splitlines()[-1:] or [f"→ {done.returncode}"]
        raise RefusalError("UPGRADE-NO-DUMP", reason=last[0][:200])
    path.chmod(0o600)

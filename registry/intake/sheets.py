"""The cells of a workbook or text file as they stand in it, made out in the limited child process."""

from pathlib import Path
from typing import Any

from registry.intake.limits import FileKind
from registry.intake.raw import RawSheet
from registry.limited import run_child


def raw_sheets(path: Path, kind: FileKind, name: str) -> list[RawSheet]:
    """Return every sheet of a file that ``check_file`` passed; ``name`` is what the user calls it.

    Raises RefusalError (codes FILE-*) for a file that is damaged, encrypted, or beyond the child's limits.
    """
    request = {"path": str(path.resolve()), "kind": kind.value}
    sheets: list[RawSheet] = run_child("registry.intake.sheets:read", request, name=name)
    return sheets


def read(request: dict[str, Any]) -> list[RawSheet]:
    """Do the child's part of ``raw_sheets``; each format imports only its own parser."""
    path, name = Path(request["path"]), request["name"]
    if request["kind"] == FileKind.CSV.value:
        from registry.intake.delimited import read_delimited  # noqa: PLC0415 - see above

        return read_delimited(path, name)
    from registry.intake.workbook import read_workbook  # noqa: PLC0415 - see above

    return read_workbook(path, request["kind"], name)

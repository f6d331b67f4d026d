"""``bts backup``, ``restore``, ``drill``, ``upgrade``: the register in one file, back, tried, renewed."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from registry.console import err, opened, out, place_of, working, writing
from registry.errors import RefusalError
from registry.messages import remedy, render

if TYPE_CHECKING:
    from registry.services.office.operation.operation_reports import Report

VARIABLE = "BTS_BACKUP_PASSPHRASE"
PassphraseFile = Annotated[
    Path | None,
    typer.Option("--passphrase-file", help=f"File whose first line is the passphrase (or {VARIABLE})."),
]


def backup(
    path: Annotated[
        Path | None,
        typer.Argument(help="The file to write; none: as by the clock, into the office's folder."),
    ] = None,
    passphrase_file: PassphraseFile = None,
) -> None:
    """Write the whole register, and all that belongs to it, to one file.

    Without a path: into the folder of backups, those over their time go, and a copy leaves the house.
    """
    from registry.services.office.backups.backup import backup as backup_registry

    if path is None:
        _by_clock(_passphrase(passphrase_file, twice=True))
        return

    passphrase = _passphrase(passphrase_file, twice=True)
    if not passphrase:
        _say("BACKUP-WITHOUT-KEYS", {})
    with opened() as registry, writing(path):
        backup_registry(registry, path, passphrase=passphrase)
    out.print(f"→ {path}", soft_wrap=True)


def restore(
    path: Annotated[Path, typer.Argument(help="A file that backup wrote.")],
    passphrase_file: PassphraseFile = None,
    unproven: Annotated[
        bool, typer.Option("--unproven", help="Take a file that nothing proves: an earlier version's.")
    ] = False,
) -> None:
    """Restore a backup; an existing register is kept aside, never overwritten."""
    from registry.services.office.backups.backup import restore as restore_registry
    from registry.settings import read_settings
    from registry.store.verification import Problem

    settings = read_settings()
    told: list[Problem] = []
    try:
        passphrase = _passphrase(passphrase_file, twice=False, ask=False)
        aside = restore_registry(path, settings, passphrase=passphrase, unproven=unproven, told=told)
    except RefusalError as refusal:
        if refusal.code != "BACKUP-PASSPHRASE-NEEDED" or not sys.stdin.isatty():
            raise
        passphrase = _passphrase(None, twice=False)
        aside = restore_registry(path, settings, passphrase=passphrase, told=told)
    out.print(f"Đã khôi phục vào {place_of(settings)}", soft_wrap=True)
    if aside is not None:
        out.print(f"Sổ đăng ký cũ được giữ tại {aside}", soft_wrap=True)
    for problem in told:
        _say(problem.code, problem.params)


def drill(
    path: Annotated[
        Path | None, typer.Argument(help="A certain backup; none: the newest of the office's folder.")
    ] = None,
    offsite: Annotated[
        bool, typer.Option("--offsite", help="The newest of the folder elsewhere (BTS_OFFSITE).")
    ] = False,
    passphrase_file: PassphraseFile = None,
    identity: Annotated[
        Path | None, typer.Option("--identity", help="File with the private key of an encrypted copy.")
    ] = None,
    database: Annotated[
        str, typer.Option("--database", help="URL of an empty database to restore into; else a file.")
    ] = "",
    alone: Annotated[
        bool, typer.Option("--alone", help="This machine has no register to compare with.")
    ] = False,
) -> None:
    """Restore the newest backup into an empty place, verify it, compare heads, keep a report."""
    from registry.services.office.backups import age_envelope
    from registry.services.register import restore_drill
    from registry.settings import read_settings

    passphrase = _passphrase(passphrase_file, twice=False, ask=False)
    key = "" if identity is None else age_envelope.identity_in(identity)
    asked = restore_drill.Asked(path, offsite, passphrase, key, database, alone)
    with working("Đang diễn tập khôi phục"):
        report = restore_drill.drill(read_settings(), asked)
    _print(report)


def upgrade(passphrase_file: PassphraseFile = None) -> None:
    """Bring the register to this program's version: a backup first, all of it or nothing, then verified."""
    from registry.services.office.backups.upgrade import upgrade as upgrade_registry
    from registry.settings import read_settings

    passphrase = _passphrase(passphrase_file, twice=True)
    with working("Đang nâng cấp"):
        report = upgrade_registry(read_settings(), passphrase=passphrase)
    _print(report)


def _by_clock(passphrase: str) -> None:
    from registry.services.office.backups.scheduled_backups import back_up_by_clock

    with opened() as registry, working("Đang sao lưu"):
        report = back_up_by_clock(registry, passphrase=passphrase)
    _print(report)


def _print(report: "Report") -> None:
    from registry.services.office.operation.operation_reports import as_text

    out.print(as_text(report), end="", soft_wrap=True)
    if not report.sound:
        raise typer.Exit(1)


def _passphrase(file: Path | None, *, twice: bool, ask: bool = True) -> str:
    """Return the passphrase of the file, the variable or the person at the terminal; "" for none."""
    if file is not None:
        try:
            lines = file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise RefusalError("OUTPUT-NOT-READ", path=str(file)) from error
        return lines[0] if lines else ""
    if (given := os.environ.get(VARIABLE)) or not ask or not sys.stdin.isatty():
        return given or ""
    asked: str = typer.prompt(
        "Cụm mật khẩu của bản sao lưu (Enter: không đặt)",
        hide_input=True, confirmation_prompt=twice, default="", show_default=False, err=True,
    )  # fmt: skip
    return asked


def _say(code: str, params: dict[str, object]) -> None:
    err.print(f"{code}: {render(code, params)}")
    if advice := remedy(code, params):
        err.print(f"  {advice}")

"""``bts work``: the jobs of the register and what goes out of the house, beside the pages."""

import signal
import threading
from typing import Annotated

import typer

from registry.console import out, working
from registry.extras import need_pages

_LOOK_S = 0.2
_EVERY_S = 1.0


def work(
    once: Annotated[
        bool, typer.Option("--once", help="Làm hết việc đang chờ rồi dừng · until none waits.")
    ] = False,
    grace: Annotated[
        float,
        typer.Option(help="Giây chờ việc dở khi bị dừng · seconds that a job may still take at the end."),
    ] = 60.0,
) -> None:
    """Làm việc nền bên cạnh bts serve · do the jobs and send what goes out, beside the pages."""
    need_pages()
    from registry.model.jobs import WorkerKind
    from registry.services.office.operation import at_work, jobs, log_lines, workers
    from registry.settings import read_settings
    from web.app import create_app
    from web.frame import packages
    from web.frame.office import begin_work, registry

    told = threading.Event()

    def end(_signal: int, _frame: object) -> None:
        if told.is_set():
            raise SystemExit(1)  # what is under way is taken up by the next worker
        told.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    settings = read_settings()
    application = create_app(settings)
    log_lines.install(settings.log)
    with application.app_context():
        with working("Đang mở sổ đăng ký"):
            opened = registry()
        if once:
            with workers.announced(opened, WorkerKind.BESIDE):
                done = at_work.all_that_waits(opened, told.is_set, _LOOK_S, packages.waits_on())
                jobs.stop(opened, grace)
            out.print(f"Đã làm {done} việc, không còn việc nào chờ." if done else "Không có việc nào chờ.")
        else:
            begin_work(opened, WorkerKind.BESIDE, every_s=_EVERY_S)
            out.print("Đang làm việc nền (Ctrl+C để dừng)", soft_wrap=True)
            told.wait()
            at_work.end(opened, grace)
        opened.close()

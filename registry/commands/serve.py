"""``bts serve``: the pages, by a production WSGI server."""

import threading
from typing import TYPE_CHECKING, Annotated

import typer

from registry.console import out, working
from registry.errors import RefusalError
from registry.extras import need_pages

if TYPE_CHECKING:
    from registry.settings import Settings

NOBODY_ANSWERS = """Chưa có người quản trị: mọi trang bị từ chối, trừ trang đăng nhập.
  bts user add TÊN --role administrator     lập người quản trị; không phải khởi động lại máy chủ"""


def serve(
    host: Annotated[
        str, typer.Option(help="Address to listen on; loopback until there is an administrator.")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port.", min=1, max=65535)] = 8000,
) -> None:
    """Serve the map and the appraisal page with a production WSGI server."""
    need_pages()
    import waitress

    from registry.services.office.operation import at_work, log_lines
    from registry.settings import read_settings
    from web.app import create_app
    from web.frame.office import registry, warm
    from web.frame.server.ending import run
    from web.frame.server.machine import is_loopback

    settings = read_settings()
    beyond = not is_loopback(host)
    if beyond and not _administered(settings):
        raise RefusalError("SERVE-LOOPBACK-ONLY", host=host)
    people = _demo_people(settings)
    application = create_app(settings, any_host=beyond, open_demo=bool(people))
    log_lines.install(settings.log)
    with working("Đang mở sổ đăng ký"), application.app_context():
        opened = registry()  # refused here, before anything listens
    try:
        connections: dict[int, object] = {}
        server = waitress.create_server(
            application, host=host, port=port, threads=8, ident=None, map=connections,
            clear_untrusted_proxy_headers=False,  # the pages judge them: who asks, whether encrypted
        )  # fmt: skip
    except OSError as error:
        raise RefusalError(
            "SERVE-PORT-TAKEN", host=host, port=port, reason=error.strerror or str(error)
        ) from error
    threading.Thread(target=warm, args=(application,), name="warm", daemon=True).start()
    out.print(f"{_reach(settings, host, port, beyond=beyond)}; Ctrl+C để dừng)", soft_wrap=True)
    if settings.proxies and not people and not _administered(settings):
        out.print(NOBODY_ANSWERS, soft_wrap=True)
    if people:
        said = "Không đăng nhập thì bàn làm việc để mở; đăng" if application.config["OPEN_DEMO"] else "Đăng"
        out.print(f"{said} nhập để thử từng vai trò (tên, mật khẩu, vai trò):", soft_wrap=True)
    for name, role, password in people:
        out.print(f"  {name:<10} {password}  {role}", soft_wrap=True, highlight=False)
    run(server, connections)
    at_work.end(opened, grace_s=5.0)  # what waits goes out, and is done, by the next server


def _administered(settings: "Settings") -> bool:
    """Whether somebody answers for the accounts of the registry, so that others may reach the server."""
    from registry.services.office.registry import open_registry
    from registry.services.office.sign_in.accounts import has_administrator

    registry = open_registry(settings)
    try:
        return has_administrator(registry)
    finally:
        registry.close()


def _demo_people(settings: "Settings") -> list[tuple[str, str, str]]:
    """Return the accounts of the illustrative registry; none for a real one, or where none stands yet."""
    from registry.demo.accounts import demo_accounts
    from registry.services.office.registry import open_registry

    try:
        registry = open_registry(settings)
    except RefusalError:  # the first page says what is wrong
        return []
    try:
        return demo_accounts(registry)
    finally:
        registry.close()


def _reach(settings: "Settings", host: str, port: int, *, beyond: bool) -> str:
    """Return where the pages are and who can reach them; the end of the bracket is the caller's."""
    if settings.proxies:
        return (
            f"Mở trình duyệt tại https://{settings.public_names[0]}/  "
            f"(qua proxy, máy chủ nghe tại {host}:{port}; máy khác truy cập được"
        )
    reach = "máy khác cũng truy cập được" if beyond else "chỉ máy này truy cập được"
    return f"Mở trình duyệt tại http://{host}:{port}/  ({reach}"

"""``bts user``: accounts from the command line, the first administrator among them."""

from typing import Annotated

import typer

from registry.console import actor, opened, out
from registry.model.people import Role

users = typer.Typer(
    help="Tài khoản · accounts: add, list, disable, enable, reset a password.", no_args_is_help=True
)

Name = Annotated[str, typer.Argument(help="The name one signs in with.")]


@users.command("add")
def add(
    name: Name,
    role: Annotated[list[Role], typer.Option("--role", help="May be given more than once.")],
    organisation: Annotated[
        str, typer.Option(help="For a carrier: an operator's code or a tower company's name.")
    ] = "",
    territory: Annotated[
        str, typer.Option(help="For a consulted body: the code of a commune or the name of a layer.")
    ] = "",
) -> None:
    """Make an account and print its first password, once; it is changed at the first sign-in."""
    from registry.services.office.sign_in.accounts import add_account

    with opened() as registry:
        first = add_account(registry, name, role, organisation=organisation, territory=territory, who=actor())
    _print_password(name, first)


@users.command("list")
def list_all() -> None:
    """List every account with its roles and what it is bound to."""
    from registry.services.office.sign_in.accounts import list_accounts

    with opened() as registry:
        found = list_accounts(registry)
    for account in found:
        bound = " ".join(filter(None, (account.organisation, account.territory)))
        state = "" if account.active else "  đã khóa"
        app = "  xác thực hai bước" if account.two_factor else ""
        out.print(
            f"{account.name}  {', '.join(sorted(account.roles))}{f'  {bound}' if bound else ''}{app}{state}",
            soft_wrap=True,
        )


@users.command("disable")
def disable(name: Name) -> None:
    """Disable an account; its sessions end at once."""
    _set_active(name, active=False)
    out.print(f"Đã khóa tài khoản {name}", soft_wrap=True)


@users.command("enable")
def enable(name: Name) -> None:
    """Enable a disabled account again."""
    _set_active(name, active=True)
    out.print(f"Đã mở khóa tài khoản {name}", soft_wrap=True)


@users.command("role")
def change_role(
    name: Name,
    role: Annotated[list[Role], typer.Option("--role", help="All that it has from now on; repeatable.")],
) -> None:
    """Give an account of the office's own people other roles; they take the place of those it has."""
    from registry.services.office.sign_in.accounts import change_roles

    with opened() as registry:
        change_roles(registry, name, role, who=actor())
    out.print(f"Vai trò của {name.strip().lower()}: {', '.join(sorted(role))}", soft_wrap=True)


@users.command("reset-password")
def reset(name: Name) -> None:
    """Print a new first password; the old one, the sessions and the authenticator app end."""
    from registry.services.office.sign_in.accounts import reset_password

    with opened() as registry:
        first = reset_password(registry, name, who=actor())
    _print_password(name, first)


@users.command("two-factor")
def two_factor(
    compulsory: Annotated[
        bool, typer.Option("--compulsory/--optional", help="For the office's staff, who are signed in too.")
    ],
) -> None:
    """Make the authenticator app compulsory for staff, or leave it to them."""
    from registry.services.office.sign_in.accounts import set_two_factor_compulsory

    with opened() as registry:
        set_two_factor_compulsory(registry, compulsory=compulsory, who=actor())
    said = "bắt buộc với cán bộ" if compulsory else "do cán bộ tự chọn"
    out.print(f"Xác thực hai bước: {said}", soft_wrap=True)


@users.command("seal")
def seal() -> None:
    """State that accounts and contacts are right as they stand, after bts verify found their seal broken."""
    from registry.services.office.security.secrets_seal import seal_anew

    with opened() as registry:
        seal_anew(registry, who=actor())
    out.print(
        "Đã niêm phong lại bảng mật khẩu và người phản ánh; việc này được ghi vào sổ cái", soft_wrap=True
    )


def _print_password(name: str, first: str) -> None:
    out.print(f"Mật khẩu lần đầu của {name.strip().lower()}, chỉ hiện một lần: {first}", soft_wrap=True)


def _set_active(name: str, *, active: bool) -> None:
    from registry.services.office.sign_in.accounts import set_active

    with opened() as registry:
        set_active(registry, name, active=active, who=actor())

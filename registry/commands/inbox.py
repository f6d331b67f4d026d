"""``bts inbox``: carriers' outage reports that lie in the mailbox folder, taken in now."""

from typing import Annotated

import typer

from registry.console import opened, out


def inbox(
    make: Annotated[bool, typer.Option("--make", help="Make the folder, one folder a carrier.")] = False,
) -> None:
    """Take in the outage reports that lie in the mailbox folder; the server does it every half minute."""
    from registry.services.office.organisations import operator_names
    from registry.services.outages.mailbox.arrivals import inbox_folder, make_folders
    from registry.services.outages.mailbox.fates import why
    from registry.services.outages.mailbox.intake import take_mail

    with opened() as registry:
        if make:
            make_folders(registry.settings, operator_names(registry))
        found = take_mail(registry)
        folder = inbox_folder(registry.settings)
    if not folder.is_dir():
        out.print(f"Chưa có thư mục {folder}: bts inbox --make", soft_wrap=True)
        return
    for one in found:
        fate = why(one) or ("đã nhận, còn dòng chưa rõ" if one.state == "look" else "đã nhận")
        out.print(f"{one.name}  {one.operator or one.sender or '–'}  {fate}", soft_wrap=True, highlight=False)
    out.print(f"{folder}: {len(found)} tệp mới", soft_wrap=True, highlight=False)

"""``bts exchange``: papers that lie in the exchange folder taken in, issued letters laid out, now."""

from registry.console import opened, out


def exchange() -> None:
    """Take in and lay out the papers of the exchange folder; the server does it every half minute."""
    from registry.services.requests.exchange.folder import exchange_folder
    from registry.services.requests.exchange.incoming import take_in
    from registry.services.requests.exchange.outgoing import lay_out

    with opened() as registry:
        folder = exchange_folder(registry.settings)
        came, laid = take_in(registry), lay_out(registry)
    if folder is None:
        out.print("Chưa đặt thư mục trao đổi: BTS_EXCHANGE=/thư/mục bts exchange", soft_wrap=True)
        return
    for one in came:
        fate = one.reason.partition("\n")[0] or (
            f"{one.papers} văn bản mới" if one.papers else "đã nhận trước"
        )
        out.print(f"{one.name}  {fate}", soft_wrap=True, highlight=False)
    for path in laid:
        out.print(f"ra/{path.name}", soft_wrap=True, highlight=False)
    out.print(f"{folder}: {len(came)} đến, {len(laid)} đặt ra", soft_wrap=True, highlight=False)

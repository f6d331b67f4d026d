"""What other programs hear from the register and bring to it (trao đổi dữ liệu).

Knows the frame and the services, and no other package of pages.

* ``documents``: The one link of an event: it leads to the record, for whoever has signed in.
* ``dossiers``: Where requests stand, for the one-stop portal: programs ask with an access token.
* ``pages``: The pages of the exchange and their place in the bar.
* ``papers``: Papers of the exchange folder: those that came in, filed or left aside; those laid out.
* ``webhooks``: Addresses of other programs that hear of events: allowed, tried, paused and taken away.
"""

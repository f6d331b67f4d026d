"""What other programs hear from the register and bring to it (trao đổi dữ liệu).

Knows the frame and the services, and no other package of pages.

* ``documents``: The one link of an event: it leads to the record, for whoever has signed in.
* ``pages``: The pages of the exchange and their place in the bar.
* ``webhooks``: Addresses of other programs that hear of events: allowed, tried, paused and taken away.
"""

"""Events for other programs: what of the ledger is one, the addresses that hear of them, and how they get
there.

* ``event_deliveries``: Events on their way to other programs: found in the ledger, queued once an address,
  tried until taken.
* ``ledger_events``: What of the ledger is an event (sự kiện) for other programs: the one place where
  entries become events.
* ``webhooks``: The addresses of other programs that hear of events (webhook): allowed by the administrator
  one by one.
"""

"""Requests, their rows, decisions, consultations and agreed positions as rows.

Imports the ground of the store (database, ledger, batches, geometry), and rows of packages below it.

* ``agreements``: Positions that the office agreed to, asked of by their site in the register.
* ``decided_rows``: Rows of requests that were decided: the proposal, the request and the decision, of
  the list in force.
* ``list_readings``: Readings of the lists that senders handed in, as they were kept with their requests.
* ``requests``: Requests and what stands beside them: rows of the desk's tables as the model's records,
  and back.
* ``tables``: The tables of the desk: requests, their lists and rows, what was consulted and decided,
  what became of it.
"""

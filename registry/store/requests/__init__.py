"""Requests, their rows, decisions, consultations and agreed positions as rows.

Imports the ground of the store (database, ledger, batches, geometry), and rows of packages below it.

* ``agreements``: Positions that the office agreed to: by request, operator and state, and by their site
  in the register.
* ``conditions``: Conditions of agreements across requests: the office's own words, and those of letters
  that are out.
* ``consultations``: Consultations of bodies: those that were sent, and one by its id.
* ``decided_rows``: Rows of requests that were decided: the proposal, the request and the decision, of
  the list in force.
* ``exchange``: Papers of the exchange folder, as rows.
* ``handed_in``: What was handed in with requests: lists with how they were read, and papers by the
  SHA-256 of the file.
* ``letter_numbers``: Numbers of the letters that the office sent besides its replies to requests,
  whatever room wrote them.
* ``notes``: Notes on the rows of requests by their kind, whatever request they stand in.
* ``requests``: Requests and what stands beside them: rows of the desk's tables as the model's records,
  and back.
* ``sharing``: Sharing requests (đề nghị dùng chung): listed, one by its id, and one by its letter.
* ``tables``: The tables of the desk: requests, their lists and rows, what was consulted and decided,
  what became of it.
"""

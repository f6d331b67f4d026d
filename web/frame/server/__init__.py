"""What the server keeps of itself: its days, its requests, its limits, its end.

* ``ending``: Ending a server without breaking off what it is at: told to end, it takes nothing new and
  finishes.
* ``heads``: What the server does at the first page of every day: notes the ledger's head, sweeps what
  was left.
* ``limit_storage``: The storage of limits that several processes of one server share: a file in the
  register's home.
* ``machine``: Whether a request comes from the machine that serves: an open desk answers that one, and
  no other.
* ``out_of_reach``: What is said when the database cannot be reached: a page for which nothing is asked of
  it.
* ``request_log``: Every request has a number (mã lượt truy cập): sent back, said on error pages and in
  lines of the log.
"""

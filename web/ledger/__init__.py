"""The ledger read by people: its pages, one record's history, checkpoints, and verifying.

Imports frame and map.

* ``checkpoints``: Checkpoints of the ledger, to print and send elsewhere, and verifying the register
  against them.
* ``entries``: The whole ledger page by page, one entry, one record's history, and the ledger as a file.
* ``pages``: The pages of the ledger and their places in the bar.
"""

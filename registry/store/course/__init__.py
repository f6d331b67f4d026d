"""The course's tries as rows, and what their learners did since.

Imports the ground of the store (database, ledger, batches), and rows of packages below it.

* ``tables``: The table of tries.
* ``tries``: Tries as records; what a person entered in the ledger after an entry.
"""

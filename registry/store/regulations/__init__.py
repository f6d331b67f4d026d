"""The province's own regulations as rows, and the law that the published ones make.

Imports the ground of the store (database, table parts), and the pure room ``registry.regulations``.

* ``regulations``: Regulations as records, the newest first, and the law of the published ones.
* ``tables``: The table of regulations.
"""

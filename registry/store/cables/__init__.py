"""Routes, nodes, segments, troubles and undergrounding as rows, read by box too.

Imports the ground of the store (database, ledger, batches, geometry), and rows of packages below it.

* ``cables``: Outside cable as records: rows to model and back, and the few queries that pages and
  services ask.
* ``plant``: The whole of the outside cable plant, as exports write it.
* ``routes``: Routes of outside cable: what a list of them shows, and the segments of one.
* ``tables``: The tables of outside cable: routes, segments, nodes, areas to be laid underground, and
  troubles.
* ``troubles``: Troubles of outside cable as records, and the areas whose lines are to be laid
  underground.
* ``windows``: Windows on a million segments: the database narrows by box, and hands out plain arrays,
  not records.
"""

"""Provinces that become one: a register enters another, and both ledgers stay whole.

* ``earlier``: What an earlier register held, read from its own ledger.
* ``entering``: The records of the other register as they enter this one: keys, codes, names and numbers told
  apart.
* ``merging``: A register becomes part of another, all of it or nothing.
* ``names``: What people know a record by, and a name that nobody has.
* ``report``: What went where, and what waits for a person.
* ``rules``: What becomes of each table, as ``data/codes/merging.toml`` has it.
* ``territory``: Communes, provinces, and what was said of a whole territory, when two become one.
* ``wholes``: What was said of a whole province: complete lists, complete layers, plans in force.
"""

"""Administrative units and their borders: real ones by file or taken as offered, approximate ones till
then.

* ``approximate_borders``: Approximate borders of a province and its units, from points: what stands in
  until real ones are known.
* ``border_file``: Real borders of a province's communes in a file of our own form:
  ``data/boundaries/<province>.json``.
* ``first_units``: The administrative units that a new register starts with: real names and codes, and
  their borders.
* ``found_units``: Communes by a name of any time, and the districts and provinces that ended, with what
  they became.
* ``import_admin_units``: Import surveyed boundaries of administrative units in place of the approximate
  ones.
* ``real_borders``: Real borders of a province's units, as far as those of its present communes tell them.
* ``take_borders``: Real borders are offered to a register that has worse ones: looked at, then taken as
  one batch, undone as one.
* ``unit_source``: The package vietnamadminunits (MIT), read: names, codes, points, areas, and the
  crosswalk of 1/7/2025.
"""

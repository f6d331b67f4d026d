"""Planning (PLN-01 to PLN-04): the operator's plan, and the planning zones that hold a point.

* ``checks``: The checks, in the order in which findings are shown.
* ``lookups``: The plans as they are looked up: by code, by position, by commune and address.
* ``positions``: The planned positions of the operator's plan in force.
* ``siting``: On a roof or public land in urban areas.
* ``zones``: Classes and heights that zones allow.
"""

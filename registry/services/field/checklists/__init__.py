"""Checklists at the office's desk: what visits answered of them.

* ``answers``: What a visit answered of its sheet, judged; what it left out.
* ``held``: The checklists of this office: those of the product, and the versions that it published itself.
* ``own``: Own versions of checklists: drawn up, read for faults, published by a second person, retired.
* ``tables``: Readings of one entry row by row as one small table, on pages and in papers.
"""

"""Inspection sheets (phiếu kiểm tra) as forms: what a sheet may ask, and what becomes of its answers.

* ``answers``: The answers of one mast's sheet: rows of its groups, what is asked, what follows from them.
* ``entries``: What a sheet is made of: entries, groups that repeat, conditions, limits, computed values.
* ``grammar``: A sheet read from its written form, with every fault of it named.
* ``keys``: The key of one answer: the entry's code, in a group that repeats with its row.
"""

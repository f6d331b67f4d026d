"""The checks read row by row, plainly: what the checks in columns must answer, to the letter.

Kept as they stood before findings were held in columns; ``tests/checks/test_columns.py`` compares the two
over random worlds. A rule that changes its answers is changed here too, and first. What no column touches
(how high a row says its mast is) is the checks' own.
"""

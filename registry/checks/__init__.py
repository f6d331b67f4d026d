"""The checks: one family a file or package, and the engine that asks them.

A check answers all rows of a list at once, in columns: ``answers`` puts groups of rows down, ``stated`` finds
rows that state the same, ``holding`` the zones that hold points, ``cells`` that none is near a single one.
"""

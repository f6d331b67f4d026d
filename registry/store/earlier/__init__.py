"""Registers that became part of this one: their ledgers, whole and sealed, and what they answered.

``tables``; ``ledgers`` (kept and read), ``mapping`` (their keys and ours), ``proof`` (they still verify),
``standing`` (what stands in a register, for whoever takes it in).
"""

"""The product under attack, each kind by one command: ``python -m tests.attack KIND --seed N --count M``.

Narrow versions stand among the tests; here is what takes minutes. Everything lies in a folder of its own and
listens on 127.0.0.1. Exit status 1 where something gave way; what is tried and how often is printed.
"""

"""Speed, measured apart from the tests: always beside a named baseline or a limit of the same run.

``bench_*`` each measure one part and return rows (``measure.row``), ``measure`` says how, ``results`` keeps
and tells them, ``alone`` runs each in a process of its own.
"""

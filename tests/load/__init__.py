"""People at work at once: the eight roles' real steps on ``gunicorn -w 4``, and what breaks meanwhile.

``python -m tests.load --people 200 --minutes 10 --database postgresql --faults`` makes an illustrative office
with an account for each person, serves it as an office does, lets everybody work by ``locustfile.py`` (a
process of its own), and says how fast it answered, how its memory went, and whether the register holds what
people were told that it holds: every writing bears a mark of its own, and those that were acknowledged,
refused, and left without an answer are looked for one by one afterwards. Nothing of it is part of ``make
test`` but ``test_counted.py``, which holds the counting itself.

* ``office``: the register and its people; ``servers``: PostgreSQL, gunicorn, their memory; ``breaking``: what
  is broken when; ``worker``: a person at work; ``locustfile``: what each role does; ``counted``: what was
  promised against what is kept; ``report``: the figures in words.
"""

"""The course (khóa học): short exercises in the illustrative office that check themselves.

Stands above the illustrative province, of whose planned positions its material is made; the pages show it.
What is right is never written down here: the check of an exercise asks the product's own checks about its
material at the time of the check.

* ``exercises``: The exercises as data (``data/course``): what each asks step by step, of whom, and how long
  it
  may take.
* ``lesson``: What an exercise is made of: material for a learner, a check by facts, and clearing what was
  practised.
* ``positions``: Positions for exercises: planned ones of the illustrative province, judged first, each for
  one
  try only.
* ``practice_requests``: Requests of exercises: filed for a learner or by one, found again by the codes of
  their
  rows, withdrawn.
* ``record``: The record (sổ học): who finished which exercise when, in how many minutes, at which try.
* ``tries``: Tries: begun with material of their own, checked by facts, answered, led by the leader, cleared.
"""

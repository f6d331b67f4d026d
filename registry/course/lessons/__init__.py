"""The exercises, one a module: material for a learner, the check by facts, and clearing what was practised.

* ``answer_letter``: Exercise: the answer letter of a request is drafted, signed and issued; one decision is
  wrong at first.
* ``ask_body``: Exercise: a body is asked and its answer recorded; the carrier is asked to supplement its
  row.
* ``carrier_files``: Exercise of a carrier: a request is filed, and the quarter's list of masts handed in.
* ``decide``: Exercise: three positions of a request, one that passes, one to be refused, one that cannot be
  judged.
* ``find_mast``: Exercise: a mast is found on the map, its sheet read, and asked what could stand beside it.
* ``inspect_mast``: Exercise: a mast is inspected with the phone, what is bad becomes a defect, and a letter
  tells its carrier.
* ``registered``: Every exercise's parts by its name in ``data/course``; a test holds the two alike.
* ``storm_shift``: Exercise: a storm's bulletin is entered, its list read, letters sent, an outage reported.
* ``take_list``: Exercise: a carrier's list comes in, two of its cells are doubtful, and the request gets its
  number.
"""

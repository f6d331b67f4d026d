"""The gate sheet (bảng kiểm tra): what is open and whose it is, before a request is sent, submitted
or issued.

One sheet for the three doors; what it asks a reason for is kept with the reason, and the sheet as it stood at
a door is kept with the request, so that nothing disappears by going on. Imports what a request holds; who
moves a request (``drafts``, ``states``, ``issuing``) imports it.

* ``besides``: What stands at the office's doors beside the request itself: edited sentences, and visits
  still out.
* ``doors``: Passing a door: refused while something is open or the sheet changed since it was looked at;
  reasons and the sheet are kept.
* ``doubtful_cells``: Cells that were read with a doubt: each asks whoever agrees to its row for an answer.
* ``drafted``: The sheet before a draft is sent: what its sender may know of what it leaves open.
* ``filed``: The sheet of a request that has its number: before it is sent again, submitted or issued.
* ``gap_points``: What the office itself lacks, on the sheet: each gap wants one word before a request is
  submitted.
* ``points``: What a row or a dossier leaves open besides its matters: class, height, conditions, papers.
* ``sheet``: The sheet itself: its doors, sides and items, and the token by which it is known again.
"""

"""Runs over the country: partitions of a lake judged province by province, each by its own law.

Pure but for reading the lake: no SQL, no service, no page. Imports ``registry.lake`` and the pure rooms
(checks, appraisal, storm); the distribution is the standard library's or Dask's, never our own.

* ``appraising``: Open proposals, or standing masts, of a province judged with what stands across its border.
* ``arrays``: Columns of a lake as the arrays of the pure rooms.
* ``complying``: The compliance run of a province.
* ``engines``: Where tasks are run: in this process, in some processes, or by Dask.
* ``halo``: What stands across a province's border as far as any check looks.
* ``held``: What a lake holds of one province, as contexts, compliance and storms are made from it.
* ``portions``: Which rows are judged together: tasks of about the same work, the same whoever runs them.
* ``prepared``: A province read and ready to be judged, kept by whoever judges several parts of it.
* ``proposals``: The rows of open requests in a lake.
* ``results``: The files of a run: parts written in a fixed order, and the sums by province.
* ``runs``: The three runs over a lake: what is refused, what is run, what is written.
* ``storms``: What a storm does to the masts of a province.
* ``tasks``: A task of a run, and how it is done wherever it is run.
"""

"""Pages of a company's inspection: the office's from the proposal to the seal, and the company's own.

* ``finds``: What inspections of companies let be found: inspections for the office, a company's
  own for itself.
* ``frame``: the blueprint, the line of steps, how a page is shown and a deed done.
* ``listed``: the list of inspections.
* ``pages``: the package's declaration.
* ``proposing``: an inspection drawn up and amended.
* ``show``: the page of one, its next step, its team.
* ``today``: what is said of the day's work.
* ``words``: the words for codes.

Imports the frame, the map and the services; no other package of pages.
"""

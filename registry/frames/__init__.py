"""The register as frames: GeoDataFrames out, GeoDataFrames in; arrays and columns stay inside.

Everything here is offered by ``registry`` itself (``registry.sites()``, ``registry.appraise(frame)``).
Imports the services and the rooms below them; web and commands may import it.

* ``appraised``: An appraisal as frames: its rows, its findings, what was not understood, a summary and a
  map.
* ``areas``: Zones, planned positions, cables and administrative units of a day as frames.
* ``columns``: The columns of the frames: ``data/codes/frames.toml``, read; with their types, units and who
  sees them.
* ``compliance``: The compliance run as a frame: one row an answer.
* ``dictionary``: The data dictionary: every column of every frame, the vocabularies, and the layers of zones.
* ``disclosed_columns``: The policy of disclosure on columns: what
  ``registry.services.register.disclosure`` is on rows.
* ``explore``: A map of an appraisal for a notebook: Folium, our own signs and colours, the office's own
  background.
* ``masts``: Sites, structures and stations as frames: the levels apart, one row of each its own thing.
* ``stamps``: The register that a frame is asked of, and what the frame says of itself in ``attrs``.
* ``storm``: What a storm does to each mast, as a frame.
* ``typed``: Columns of the store, as its driver gives them, as typed columns of pandas; and a frame of
  them.
"""

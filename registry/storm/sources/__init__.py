"""Readers of tracks, one form a module; ``recognise`` knows which reads a text. Pure: text in, track out.

* ``atcf``: b-decks and a-decks. * ``bulletin``: Vietnamese bulletins. * ``ibtracs``: the archive's columns.
* ``jtwc``: warning texts. * ``kml``: tracks and cones. * ``points_json``: JSON, GeoJSON, the register's own.
* ``rsmc``: advisories of Tokyo. * ``table``: any table with a header.
* ``given``, ``recognise``: what a reader gets and answers, and the list of forms.
* ``issuing``: who issued a Vietnamese bulletin, by its header.
* ``checked``, ``columns``, ``merged``, ``passages``, ``quadrants``, ``record``, ``rows``, ``strength``,
  ``xml_text``, ``zulu``: what several of them share.
"""

"""The commands of ``bts``: each parses, calls one service and prints.

Imports the console, the services, and web where it serves pages.

* ``backup``: ``bts backup``, ``restore``, ``drill``, ``upgrade``: the register in one file, back, tried,
  renewed.
* ``basemap``: ``bts basemap``: the background below the maps: built of an extract, taken as tiles, shown,
  removed.
* ``borders``: ``bts borders``: real borders of a province's communes: made into a file of ours, taken
  into a register.
* ``clock``: ``bts clock``: the server's clock beside the ledger's time.
* ``imports``: ``bts import``: lists of masts and cable, zones, plans and boundaries; without ``--yes`` a
  preview only.
* ``exchange``: ``bts exchange``: papers that lie in the exchange folder taken in, issued letters laid out,
  now.
* ``inbox``: ``bts inbox``: carriers' outage reports that lie in the mailbox folder, taken in now.
* ``lake``: ``bts export lake``: a day of the register as GeoParquet, beside those of other days and
  provinces.
* ``national``: ``bts national``: every province of a lake judged by its own law, on one machine or on a
  Dask cluster.
* ``package``: ``bts verify-package`` proves a sealed package and needs no registry; ``bts seal`` makes
  one.
* ``phantoms``: ``bts phantoms``: masts agreed to where one of the same owner stands, and taking them
  back.
* ``same_mast``: ``bts same-mast``: the open questions, and an officer's answers to them.
* ``serve``: ``bts serve``: the pages, by a production WSGI server.
* ``user``: ``bts user``: accounts from the command line, the first administrator among them.
* ``verify``: ``bts verify`` checks the register and what was noted of it; ``bts checkpoint`` prints what
  to note.
* ``views``: ``bts views``: what whoever connects to PostgreSQL directly may read: views, masked as exports
  are.
* ``work``: ``bts work``: the jobs of the register and what goes out of the house, beside the pages.
"""

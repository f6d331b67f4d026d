"""OGC API over the register, for map programs: protocol by pygeoapi, rows and policy our own.

Imports frame, and the frames of the register. pygeoapi and what reads filters are imported at the first
question only: they take most of a second.

* ``collections``: Which collections there are for whoever asks, and their rows.
* ``conformance``: What the service says that it conforms to.
* ``filters``: Filters in the words of CQL2 (text), judged over whole columns.
* ``openapi``: The description of the service for programs.
* ``pages``: The addresses of OGC API.
* ``process_views``: The addresses of OGC API Processes: what can be done, and having it done at once.
* ``processes``: The process that appraises rows: what it takes and gives (OGC API Processes), and its work.
* ``provider``: Our rows as pygeoapi asks a provider for them.
* ``queries``: What a request asks of a collection, read strictly.
* ``records``: The catalogue of what is open, as records of OGC API: the same sets of which the catalogue of
  DCAT tells.
* ``service``: pygeoapi as a library: its protocol over what a person may see, without its server.
* ``systems``: The coordinate systems in which features are given.
* ``table``: The rows of a collection, made ready to be chosen from and to be sent.
* ``views``: The addresses of OGC API Features.
"""

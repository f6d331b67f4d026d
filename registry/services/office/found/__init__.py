"""One search over everything: what was typed, the things that may be found, where the words stand in a name.

It knows no kind of thing. What a person may find, each room says by its own service; here it is laid out
once (``index``), kept as long as the tables behind it stand (``changed``), and asked at every key
(``typed``).

* ``changed``: Whether anything was written to some tables since they were read.
* ``index``: Things by their names and words, laid out to be searched at every key.
* ``typed``: What was typed, in plain words, and where it stands in a name.
"""

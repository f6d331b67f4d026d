"""The search over everything (Ctrl+K, ``/find``): what each package says can be found, asked at every key.

* ``answers``: What is answered to what was typed: hits by kind, as the present person may see them.
* ``kinds``: The kinds of things that can be found, and how a package declares them.
* ``opened``: Pages of the product and deeds that one may begin, found by their names and everyday words.
* ``views``: The page and the answer to the script.
"""

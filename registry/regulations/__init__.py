"""Regulations of a province that an office entered: what may be stated, how it is written, what law it makes.

Pure: knows the words, the law and its own data (``data/codes/regulation_forms.toml``).

* ``composing``: The law that published regulations make together: their rules by day, and what they ended.
* ``faults``: What keeps a regulation from being proposed: days, bounds, articles, what is left out.
* ``forms``: What an office may state: matters with their numbers, and the rules that follow from them.
* ``versions``: Versions of a regulation, and the days on which each is in force.
* ``written``: A regulation as plain JSON and back, and the digest of what of it judges.
"""

"""The law that holds in the province, and the province's own regulation entered in the browser.

* ``here``: every rule that holds on a day, by family, with what is missing by name; what differs on another
* ``law_lines``: a rule of a day as a line of that page
* ``number_words``: what numbers, units and parts of rules are called
* ``frame``: the blueprint, and who does what
* ``pages``: what the package brings along

It may import the frame and the map; the services say what a regulation is.
"""

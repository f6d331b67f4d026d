"""The law that holds in the province, and the province's own regulation entered in the browser.

* ``here``: every rule that holds on a day, by family, with what is missing by name; what differs on another
* ``law_lines``: a rule of a day as a line of that page
* ``number_words``: what numbers, units and parts of rules are called
* ``drafts``: the office's own regulations listed, begun with the head of the document, its file
* ``typed``: head and matters as a form, and what was typed into it as a content again
* ``matters``: what a regulation lays down, number by number with its article
* ``example_form``: examples as rows of a form, and back
* ``examples``: examples typed, proposed at the edge of numbers, judged
* ``replays``: what a draft would have changed of past requests, asked for as a job
* ``publishing``: one regulation with what is in the way; proposed, published, returned, ended
* ``frame``: the blueprint, who does what, the steps of a draft
* ``pages``: what the package brings along

It may import the frame and the map; the services say what a regulation is.
"""

"""The province's own law (quy định của tỉnh): typed as dated data, tried, replayed, published by another.

A regulation that is in force is the law by which everything here is judged, beside the catalogue of the
product. Imports requests and what stands below it.

* ``briefing``: What it says in the office's briefing.
* ``deeds``: What the deeds on a regulation share: who may, and the record in the version seen.
* ``drafting``: A regulation drawn up, saved as typed, its document kept, put away; a new version begun.
* ``example_world``: The small world in which an example of a regulation is judged.
* ``examples``: Examples judged by the real checks; which number has none on each side; cases at its edge.
* ``held``: The regulations of the office, how far each is, and what is still in the way of publishing it.
* ``law_here``: The law that holds here on a day, rule by rule: numbers, articles, gaps; two days compared.
* ``publishing``: Proposed, returned, published by a second person, ended.
* ``replay``: What a draft would have said of past requests: judged by the present law and by that with it.
* ``replay_job``: The replay as a job, and its result as it is kept.
"""

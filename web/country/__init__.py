"""The country on a lake (``BTS_LAKE``), for a leader and the administrator: read only.

* ``across``: standing masts of which a check meets a mast of another province
* ``cells``: how numbers, shares, days and what is not known are written in the tables
* ``compliance``: what the compliance run found, by province
* ``data``: of which day, register and eyes each province's data are, and what is wrong with one
* ``drawn``: what the map's script asks for: masts, borders, one mast
* ``frame``: the blueprint, who looks, and the lake that is looked at
* ``law``: the regulations of each province, and what is missing there
* ``outages``: the published lines of outages
* ``overview``: the map of all masts with the totals
* ``pages``: what the package brings along
* ``province_lines``: a province as a line of the tables
* ``provinces``: the table of provinces: masts, sharing, compliance, law, borders
* ``run_notes``: what a page says of the result that it shows
* ``storm``: what a storm does to each province, and its 20 masts

It may import the frame and the map.
"""

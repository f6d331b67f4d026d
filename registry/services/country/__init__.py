"""The country on a lake (``BTS_LAKE``): read only, province by province, as far as each can be read.

* ``borders``: The provinces' borders as the lake has them, for the map of the country.
* ``crossing``: Findings of standing masts that only a mast of another province gives.
* ``gaps``: What a province's law does not say there, by rule.
* ``held``: Which provinces the lake holds on a day, what is wrong with one, and what was counted of each.
* ``masts``: The masts of all provinces as the map draws them, and what is known of one.
* ``runs``: What ``bts national`` found, where its results lie in the lake.
* ``sites``: One province's masts and stations: counted, and as columns for the map.
* ``sums``: The published lines of outages: no number of fewer than three carriers.
"""

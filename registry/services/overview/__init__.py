"""Towns and streets that need it (theo xã, phường): what stands in each commune, what lacks, what is open.

Figures of a day by commune of today, from columns of the register; the table of population that people per
mast rests on; the places to look at first, by the office's own weights. Imports every package below it.

* ``attention``: The places to look at first: points by the office's own weights, with their reasons.
* ``book``: The overview as a workbook, as CSV and as GeoJSON.
* ``cable_lines``: Outside cable by commune and by line: how it is laid, where a cut leaves no way round.
* ``counted_masts``: Masts and stations by commune on a day, counted on columns.
* ``figures``: The overview of a day: every measure of every commune, and of what lies outside all of them.
* ``ground``: The ground of communes: area, and the largest part farther than the office's radius from masts.
* ``import_population``: A table of population from a file: looked at, then written as one batch.
* ``matters``: Open matters by commune: requests, defects, field reports, troubles, standing masts.
* ``measures``: The measures of the overview: what each counts, its unit and source (``data/overview.toml``).
* ``population_rows``: The rows of a table of population as figures of today's communes.
* ``settings``: What the office sets for the overview: its radius, and the weights of its ranking.
* ``sheet``: One commune on one page: its figures, what is missing, and the document.
* ``shown``: The overview as a viewer may see it: small counts are not told.
"""

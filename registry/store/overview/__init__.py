"""What the overview by commune keeps and reads at once: figures of population, sums of many tables.

* ``matters``: Open matters with the place or the mast that they are about, as plain rows.
* ``populations``: Figures of population: which hold on a day, and all of them.
* ``stations``: Stations, masts' states and cable lines as columns.
* ``tables``: The table of population figures.
"""

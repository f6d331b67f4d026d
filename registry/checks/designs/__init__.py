"""Designs of residential and urban areas (DSG-01 to DSG-19), judged whole: measured value, limit, source.

* ``aerial``: No cable overhead in an area whose lines are laid underground.
* ``asked``: What every question about a design gets: the design in metres, the rules, how to answer.
* ``buildings``: Cabinets and rooms, what is inside high-rises, fibre that waits in homes.
* ``corridors``: Ducts, cabinets, poles and cable within corridors and on protected land.
* ``coverage``: Places for stations enough, by the masts around and those that the design has.
* ``judging``: The questions in their order.
* ``network``: The network of ducts: which pieces hang together.
* ``office_numbers``: The numbers that the office states for designs, because no text that was read has them.
* ``papers``: Papers that are lacking, the General Staff's letter, information of the project.
* ``pipes``: Spare ways, carriers and depth of ducts.
* ``reach``: Ducts along every street and to every plot.
* ``routes``: Ways out, and whether they are joined to the plant that the register knows.
* ``stations``: Places for stations held against the checks of positions, homes and public ground.
* ``surroundings``: What a design is held against: context, law of positions, plant around.
"""

from registry.checks.designs.judging import TITLES, judge
from registry.checks.designs.office_numbers import OFFICE_NUMBERS
from registry.checks.designs.surroundings import REACH_M, Surroundings

__all__ = ["OFFICE_NUMBERS", "REACH_M", "TITLES", "Surroundings", "judge"]

"""Designs of residential and urban areas (DSG-01 to DSG-19), judged whole: measured value, limit, source.

* ``aerial``: No cable overhead in an area whose lines are laid underground.
* ``asked``: What every question about a design gets: the design in metres, the rules, how to answer.
* ``judging``: The questions in their order.
* ``network``: The network of ducts: which pieces hang together.
* ``papers``: Papers that are lacking, the General Staff's letter, information of the project.
* ``surroundings``: What a design is held against: context, law of positions, plant around.
"""

from registry.checks.designs.judging import TITLES, judge
from registry.checks.designs.surroundings import REACH_M, Surroundings

__all__ = ["REACH_M", "TITLES", "Surroundings", "judge"]

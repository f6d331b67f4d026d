"""All pages of visits on their one blueprint."""

from web import visits, visits_deeds
from web.visits import waiting
from web.visits_frame import blueprint

__all__ = ["blueprint", "visits", "visits_deeds", "waiting"]

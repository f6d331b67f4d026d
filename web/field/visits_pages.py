"""All pages of visits on their one blueprint."""

from web.field import visits, visits_deeds
from web.field.visits import waiting
from web.field.visits_frame import blueprint

__all__ = ["blueprint", "visits", "visits_deeds", "waiting"]

"""All pages of campaigns on their one blueprint."""

from web import campaigns, campaigns_risk, campaigns_self, campaigns_show
from web.campaigns_frame import blueprint

__all__ = ["blueprint", "campaigns", "campaigns_risk", "campaigns_self", "campaigns_show"]

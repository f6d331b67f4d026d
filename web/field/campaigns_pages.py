"""All pages of campaigns on their one blueprint."""

from web.field import campaign, campaigns, risk, self_inspections
from web.field.campaigns_frame import blueprint

__all__ = ["blueprint", "campaign", "campaigns", "risk", "self_inspections"]

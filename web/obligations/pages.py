"""All pages of obligations on their one blueprint."""

from web.obligations import handed_reports, obligations
from web.obligations.obligations import blueprint, waiting

__all__ = ["blueprint", "handed_reports", "obligations", "waiting"]

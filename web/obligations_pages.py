"""All pages of obligations on their one blueprint."""

from web import obligations, obligations_reports
from web.obligations import blueprint, waiting

__all__ = ["blueprint", "obligations", "obligations_reports", "waiting"]

"""All pages of defects, put onto their one blueprint."""

from web import defects, defects_letters, defects_stated
from web.defects import waiting
from web.defects_frame import blueprint

__all__ = ["blueprint", "defects", "defects_letters", "defects_stated", "waiting"]

"""All pages of defects, put onto their one blueprint."""

from web.field import defects, defects_letters, defects_stated
from web.field.defects import waiting
from web.field.defects_frame import blueprint

__all__ = ["blueprint", "defects", "defects_letters", "defects_stated", "waiting"]

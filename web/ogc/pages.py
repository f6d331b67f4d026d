"""The addresses of OGC API."""

from web.frame.packages import PagePackage
from web.ogc import process_views, views

WITH_PAGES = (process_views, views)
"""The modules whose addresses stand on the one blueprint."""

PACKAGE = PagePackage(blueprints=(views.blueprint,), limit=views.limit)

"""The addresses of OGC API."""

from web.frame.packages import PagePackage
from web.ogc import views

PACKAGE = PagePackage(blueprints=(views.blueprint,), limit=views.limit)

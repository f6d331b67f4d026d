"""The addresses for programs: what asks there speaks JSON throughout."""

from web.api import appraisals, citizen_reports, docs, lists, masts, notices, obligations, outages, requests
from web.api.operations import blueprint
from web.frame.packages import PagePackage

WITH_PAGES = (appraisals, citizen_reports, docs, lists, masts, notices, obligations, outages, requests)
"""The modules whose operations stand on the one blueprint."""

PACKAGE = PagePackage(blueprints=(blueprint,))

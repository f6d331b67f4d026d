"""The file of a company (hồ sơ doanh nghiệp): what the register holds of it over a span, counted and listed.

Imports the services of compliance, field, cables, citizens' reports, requests and lists.

* ``gathering``: The file of an inspection, every source once.
* ``in_the_field``: Visits, defects, cable findings and citizens' reports of a company.
* ``on_paper``: Answers of the compliance run, permits, obligations and lists of a company.
* ``owned``: By which name a company's masts and lines are its own.
"""

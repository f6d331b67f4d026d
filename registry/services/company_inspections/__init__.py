"""The inspection of a company (cuộc kiểm tra doanh nghiệp), from its proposal to the sealed file.

Imports every other package of the services; nothing stands above it but the demo. ``Inspection`` alone stays
the visit of one mast.

* ``clocks``: When each step is due, by the office's own numbers or a day that was stated.
* ``deeds``: What the deeds on an inspection share: who may, the version seen, the step that is taken.
* ``drafting``: An inspection drawn up, saved as typed until it is proposed.
* ``held``: The inspections as lists and pages ask for them, with all their parts.
* ``team``: The team: conflicts of interest stated, a member replaced with the reason.
"""

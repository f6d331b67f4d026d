"""Visits of proposed positions (đi xem vị trí): rows of requests that an inspector looks at before anything
stands there. What is asked and decided of them belongs to requests; here they are targets of a phone.

* ``pack``: What a phone takes along of proposed positions, in the form of a campaign's pack.
* ``targets``: Proposed positions that somebody is sent to, and how far each has come.
* ``visits``: What came back from proposed positions: one visit by one person, measured and answered.
"""

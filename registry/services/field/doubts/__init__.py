"""Doubt that is seen (điều cần xem kỹ): what stands out in visits, and what an officer says of it.

Imports register and office, and the rest of field.

* ``answers``: What an officer says of what stands out: accepted, asked, to be visited again.
* ``flags``: What stands out over many visits: readings alike, photos used twice or taken elsewhere.
* ``of_visits``: What stands out in a single visit: an old photo, haste, no position, a picture seen before.
"""

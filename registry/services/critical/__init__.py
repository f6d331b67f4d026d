"""Critical places (nơi trọng yếu): where the authorities must be reachable, and the masts that serve them.

Committees, hospitals, dyke posts, police, schools used as shelters: entered from a list or by hand, closed
with a reason. Which mast serves which place is worked out on every look, from what an officer states and the
nearest of each network. Imports register and office.

* ``editing``: A critical place entered by hand, changed, closed with a reason, opened again.
* ``import_places``: A list of critical places from a file: looked at first, then written as one batch.
* ``named_masts``: The masts that somebody names by their codes as serving a place.
* ``places``: The critical places of the register, as records.
* ``served``: Which masts serve which critical place, and which places are left without any network.
"""

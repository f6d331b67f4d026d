"""Critical places: the list, one place with the masts that serve it, entered by hand or from a file.

Imports frame and map.

* ``files``: A list of critical places from a file: looked at, then written as one batch that can be
  taken back.
* ``finds``: What critical places let be found: the places themselves.
* ``frame``: What the pages of critical places share: who sees and writes them, their map, what is known
  of service.
* ``pages``: The pages of critical places, their place in the bar and their layer of the map.
* ``places``: Nơi trọng yếu: the list with what is known of service, one place with its masts, and its
  deeds.
* ``words``: The words of critical places, for their pages.
"""

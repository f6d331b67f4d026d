"""Design dossiers of residential and urban areas, from intake to hand-over; new areas as carriers see them.

* ``answers``: the answer of a dossier: remarks, conditions, letter; submitted, given back, issued
* ``areas``: new areas that need infrastructure, as carriers see them
* ``drawings``: versions of a drawing: taken in, layers confirmed
* ``findings``: what a version was found to be, on the map, confirmed or overruled
* ``finds``: What design dossiers let be found: dossiers, their answers, and new areas as carriers
  see them.
* ``following``: conditions followed until acceptance; what was built taken over
* ``frame``: the blueprint, who does what, the tabs of a dossier, its map
* ``intake``: a dossier taken in, stated otherwise, withdrawn
* ``listed``: the list of dossiers
* ``numbers``: the office's own numbers by which designs are judged
* ``pages``: what the package brings along
* ``today``: what dossiers have to say of somebody's day
* ``words``: the words of codes

It may import the frame and the map; the services say what a dossier is.
"""

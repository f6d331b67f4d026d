"""The words of design dossiers of residential, urban and industrial areas (hồ sơ thiết kế).

* ``contents``: What a design holds on the ground: outline, plots, streets, ducts, chambers, places for
  stations, cabinets and rooms; positions in EPSG:4326.
* ``desk``: A dossier at the desk: its state, the versions of its drawing, opinions, conditions.
* ``design_findings``: Findings about a design: the existing finding, with where it is and which things it
  is about.
* ``design_papers``: The papers that a dossier is to hold (thành phần hồ sơ), by stage and kind of area.
* ``dossiers``: A dossier (hồ sơ) as it is taken in: whose it is, of what area, at what stage.
* ``drawings``: A drawing (bản vẽ) as it was read: its layers with what lies on them, its plane, its content.
* ``kept_contents``: Contents as JSON values, and back without a loss: as a dossier keeps them.
"""

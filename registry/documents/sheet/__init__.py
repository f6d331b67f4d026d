"""The printed map sheet and the background below drawn maps.

* ``ground``: The background (nền bản đồ) below a drawn map: water, woods, houses, roads and railways, then
  their names.
* ``ground_names``: Names on the background of a drawn map: places, rivers, numbers and names of roads,
  where there is room.
* ``label_room``: The room that names have on a drawn map: what is taken already, and where a name still
  fits.
* ``map_sheet``: A printed map sheet (tờ bản đồ): masts, zones, borders on the background, true to scale, a
  PDF of vectors.
* ``sheet_layers``: What lies on a map sheet: zones with their hatch, communes' borders, masts with their
  signs; their names.
* ``sheet_layout``: Where things stand on a printed map sheet (tờ bản đồ): paper, ground, legend, foot; in
  millimetres.
* ``sheet_legend``: The legend (chú giải) of a map sheet: what is on it, each with its sign, in columns.
* ``sheet_type``: The type of map sheets: a plain face that has every Vietnamese letter and goes into the
  PDF.
"""

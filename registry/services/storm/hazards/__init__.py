"""Hazards of the province that are no storm: warnings of rain, flood and landslide, the ground that they
name, roads cut.

Imports what the storm's services import.

* ``asked``: What is asked of carriers before rain, flood, landslide or thunderstorms.
* ``calls``: Whom to call before rain, flood, landslide or thunderstorms: of each carrier its first masts, on
  a sheet.
* ``concerned``: The masts that a warning concerns, of each carrier its own: for letters, their workbooks
  and calls.
* ``deeds``: What people record of hazards: warnings, ground that floods or slides, roads cut; corrected,
  taken back.
* ``exposure``: Warnings of rain, flood and landslide in force, and the masts that stand on the ground that
  they name.
* ``letters``: Letters to carriers before rain, flood, landslide or thunderstorms as .docx, and their lists
  as workbooks.
* ``texts``: A pasted warning with its communes placed in the register; XML is read in the limited child.
* ``words``: How a warning, water and a road that is cut are said, the same on pages, in letters and on the
  phone.
"""

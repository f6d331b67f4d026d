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
* ``drafts``: Letters of a warning: drafted to each carrier that it concerns, as a storm's are; frozen,
  never sent alone.
* ``exposure``: Warnings of rain, flood and landslide in force, and the masts that stand on the ground that
  they name.
* ``letters``: Letters to carriers before rain, flood, landslide or thunderstorms as .docx, and their lists
  as workbooks.
* ``letters_now``: Letters of warnings at a moment: to whom one was sent, who acknowledged it, and who has
  none yet.
* ``sent``: Letters of a warning recorded as sent, as a storm's are: files, acknowledgement, correction,
  taking back.
* ``texts``: A pasted warning with its communes placed in the register; XML is read in the limited child.
* ``words``: How a warning, water and a road that is cut are said, the same on pages, in letters and on the
  phone.
"""

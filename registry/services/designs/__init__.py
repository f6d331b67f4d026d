"""Design dossiers (hồ sơ thiết kế) of new areas: taken in, judged, answered, followed, handed over.

Imports requests (numbers and signatures of letters, maps) and cables, and what stands below them.

* ``answers``: The answer to a dossier: conditions proposed, submitted to the leader, given back, issued.
* ``around``: The masts that stand around a design, for the map.
* ``briefing``: What it says in the office's briefing.
* ``clock``: By when the office answers a dossier: its own stated working days.
* ``communes``: The communes of a dossier by their codes: offered on its form, named in pages and the letter.
* ``conditions``: Conditions of issued answers: followed, met with what evidence or not met.
* ``contents``: What the versions of a drawing hold, kept as files.
* ``deeds``: What the deeds on a dossier share: who may, and the record in the version seen.
* ``drawings``: Versions of a drawing: taken in and read, its layers confirmed, judged.
* ``hand_over``: What was built enters the register, beside what was designed.
* ``intake``: A dossier taken in: who handed it in, for which area, at which stage, with which papers.
* ``judged``: What a version was found to be: kept as a file, read back, compared with the one before.
* ``letter``: The answer as .docx: what is agreed, what to change, what is not known.
* ``marked_map``: The marked map of a design for the annex of its answer.
* ``numbers``: The numbers by which designs are judged that no text states: the office's own.
* ``offers``: New areas that need infrastructure: what carriers are told of them, and when.
* ``opened``: A dossier opened: versions, findings with the office's word, conditions, clock; the list of all.
* ``opinions``: What the office says of each finding, and its own remarks.
* ``settled``: Which notices of design dossiers still wait: those by which somebody is to act, until he has.
* ``surroundings``: What a design is held against on a day.
"""

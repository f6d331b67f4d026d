"""Whoever is asked for an opinion: the letters to bodies, what they answer, meetings and their minutes.

* ``answered``: Who gave a body's answer: the body by its account, or an officer who noted what came on
  paper.
* ``consultations``: Bodies asked for their opinion: whom the findings name, one letter for each, and
  what the answers mean.
* ``consulted_body``: What a consulted body sees and does: the questions that were sent to it, their
  rows, and its answer.
* ``meetings``: Meetings with several bodies: who attended, what each said about which rows, what was
  concluded; minutes.
* ``sent``: The letter to a body as it was sent: its number, its day, its file, and sent by mistake.
"""

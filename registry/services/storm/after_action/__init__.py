"""The after-action report of a storm (báo cáo sau bão): drafted from the register, completed by an officer,
made final with its figures.

Imports what the storm's services import.

* ``checklists``: Which answers of checklists before a storm went with what happened to the masts: counts and
  shares, no causes.
* ``course``: The course of a storm as its bulletins told it, and the winds that were observed beside it.
* ``document``: The after-action report as .docx, in the form of the house's reports.
* ``drafting``: The report as it drafts itself: every section from the register as it stands.
* ``lists``: The storm's lists of masts against those that fell and went dark.
* ``report``: The report on record: its words stated, made final with its figures frozen, opened again.
* ``responses``: How a storm was answered: letters in minutes, networks on their way back, incidents,
  citizens.
* ``telling``: How the report writes sentences, numbers and spans of time in the reader's language.
"""

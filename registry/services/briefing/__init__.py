"""The office's meetings and its year: briefings of a week or month, what meetings concluded, the programme.

A briefing is drawn from the parts that other packages declare (``registry.services.office.brief_parts``); it
is handed them and knows none. Imports office.

* ``briefings``: A briefing of any week or month: the parts asked of the register of that day, compared.
* ``changed_later``: What was entered after a span's end and changes what was done in it.
* ``conclusions``: What a meeting concluded: typed, given another day, done, followed no more.
* ``copies``: A briefing kept as it was presented, sealed with its moment.
* ``deeds``: Who may do what here, and what its deeds share.
* ``documents``: Briefing, month and programme as .docx in the office's form.
* ``past``: The register as it stood at the end of a day, opened as a register of its own.
* ``programme``: The tasks of the year: typed, imported, followed, exported.
"""

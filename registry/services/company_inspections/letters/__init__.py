"""The papers of an inspection (.docx) and the forms of the reports that it asks for (.xlsx).

Imports the office's letterhead and citations, and the house's templates.

* ``after``: The papers that follow the visits.
* ``before``: The papers up to the first day on the spot.
* ``documents``: A paper of an inspection as .docx: its kind's template filled.
* ``evidence_tables``: The tables of papers: team, sample, reports, items with evidence, recommendations.
* ``issuing``: A paper issued: numbered, dated, kept as it was then; its signed copy beside it.
* ``parts``: What papers have in common: parts, and sentences with the inspection's own values.
* ``report_forms``: The forms of requested reports as workbooks, a line for each mast or cable line.
* ``sections``: What each paper says, part by part.
* ``vocabulary``: The words of matters, posts, verdicts, evidence and reports.
"""

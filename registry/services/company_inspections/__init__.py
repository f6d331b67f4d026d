"""The inspection of a company (cuộc kiểm tra doanh nghiệp), from its proposal to the sealed file.

Imports every other package of the services; nothing stands above it but the demo. ``Inspection`` alone stays
the visit of one mast.

* ``briefing``: What it says in the office's briefing.
* ``citable``: The rules by which an inspection may conclude, in force here on the day of the facts.
* ``clocks``: When each step is due, by the office's own numbers or a day that was stated.
* ``company_side``: What the inspected company sees of its own inspection, and nothing more.
* ``concluding``: The steps after the visits: explained, submitted, concluded, followed, stopped.
* ``conclusions``: Items of the conclusion with evidence and the verdict that a person gives.
* ``deeds``: What the deeds on an inspection share: who may, the version seen, the step that is taken.
* ``drafting``: An inspection drawn up, saved as typed until it is proposed.
* ``explanations``: What the company is asked to explain, and explains.
* ``file``: What the register holds of the company: gathered, counted, listed.
* ``held``: The inspections as lists and pages ask for them, with all their parts.
* ``letters``: The papers (.docx) and the forms of reports (.xlsx).
* ``near_steps``: What is due or late, for the day's work, and told once when near.
* ``penalties``: Penalties proposed for violations, for officers only.
* ``recommendations``: Recommendations, answered by the company, settled by an officer.
* ``reports``: Reports that the company is asked for, handed in, taken or returned.
* ``samples``: The sample by risk, law, citizens' reports, at random, by choice.
* ``sealing``: The sealed package of an inspection and its proof.
* ``settled``: Which notices of inspections of companies still wait: of what is due, or lies with a
  decider.
* ``steps``: The steps up to the visits: proposed, decided, announced, reports asked for, begun.
* ``team``: The team: conflicts of interest stated, a member replaced with the reason.
* ``visits``: The campaign of the sample's masts, and places besides.
"""

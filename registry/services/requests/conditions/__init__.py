"""Conditions (điều kiện) of agreements: proposed from findings, kept with the decision, followed until met.

Contract for letters: ``decision.conditions`` stays the tuple of the final texts, in the words of the letter
and with their article; of a row that nobody decided yet ``proposals.proposed_texts(findings, lang)`` says the
same. A proposal names no mast of another carrier, so it needs no masking; an officer's own words do. Records
stand beside the decision (``FileRow.conditions``). Who decides, opens or issues a request imports it.

* ``following``: After the issue: a carrier answers a condition with a paper, the office says met, not yet, or
  waived.
* ``frozen``: At the issue: conditions that were kept are followed from now on, and what of them the package
  keeps.
* ``owed``: Conditions of issued letters that are not met: whose they are, of which position, due by when.
* ``proposals``: What an agreement on findings is bound to, in the words of the letter, with who decides and
  before which step.
* ``saying``: Conditions as they are saved with a decision: kept, edited, added, or struck with a reason.
* ``used``: Conditions that the office wrote before, the most used first, to be offered again.
"""

"""Minutes (biên bản kiểm tra): one for each unit inspected, of a campaign or of a day, signed on the glass.

Imports the visits, comparisons and photos of the field and the office's letterhead; pages import it.

* ``at_the_mast``: Signatures at the foot of the mast: who signed a visit on the phone, and whether it is
  still what was signed.
* ``pictures``: The small pictures of a mast in minutes, each with what it shows and its day.
* ``signed``: Minutes that everybody has signed: of what the defects were then, and what came afterwards.
* ``stating``: What is stated of minutes: by whose delegation, where, who was present; and their signatures.
* ``units``: Which minutes a campaign or a day has: a unit with all its masts, and what keeps them back.
* ``writing``: Minutes of one unit as .docx, and the text that its signatures are tied to.
"""

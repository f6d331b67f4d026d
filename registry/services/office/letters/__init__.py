"""What all letters of the office have in common: the letterhead, names, copies, citations and who signs.

* ``citations``: How a letter cites a legal document (căn cứ): in full, by rank and day, an article in the
  law's words.
* ``legal_names``: The legal names of carriers and owners (tên pháp nhân), to whom letters are addressed
  ("Kính gửi: …").
* ``letter_copies``: To whom copies of a letter go (Nơi nhận): grouped lines, the file's own last ("Lưu: VT,
  BCVT.").
* ``letter_values``: What every letter of the office says of itself, whoever drafts it: head, number,
  day, marks, copies.
* ``letterhead``: What a letter says of the office: names, number form, place, who signs (settings
  ``letter.…``).
* ``signing_authority``: By whose authority a letter is signed (quyền hạn ký): the head, KT., TL., TUQ. or TM.
* ``trust_roots``: Root certificates (chứng thư gốc) up to which the office follows the signatures of
  letters.
"""

"""The exchange folder (thư mục trao đổi): issued letters laid out for others, and papers that come in by it.

No authoritative copy of edXML (QCVN 102:2016) was at hand, so an envelope is a plain one, in JSON and as
text; the agent of the axis turns it into what the axis has. Imports the rest of requests.

* ``envelope``: The envelope of a paper (phong bì): what it is, from whom and for whom, with the hash of each
  file.
* ``folder``: What lies in the exchange folder and is whole: taken up by one process, ended in one place.
* ``incoming``: Papers that came in: kept, told to the appraisers, each once; faulty ones put apart with a
  reason.
* ``outgoing``: Issued letters laid out, each once, whole or not at all.
* ``papers``: What became of every paper, and what an officer decides of those that wait.
"""

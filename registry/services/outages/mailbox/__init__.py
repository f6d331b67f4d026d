"""The mailbox folder: carriers' workbooks that come as files or mails, taken in as the page's upload is.

Imports the rest of outages.

* ``arrivals``: What lies in the folder and is whole: files of carriers' folders, attachments of mails.
* ``fates``: What became of every file, and what an officer decides of those that wait.
* ``intake``: Files taken in, each once; its carrier is answered.
* ``senders``: Which mail addresses are a carrier's.
"""

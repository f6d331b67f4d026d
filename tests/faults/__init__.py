"""A fault machine for the field: real Chromium, the real server, and everything between them breaks.

``make faults`` runs it (see ``__main__``); ``test_faults.py`` is the short run among the tests.
"""

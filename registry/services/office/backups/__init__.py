"""Backups of the register: made, sealed, kept, restored, encrypted for outside the house; an upgrade
begins with one.

* ``age_envelope``: Encryption of a backup that leaves the house, to a public key: the format of age
  (age-encryption.org/v1).
* ``backup``: One file that holds the whole register, and bringing it back.
* ``backup_jobs``: Backups made and tried beside the pages: as ``bts backup`` makes one, and what a restore
  would find in it.
* ``backup_seal``: What proves that a backup is the office's own, and hides what opens doors.
* ``belongings``: What lies in an office's folder and belongs to its register: all of it, but what is
  made anew by itself.
* ``kept_backups``: The backups that lie in the office's folder: made from a page or handed in, with
  what each says of itself.
* ``scheduled_backups``: Backups by the clock: one is made, those whose time is over go, and a copy is taken
  out of the house.
* ``upgrade``: A register of an older version becomes one of this version: a backup first, and all of it or
  nothing.
"""

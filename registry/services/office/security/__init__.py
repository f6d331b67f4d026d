"""What keeps the house shut and says who tried its doors: the installation's key, the seal over secrets,
the log of security events and its ways out.

* ``installation_key``: The secret of an installation: it signs sessions, and seals what the ledger may
  not hold.
* ``secrets_seal``: A seal over what the ledger may not hold: passwords and apps' keys, and who reported
  to the office.
* ``security_events``: Security events (sự kiện an ninh): who came in, was refused, took data out or
  changed what opens doors.
* ``security_ledger``: Security events that follow from the ledger: accounts, roles, settings,
  publications, keys of programs.
* ``security_log``: The log of security events: a chain of lines in files of the register's folder, which
  others are sent on.
* ``security_sinks``: Security events on their way out: to standard output and to a collector by syslog
  (RFC 5424), from the log.
"""

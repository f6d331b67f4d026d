"""The operation of a register: backups made, kept and tried, and the way to whatever else keeps it sound.

Imports frame.

* ``background``: The background below the maps (bản đồ nền): what lies there, of when, how large.
* ``backups``: Backups (sao lưu): made in the background, kept, downloaded, tried as a restore would.
* ``condition``: How the operation stands (tình trạng): each part in green, amber or red, in a sentence, with
  what to do.
* ``health``: Is the server alive, is it ready, what does it count: ``/healthz``, ``/readyz``,
  ``/metrics`` for monitors.
* ``metrics``: Figures of the server as Prometheus reads them: counted here, and read from the register
  when asked.
* ``packages``: Proving a sealed package (gói hồ sơ): anybody who was given one and its seal may have it
  checked here.
* ``pages``: The pages of the operation and their place in the bar.
* ``today``: The first week of an office: what its administrator still has to set up, ticked from the facts.
"""

"""What runs the register: processes that do the jobs, and how its operation stands.

* ``at_work``: A process at work (làm việc nền): from its beginning to its end it does jobs, sends and
  looks every day.
* ``clock``: The server's clock beside the ledger's time, and an administrator's word on which of them
  is right.
* ``condition``: How the operation stands (tình trạng vận hành): what readiness asks, and what an office
  arranges for itself.
* ``delivery``: What runs beside the pages: a thread a channel, or a program, that sends, a look for jobs,
  and once a day what is near.
* ``jobs``: Jobs (việc chạy nền): kept in the register, done beside the pages, taken up again after
  whatever broke them off.
* ``leftovers``: What a process left half made when it was killed, found and removed by the next one.
* ``log_lines``: Lines of the server's log (nhật ký máy chủ): as text for people or as JSON for programs,
  on standard error.
* ``operation_figures``: Figures of the operation: what a monitor draws of jobs, notices, the ledger and
  the field.
* ``operation_reports``: Reports of the operation: what a backup by the clock, a restore drill or an upgrade
  came to, kept as files.
* ``readiness``: Is the register ready (sẵn sàng)? One probe a part that can fail: what it found, in words
  by code.
* ``workers``: Workers (tiến trình chạy nền): the processes that do jobs and send what goes out; whether
  they are there.
"""

"""Runs one command and writes what the kernel charged it for to file descriptor 3, as one line of JSON.

wait4(2) gives the same figures for every kind of process: user and system time of the command and of all its children
that it waited for, and its peak resident set. The floor of the peak is this interpreter (about 10 MB), which the
command was before it became itself. Exits as the command did.
"""
import json
import os
import sys
import time

os.set_inheritable(3, False)
begin = time.monotonic_ns()
pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ)
_, status, usage = os.wait4(pid, 0)
wall = time.monotonic_ns() - begin
report = {
    "wall": wall / 1e6,
    "cpu": (usage.ru_utime + usage.ru_stime) * 1e3,
    # kilobytes, but octets on macOS: getrusage(2)
    "rss": usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
}
os.write(3, (json.dumps(report) + "\n").encode())
code = os.waitstatus_to_exitcode(status)
sys.exit(code if code >= 0 else 128 - code)

"""What the command's exit codes mean; `sotto --help` tells the same."""

OK = 0
FAILED = 1
USAGE = 2
UNAVAILABLE = 3
NOT_SPOKEN = 4
INTERRUPTED = 130

HELP = """\
exit codes:
  0    done
  1    the daemon refused or could not do it; the reason is on standard error
  2    the command line is wrong
  3    there is no session bus, or the daemon cannot be started
  4    the text was not spoken to its end: stopped, or there is no sound
  130  interrupted; what was being spoken is cancelled
"""

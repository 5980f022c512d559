"""Runs the module, for `python -m sotto_speechd`."""

from sotto_speechd.main import main

main()

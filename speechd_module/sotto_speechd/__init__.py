"""Speech Dispatcher's output module for Sotto: a thin client of the daemon."""

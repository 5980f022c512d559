"""`sotto doctor`: every link, looked at."""

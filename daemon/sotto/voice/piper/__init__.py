"""Piper voices that were prepared (format 3): unmodified nets, spoken as a stream."""

"""A student of an open teacher: one small net with many voices that writes 24 kHz spectra."""

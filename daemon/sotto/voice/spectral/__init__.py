"""Voices of format 2: one net writes 24 kHz spectra, frame by frame, with their phases."""

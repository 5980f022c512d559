"""One stream on a PulseAudio server."""

"""Sound before it leaves an engine: edges, timbre, clarity, loudness, cues."""

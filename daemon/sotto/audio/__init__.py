"""Audio stage: chunks of sound reach a sink. Only this folder knows PulseAudio."""

"""A voice beside natural speech, flite and espeak-ng, judged by recognisers and by measures."""

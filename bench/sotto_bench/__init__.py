"""Measures Sotto beside other voices as a listener meets them; what `script/bench` runs."""

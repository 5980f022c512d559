"""`sotto setup`: the spoken dialogue, and how it is taken back."""

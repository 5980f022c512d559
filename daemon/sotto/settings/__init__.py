"""The user's settings: what there is, what holds, where it is written, and how to go back."""

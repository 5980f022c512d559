"""The D-Bus stage: calls become requests for the speech stage, its events become signals."""

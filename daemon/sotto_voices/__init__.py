"""Voices from elsewhere: found in a published index, fetched, prepared and installed.

A program of its own (`python3 -m sotto_voices`): it alone uses the network, and neither knows the
daemon's insides nor is known by the daemon.
"""

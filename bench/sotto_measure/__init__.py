"""What hears and times voices: `sotto bench`, and the tools that `script/bench` is made of.

A client of the daemon: it knows the bus and nothing of the insides.
"""

"""Measures Lawgate beside other tools, in one run on one machine; `python -m bench` prints it."""

"""Killable processes with memory and time limits, in which hostile bytes are read."""

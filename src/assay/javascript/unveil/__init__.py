"""Undoing what obfuscators do to a file: their decoders are computed, and what they hide is written back.

Nothing is run: the decoder alone is interpreted, as data, by ``javascript.pure``, within a limit of steps.
"""

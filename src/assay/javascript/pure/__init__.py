"""A small interpreter for the pure part of JavaScript: numbers, texts, arrays, and nothing of a host.

It computes what hidden constants must be. There is no way out of it: no module, file, network, clock or chance is known
to it, and whatever needs one has no value. Steps, sizes and nesting are limited.
"""

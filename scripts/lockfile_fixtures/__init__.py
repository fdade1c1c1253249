"""Makes the lockfile fixtures: installs real package managers, lets them lock small projects, keeps what they wrote.

``python -m scripts.lockfile_fixtures [CLIENT...]`` writes below ``tests/lockfiles/fixtures``. It needs Node, npm, git
and a registry (the one that npm is configured for). The registry's address is replaced by ``registry.example``, that
of the project's git repository by ``git.invalid``, so that the result is the same wherever it is made.
"""

"""The only place where adapters meet ports."""

"""Report for a person at a terminal; needs rich, which is imported only when something is drawn."""

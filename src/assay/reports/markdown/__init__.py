"""Report for a comment on a pull request."""

"""Report as one HTML page that needs nothing else; needs Jinja2, which is imported only when it is used."""

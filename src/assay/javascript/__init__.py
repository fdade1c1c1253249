"""Reading JavaScript: bytes in, SourceFile facts out. Nothing is ever run."""

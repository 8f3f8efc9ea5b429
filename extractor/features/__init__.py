"""What engines measure: pure functions over blocks and lines, and the phrases they know."""

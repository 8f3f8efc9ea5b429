"""What the trained models think before any engine answers: the chance that each block or line is content."""

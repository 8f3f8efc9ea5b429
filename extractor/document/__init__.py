"""The document model: parse HTML into blocks and plain text into lines, and serialise them again."""

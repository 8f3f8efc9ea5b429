"""The batch job: pages out of archives, answers into parts, each exactly once. `extractor batch` runs it."""

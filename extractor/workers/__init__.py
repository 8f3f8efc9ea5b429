"""Worker processes: a pool with deadlines, memory limits and two priorities."""

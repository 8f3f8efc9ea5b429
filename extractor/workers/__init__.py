"""Pages in processes: a pool of warm workers, deadlines, and who gets the next free worker."""

from extractor.workers.pool import Job, Workers, work
from extractor.workers.process import defect

__all__ = ["Job", "Workers", "defect", "work"]

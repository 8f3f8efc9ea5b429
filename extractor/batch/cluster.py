"""Run a job on a Ray cluster: one task for each shard, and a pool of workers inside each task.

Ray finds a machine for each task, and runs the task again if that machine is lost. Deadlines, failed pages, output
and resuming work as on one machine.
"""

import asyncio
import logging
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any, NamedTuple

from extractor.batch.job import Plan, process_shards
from extractor.batch.progress import Step, Watch
from extractor.batch.shards import Shard
from extractor.errors import BadOptions

MAX_TASK_RETRIES = 3  # of a shard whose machine was lost, or whose input or output failed
POLL_SECONDS = 1.0  # between checks whether tasks are done or the job is stopped
TASKS_PER_SLOT = 2  # tasks handed to Ray for each task that can run, so that a free slot always has a next one


class Result(NamedTuple):
    """The result of a task."""

    counts: Mapping[str, int]
    """Number of records by outcome."""
    page_size: int
    """Bytes or characters of the pages."""


def process_on_ray(shards: Sequence[Shard], plan: Plan, watch: Watch) -> bool:
    """Process shards on the cluster at `RAY_ADDRESS`, or on a Ray started here, and return whether all are done.

    Raises:
        BadOptions: Ray is not installed, or no cluster answers at that address.

    """
    ray = _connect()
    if max((node["Resources"].get("CPU", 0) for node in ray.nodes()), default=0) < plan.workers:
        watch.say(f"no machine of the cluster has {plan.workers} cores; waiting for one; or give fewer --workers")
    task = ray.remote(_task).options(num_cpus=plan.workers, max_retries=MAX_TASK_RETRIES, retry_exceptions=[OSError])
    shared_plan = ray.put(replace(plan, files=()))
    running: dict[Any, Shard] = {}
    waiting, failed = list(reversed(shards)), 0
    while running or (waiting and not watch.stopping):
        slots = max(1, int(ray.cluster_resources().get("CPU", 0)) // plan.workers)
        while waiting and not watch.stopping and len(running) < TASKS_PER_SLOT * slots:
            shard = waiting.pop()
            running[task.remote(shard, shared_plan)] = shard
        if watch.stopping:
            for each in running:
                ray.cancel(each)
            break
        for each in ray.wait(list(running), num_returns=1, timeout=POLL_SECONDS)[0]:
            shard = running.pop(each)
            try:
                _report(ray.get(each), shard, watch)
            except ray.exceptions.RayError as error:
                failed += 1
                watch.say(f"shard {shard.number} failed: {str(error).strip().splitlines()[-1]}")
    ray.shutdown()
    return not (waiting or running or failed)


def _connect() -> ModuleType:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray  # noqa: PLC0415 - an extra
    except ImportError:
        message = "--engine ray needs another package: install mainmatter[ray]"
        raise BadOptions(message) from None
    try:
        ray.init(include_dashboard=None if "RAY_ADDRESS" in os.environ else False, logging_level=logging.WARNING)
    except ConnectionError as error:
        message = f"no Ray cluster answers at {os.environ.get('RAY_ADDRESS')}: {error}"
        raise BadOptions(message) from None
    return ray


def _task(shard: Shard, plan: Plan) -> Result:
    """Process one shard on a machine of the cluster."""
    counts: Counter[str] = Counter()
    sizes: Counter[str] = Counter()

    def count(step: Step) -> None:
        counts[step.outcome] += bool(step.outcome)
        sizes["pages"] += step.page_size

    watch = Watch(count, print)
    asyncio.run(process_shards([shard], plan, plan.open_output(), watch))
    return Result(+counts, sizes["pages"])


def _report(result: Result, shard: Shard, watch: Watch) -> None:
    for outcome, records in result.counts.items():
        watch.report(Step(outcome, records=records))
    watch.report(Step("", page_size=result.page_size, input_bytes=shard.size))

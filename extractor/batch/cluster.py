"""The same job on a Ray cluster: one task a shard, each with a pool of workers inside, which Ray knows nothing of.

Ray finds a machine for each task and gives it to another one when that machine is lost. Deadlines, failed pages, output
and going on after a stop are ours, and the same as on one machine.
"""

import asyncio
import logging
import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any, NamedTuple

from extractor.batch.job import Plan, Step, Watch, process_shards
from extractor.batch.shards import Shard
from extractor.errors import BadOptions

RETRIES = 3  # of a shard whose machine was lost, or that could not be read or written
TICK = 1.0  # seconds between looks at the tasks
WAITING = 2  # tasks that are handed to Ray, for each that can run at once


class Result(NamedTuple):
    """What a task did."""

    counts: Mapping[str, int]
    size: int


def process_on_ray(shards: Sequence[Shard], plan: Plan, watch: Watch) -> bool:
    """Answer shards on the cluster at `RAY_ADDRESS`, or on a Ray that is started here; whether all are answered now.

    Raises:
        BadOptions: Ray is not installed, or no cluster answers there.

    """
    ray = _connected()
    if max((node["Resources"].get("CPU", 0) for node in ray.nodes()), default=0) < plan.workers:
        watch.say(f"no machine of the cluster has {plan.workers} cores yet; waiting for one, or give fewer --workers")
    task = ray.remote(_task).options(num_cpus=plan.workers, max_retries=RETRIES, retry_exceptions=[OSError])
    sent = ray.put(replace(plan, files=()))
    running: dict[Any, Shard] = {}
    waiting, lost = list(reversed(shards)), 0
    while running or (waiting and not watch.stopping):
        at_once = max(1, int(ray.cluster_resources().get("CPU", 0)) // plan.workers)
        while waiting and not watch.stopping and len(running) < WAITING * at_once:
            shard = waiting.pop()
            running[task.remote(shard, sent)] = shard
        if watch.stopping:
            for each in running:
                ray.cancel(each)
            break
        for each in ray.wait(list(running), num_returns=1, timeout=TICK)[0]:
            shard = running.pop(each)
            try:
                _tell(ray.get(each), shard, watch)
            except ray.exceptions.RayError as error:
                lost += 1
                watch.say(f"shard {shard.number} was given up: {str(error).strip().splitlines()[-1]}")
    ray.shutdown()
    return not (waiting or running or lost)


def _connected() -> ModuleType:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import ray  # noqa: PLC0415 - an extra
    except ImportError:
        message = "--engine ray needs another package: pip install 'extractor[ray]'"
        raise BadOptions(message) from None
    try:
        ray.init(include_dashboard=None if "RAY_ADDRESS" in os.environ else False, logging_level=logging.WARNING)
    except ConnectionError as error:
        message = f"no Ray cluster answers at {os.environ.get('RAY_ADDRESS')}: {error}"
        raise BadOptions(message) from None
    return ray


def _task(shard: Shard, plan: Plan) -> Result:
    counts: Counter[str] = Counter()
    sizes: Counter[str] = Counter()

    def tell(step: Step) -> None:
        counts[step.outcome] += bool(step.outcome)
        sizes["pages"] += step.size

    watch = Watch(tell, print)
    asyncio.run(process_shards([shard], plan, plan.open_output(), watch))
    return Result(+counts, sizes["pages"])


def _tell(result: Result, shard: Shard, watch: Watch) -> None:
    for outcome, times in result.counts.items():
        watch.tell(Step(outcome, times=times))
    watch.tell(Step("", size=result.size, read=shard.size))

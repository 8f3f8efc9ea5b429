"""Find the models of a training run that have not seen a site."""

from collections.abc import Mapping
from pathlib import Path

from evaluation.datasets import read_pages
from evaluation.folds import domain_folds
from training.stack import CONFIG


def unseeing_models(kind: str, data: Path, kept: Path) -> Mapping[str, Path]:
    """Return for each site the folder of the models that were fitted without it.

    Args:
        kind: the kind of page, as in `training/config.toml`.
        data: the folder of the labelled folders that the run read.
        kept: the folder that `training.train --keep` filled.

    """
    config = CONFIG[kind]
    domains = (page.domain for name in config["data"] for page in read_pages(data / name))
    return {site: kept / f"fold-{fold + 1}" for site, fold in domain_folds(domains, config["folds"]).items()}

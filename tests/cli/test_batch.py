"""The options of `extractor batch`. `tests/batch/test_job.py` runs whole jobs."""

from pathlib import Path

import pytest

from tests.cli.run import run


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--shard", "2/2"), "'2/2' is no shard"),
        (("--shard", "1"), "'1' is no shard"),
        (("--shard", "-1/2"), "'-1/2' is no shard"),
        (("--column", "body=x"), "write ROLE=NAME, ROLE one of html"),
        (("--column", "html="), "write ROLE=NAME, ROLE one of html"),
        (("--status", "20x"), "'20x'"),
        (("--workers", "0"), "0 is not in the range"),
    ],
)
def test_bad_option_values_are_bad_usage(tmp_path: Path, arguments: tuple[str, ...], message: str) -> None:
    result = run("batch", str(tmp_path), "--output", str(tmp_path / "out"), *arguments)

    assert result.exit_code == 2
    assert message in result.stderr


def test_the_default_shard_is_the_index_of_a_kubernetes_job(tmp_path: Path) -> None:
    pod = {"JOB_COMPLETION_INDEX": "2", "JOB_COMPLETIONS": "2"}
    result = run("batch", str(tmp_path), "--output", str(tmp_path / "out"), env=pod)

    assert result.exit_code == 2
    assert "'2/2' is no shard" in result.stderr

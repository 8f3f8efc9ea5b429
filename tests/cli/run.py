"""Run a command of `extractor` in this process."""

from click.testing import CliRunner, Result

from extractor.cli.main import main


def run(*arguments: str, given: bytes | None = None, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=given, env=env)

"""Build the compiled functions with as many compilers as there are cores; all else is in pyproject.toml.

Options of pyproject.toml for `build_ext` are lost in an editable install.
"""

import os

from setuptools import setup
from setuptools.command.build_ext import build_ext


class ParallelBuild(build_ext):
    """Builds extension modules side by side."""

    def finalize_options(self) -> None:
        """Choose the number of compilers, unless the caller did."""
        super().finalize_options()
        self.parallel = self.parallel or os.cpu_count()


setup(cmdclass={"build_ext": ParallelBuild})

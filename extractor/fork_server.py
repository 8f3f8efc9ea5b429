"""Preload extraction in the fork server of `multiprocessing`. Nothing else may import this module.

The fork server imports modules by name and calls no functions in them. This module is therefore the only one of the
package that does work when it is imported.
"""

from extractor.preload import preload

preload()

# distutils: language = c++
# cython: language_level=3, boundscheck=False, wraparound=False
"""Compiled twins of functions of `extractor.features` and `extractor.classify.target_encoding`.

They are one module because what Cython adds for arrays takes most of the time of a compiler.
"""

include "boilerplate.pxi"
include "containers.pxi"
include "target_encoding.pxi"
include "texts.pxi"

# distutils: language = c++
# cython: language_level=3, boundscheck=False, wraparound=False
"""Compiled twin of `extractor.classify.forest.scores`."""

from libc.stdint cimport int16_t, int32_t
from libcpp cimport bool as c_bool

import numpy as np


cdef extern from "forest.hpp" namespace "extractor" nogil:
    cdef struct ForestArrays:
        const int16_t* feature
        const float* threshold
        const int32_t* left
        const float* value
        const int32_t* roots
        size_t nodes, trees
    cdef cppclass Scorer:
        c_bool build(const ForestArrays&) except +
        void score(const float*, size_t, size_t, float*) except +


cdef class Packed:
    """A forest in the order in which its nodes are asked."""

    cdef object forest
    cdef Scorer scorer

    def __init__(self, forest):
        cdef const int16_t[::1] feature = forest.feature
        cdef const float[::1] threshold = forest.threshold
        cdef const int32_t[::1] left = forest.left
        cdef const float[::1] value = forest.value
        cdef const int32_t[::1] roots = forest.roots
        self.forest = forest
        if not len(roots):
            return
        if not self.scorer.build(
            ForestArrays(&feature[0], &threshold[0], &left[0], &value[0], &roots[0], len(feature), len(roots))
        ):
            raise ValueError("a tree has too many leaves")


cdef dict PACKED = {}  # by the identity of a forest, which its entry keeps alive
cdef enum:
    MAX_PACKED = 32


def scores(forest, const float[:, ::1] matrix not None):
    """Return for each row the sum of its leaves; see the Python twin. `forest.check` has accepted the forest."""
    cdef Packed packed = PACKED.get(id(forest))
    if packed is None:
        packed = Packed(forest)
        if len(PACKED) >= MAX_PACKED:
            PACKED.clear()
        PACKED[id(forest)] = packed
    cdef size_t rows = matrix.shape[0], columns = matrix.shape[1]
    totals = np.zeros(rows, np.float32)
    cdef float[::1] sums = totals
    if rows and columns:
        with nogil:
            packed.scorer.score(&matrix[0, 0], rows, columns, &sums[0])
    return totals

# distutils: language = c++
# cython: language_level=3
"""Compiled twin of `extractor.classify.forest.scores`."""

from libc.stdint cimport int32_t

import numpy as np


cdef extern from "forest.hpp" namespace "extractor" nogil:
    cdef struct ForestPlan:
        const int32_t* feature
        const float* threshold
        size_t conditions
        const int32_t* first
        size_t trees
        const int32_t* condition
        const int32_t* left
        const int32_t* right
        const float* value
    void score(const ForestPlan&, const float*, size_t, float*) except +


def scores(plan not None, const float[:, ::1] columns not None):
    """Return for each row the sum of its leaves; see the Python twin."""
    # `forest.check` has accepted the trees, so the indices of the plan point into its arrays.
    if columns.shape[0] < plan.columns:
        raise IndexError(f"the trees read {plan.columns} columns, and not {columns.shape[0]}")
    found = np.empty(columns.shape[1], np.float32)
    if not columns.shape[1]:
        return found
    cdef float[::1] written = found
    cdef const int32_t[::1] feature = plan.features, first = plan.first, condition = plan.conditions
    cdef const int32_t[::1] left = plan.left, right = plan.right
    cdef const float[::1] threshold = plan.thresholds, value = plan.values
    cdef ForestPlan view
    cdef const float* values = NULL
    view.conditions, view.trees = feature.shape[0], first.shape[0] - 1
    view.feature = view.condition = view.left = view.right = NULL
    view.threshold = NULL
    if view.conditions:
        view.feature, view.threshold, view.condition = &feature[0], &threshold[0], &condition[0]
        view.left, view.right, values = &left[0], &right[0], &columns[0, 0]
    view.first, view.value = &first[0], &value[0]
    with nogil:
        score(view, values, <size_t>columns.shape[1], &written[0])
    return found

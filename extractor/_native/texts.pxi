"""Compiled twins of functions on many texts.

They are those of `extractor.features.shared.characters`, `extractor.features.shared.repeats` and
`extractor.features.stopwords`.
"""

from libc.stdint cimport int64_t, uint8_t
from libcpp.vector cimport vector

import numpy as np


cdef extern from "texts.hpp" namespace "extractor":
    cdef struct ClassCounts:
        vector[int64_t] counts
        uint8_t first, last
        int64_t capitals
    void count_classes_of "extractor::count_classes"(
        object, const uint8_t*, size_t, uint8_t, size_t, ClassCounts&
    ) except +

cdef extern from "Python.h":
    int PySet_Contains(object, object) except -1


def count_members(split, known not None):
    """Return how many words of each text are known; see the Python twin."""
    cdef Py_ssize_t index = 0, held
    found = np.empty(len(split))
    cdef double[::1] out = found
    for words in split:
        held = 0
        for word in <list?>words:
            held += PySet_Contains(known, word)
        out[index] = held
        index += 1
    return found


def count_shared(split, known not None, Py_ssize_t most):
    """Return how many of the known words are among the first of each text; see the Python twin."""
    cdef Py_ssize_t index = 0
    cdef set shared = set()
    found = np.empty(len(split))
    cdef double[::1] out = found
    for words in split:
        for word in (<list?>words)[:most]:
            if PySet_Contains(known, word):
                shared.add(word)
        out[index] = len(shared)
        shared.clear()
        index += 1
    return found


def count_classes(
    texts, const uint8_t[::1] table not None, const double[:, ::1] classes_of not None, uint8_t upper
):
    """Count the classes of characters in each text; see the Python twin."""
    cdef Py_ssize_t index = 0, number, size = len(texts), classes = classes_of.shape[1]
    cdef ClassCounts found
    counts, first, last = np.empty((size, classes)), np.empty((size, classes)), np.empty((size, classes))
    capitals = np.empty(size, np.int64)
    cdef double[:, ::1] counts_out = counts, first_out = first, last_out = last
    cdef int64_t[::1] capitals_out = capitals
    if not table.shape[0] or classes_of.shape[0] != 1 << classes:
        raise ValueError("the tables do not fit")
    for text in texts:
        if not len(<str?>text):
            raise ValueError("a text is empty")
        count_classes_of(text, &table[0], table.shape[0], upper, classes, found)
        for number in range(classes):
            counts_out[index, number] = found.counts[number]
            first_out[index, number], last_out[index, number] = found.first >> number & 1, found.last >> number & 1
        capitals_out[index] = found.capitals
        index += 1
    return counts, first, last, capitals

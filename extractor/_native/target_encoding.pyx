# distutils: language = c++
# cython: language_level=3, boundscheck=False, wraparound=False
"""Compiled twins of functions of `extractor.classify.target_encoding`."""

from libcpp.vector cimport vector
from math import fsum

import numpy as np

from extractor.features.html.names import names_of


cdef struct Statistics:
    double least, greatest, mean


cdef struct Names:
    Statistics all, named
    bint is_named  # whether a name is known


cdef struct Row:
    double least, greatest, total
    int depth
    Statistics near


cdef Names statistics(tokens, dict weights, double prior):
    """Return the statistics of all known tokens of a container, and of its names alone."""
    cdef Names found
    cdef double tag = prior, weight, total = 0, least = 0, greatest = 0
    cdef bint has_tag = False
    cdef list named = []
    for token in tokens:
        known = weights.get(token)
        if known is None:
            continue
        weight = known
        if (<str>token)[0] == "<":
            tag, has_tag = weight, True
        else:
            least = weight if not named or weight < least else least
            greatest = weight if not named or weight > greatest else greatest
            named.append(known)
    found.is_named = bool(named)
    if not named:
        found.all = found.named = Statistics(tag, tag, tag)
        return found
    total = fsum(named)
    found.all = found.named = Statistics(least, greatest, total / len(named))
    if has_tag:
        found.all = Statistics(min(least, tag), max(greatest, tag), (total + tag) / (len(named) + 1))
    return found


def names_around(page, dict weights not None, double prior):
    """Return statistics of the names of each container and those around it; see the Python twin."""
    cdef dict numbers = {}  # of the different tags and names
    cdef vector[Names] known
    cdef vector[Row] rows
    cdef Row row, around
    cdef Names names
    cdef Py_ssize_t index = 0, parent
    table = np.empty((len(page), 7))
    cdef double[:, ::1] out = table
    for container in page:
        key = (container[0], container[2])
        number = numbers.get(key)
        if number is None:
            number = numbers[key] = len(numbers)
            known.push_back(statistics(names_of(key[0], key[1]), weights, prior))
        names, parent = known[<size_t>number], container[1]
        row = Row(names.all.least, names.all.greatest, names.all.mean, 1, names.named if names.is_named else names.all)
        if parent >= 0:
            if parent >= index:
                raise ValueError("a container stands before the one around it")
            around = rows[parent]
            row.least, row.greatest = min(around.least, row.least), max(around.greatest, row.greatest)
            row.total, row.depth = around.total + row.total, around.depth + 1
            row.near = names.named if names.is_named else around.near
        rows.push_back(row)
        out[index, 0], out[index, 1], out[index, 2] = row.least, row.greatest, row.total / row.depth
        out[index, 3], out[index, 4], out[index, 5] = row.near.least, row.near.greatest, row.near.mean
        out[index, 6] = names.all.mean
        index += 1
    return table


def words_of(split, dict weights not None, double prior):
    """Return least, greatest and mean weight of the words of each text; see the Python twin."""
    cdef Py_ssize_t index = 0
    cdef double weight, least, greatest
    cdef list all_weights
    table = np.empty((len(split), 3))
    cdef double[:, ::1] out = table
    for words in split:
        all_weights, least, greatest = [], 0, 0
        for word in words:
            known = weights.get(word, prior)
            weight = known
            least = weight if not all_weights or weight < least else least
            greatest = weight if not all_weights or weight > greatest else greatest
            all_weights.append(known)
        out[index, 0], out[index, 1], out[index, 2] = least, greatest, fsum(all_weights) / len(all_weights)
        index += 1
    return table

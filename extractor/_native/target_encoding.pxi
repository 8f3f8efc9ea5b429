"""Compiled twins of functions of `extractor.classify.target_encoding`."""

from libc.stdint cimport int64_t
from libcpp cimport bool as c_bool
from libcpp.vector cimport vector
from math import fsum

import numpy as np


cdef extern from "exact_sum.hpp" namespace "extractor" nogil:
    cdef cppclass ExactSum:
        void add(double)
        double total()
        c_bool is_exact


cdef struct Statistics:
    double least, greatest, mean


cdef struct Kind:
    Statistics all, named
    bint is_named  # whether a name is known


cdef struct Row:
    double least, greatest, total
    int depth
    Statistics near


cdef double total_of(vector[double]& values) except *:
    """Return the sum of `values` as `fsum` does."""
    cdef ExactSum total
    for value in values:
        total.add(value)
    return total.total() if total.is_exact else fsum(values)


cdef Kind statistics(vector[double]& named, double tag, bint has_tag) except *:
    """Return the statistics of all known tokens of a container, and of its names alone; `tag` is the prior without one."""
    cdef Kind found
    cdef Statistics alone
    cdef double total
    found.is_named = not named.empty()
    if not found.is_named:
        found.all = found.named = Statistics(tag, tag, tag)
        return found
    total = total_of(named)
    alone = Statistics(named[0], named[0], total / named.size())
    for weight in named:
        alone.least, alone.greatest = min(alone.least, weight), max(alone.greatest, weight)
    found.all = found.named = alone
    if has_tag:
        found.all = Statistics(min(alone.least, tag), max(alone.greatest, tag), (total + tag) / (named.size() + 1))
    return found


cdef vector[Kind] kinds_of(names, dict weights, double prior) except *:
    """Return the statistics of each kind of container."""
    cdef vector[double] weight_of, named
    cdef vector[char] is_known, is_tag
    cdef vector[Kind] found
    cdef const int64_t[::1] numbers = names.numbers, starts = names.starts
    cdef double tag
    cdef bint has_tag
    cdef Py_ssize_t kind, index
    cdef size_t number
    for word in names.words:
        weight = weights.get(word)
        is_known.push_back(weight is not None)
        is_tag.push_back((<str?>word).startswith("<"))
        weight_of.push_back(0 if weight is None else weight)
    for kind in range(starts.shape[0] - 1):
        named.clear()
        tag, has_tag = prior, False
        if starts[kind] < 0 or starts[kind + 1] > numbers.shape[0]:
            raise ValueError("a container has names that are not there")
        for index in range(starts[kind], starts[kind + 1]):
            number = <size_t>numbers[index]
            if number >= weight_of.size():
                raise ValueError("a container has a name that is not there")
            if is_known[number]:
                if is_tag[number]:
                    tag, has_tag = weight_of[number], True
                else:
                    named.push_back(weight_of[number])
        found.push_back(statistics(named, tag, has_tag))
    return found


def names_around(const int64_t[::1] parents, const int64_t[::1] kinds, names, dict weights not None, double prior):
    """Return statistics of the names of each container and those around it; see the Python twin."""
    cdef vector[Kind] known = kinds_of(names, weights, prior)
    cdef vector[Row] rows
    cdef Row row, around
    cdef Kind own
    cdef Py_ssize_t index, size = parents.shape[0]
    table = np.empty((size, 7))
    cdef double[:, ::1] out = table
    if kinds.shape[0] != size:
        raise ValueError("not every container has a kind")
    for index in range(size):
        if <size_t>kinds[index] >= known.size():
            raise ValueError("a container is of an unknown kind")
        own = known[<size_t>kinds[index]]
        row = Row(own.all.least, own.all.greatest, own.all.mean, 1, own.named if own.is_named else own.all)
        if index:
            if not 0 <= parents[index] < index:
                raise ValueError("a container stands before the one around it")
            around = rows[<size_t>parents[index]]
            row.least, row.greatest = min(around.least, row.least), max(around.greatest, row.greatest)
            row.total, row.depth = around.total + row.total, around.depth + 1
            row.near = own.named if own.is_named else around.near
        rows.push_back(row)
        out[index, 0], out[index, 1], out[index, 2] = row.least, row.greatest, row.total / row.depth
        out[index, 3], out[index, 4], out[index, 5] = row.near.least, row.near.greatest, row.near.mean
        out[index, 6] = own.all.mean
    return table


def words_of(split, dict weights not None, double prior):
    """Return least, greatest and mean weight of the words of each text; see the Python twin."""
    cdef Py_ssize_t index = 0
    cdef double least, greatest, value
    cdef vector[double] known
    table = np.empty((len(split), 3))
    cdef double[:, ::1] out = table
    for words in split:
        known.clear()
        for word in <list?>words:
            weight = weights.get(word)
            known.push_back(prior if weight is None else <double>weight)
        if known.empty():
            raise ValueError("a text has no word")
        least = greatest = known[0]
        for value in known:
            least, greatest = min(least, value), max(greatest, value)
        out[index, 0], out[index, 1], out[index, 2] = least, greatest, total_of(known) / known.size()
        index += 1
    return table

"""Compiled twins of `extractor.features.html.dom.nesting` and `extractor.features.html.names.names_in`."""

from libc.stdint cimport int64_t
from libcpp.algorithm cimport sort
from libcpp.pair cimport pair
from libcpp.string cimport string
from libcpp.vector cimport vector

import numpy as np


cdef extern from "names.hpp" namespace "extractor":
    void words_in_names(object, size_t, vector[string]&) except +


cdef enum:
    PARENTS, ENDS, DEPTHS, FLAGS, ALIKE, IMAGES, CONTROLS, TAGS, KINDS, ROWS


def nesting(containers, dict flag_of not None):
    """Read the containers of a page in one pass; see the Python twin."""
    cdef Py_ssize_t size = len(containers), index = 0, parent
    cdef dict tags = {}, kinds = {}
    cdef vector[int64_t] flags  # of each tag
    cdef vector[pair[pair[int64_t, int64_t], int64_t]] siblings  # (the parent and the kind), and the container
    cdef int64_t hidden_flag = flag_of["hidden"], tag_number, kind
    if not size:
        raise ValueError("a page has at least one container")
    table = np.empty((<int>ROWS, size), np.int64)
    cdef int64_t[:, ::1] out = table
    siblings.reserve(size)
    for container in containers:
        if not isinstance(container, tuple) or len(container) != 6:
            raise TypeError("a container is a tuple of six values")
        # Named tuples are no exact tuples; the unchecked cast reads their values without an iterator.
        tag, parent, names = (<tuple>container)[0], (<tuple>container)[1], (<tuple>container)[2]
        known = tags.get(tag)
        if known is None:
            known = tags[tag] = len(tags)
            flags.push_back(flag_of.get(tag, 0))
        tag_number = known
        key = (tag, names)
        known = kinds.get(key)
        if known is None:
            known = kinds[key] = len(kinds)
        kind = known
        out[FLAGS, index] = flags[<size_t>tag_number] | (hidden_flag if (<tuple>container)[3] else 0)
        out[DEPTHS, index] = 0
        if index:
            if not 0 <= parent < index:
                raise ValueError("a container stands before the one around it")
            out[FLAGS, index] |= out[FLAGS, parent]
            out[DEPTHS, index] = out[DEPTHS, parent] + 1
        siblings.push_back(pair[pair[int64_t, int64_t], int64_t](pair[int64_t, int64_t](parent, kind), index))
        out[PARENTS, index] = parent if index else 0
        out[IMAGES, index], out[CONTROLS, index] = (<tuple>container)[4], (<tuple>container)[5]
        out[TAGS, index], out[KINDS, index] = tag_number, kind
        index += 1
    fill_ends(out)
    sort(siblings.begin(), siblings.end())
    fill_alike(out, siblings)
    return table, list(kinds)


cdef void fill_ends(int64_t[:, ::1] out) noexcept:
    cdef Py_ssize_t index, size = out.shape[1]
    for index in range(size):
        out[ENDS, index] = index + 1
    for index in range(size - 1, 0, -1):
        # A child stands behind its parent, so its own end is known.
        out[ENDS, out[PARENTS, index]] = max(out[ENDS, out[PARENTS, index]], out[ENDS, index])


cdef void fill_alike(int64_t[:, ::1] out, const vector[pair[pair[int64_t, int64_t], int64_t]]& siblings) noexcept:
    """Count the siblings of each kind; they stand one after another in `siblings`."""
    cdef size_t start = 0, end, index
    while start < siblings.size():
        end = start
        while end < siblings.size() and siblings[end].first == siblings[start].first:
            end += 1
        for index in range(start, end):
            out[ALIKE, siblings[index].second] = end - start
        start = end


def names_in(containers, size_t most):
    """Return the words in the names of each container, as numbers; see the Python twin."""
    cdef dict known = {}
    cdef vector[int64_t] numbers, starts, latest  # `latest`: for each word, the last container that has it
    cdef vector[string] words
    cdef int64_t number, container = 0
    starts.push_back(0)
    for tag, names in containers:
        add_word(f"<{<str?>tag}>", container, known, latest, numbers)
        words_in_names(<str?>names, most, words)
        for word in words:
            add_word(word.decode("ascii"), container, known, latest, numbers)
        starts.push_back(numbers.size())
        container += 1
    return list(known), array_of(numbers), array_of(starts)


cdef int add_word(
    str word, int64_t container, dict known, vector[int64_t]& latest, vector[int64_t]& numbers
) except -1:
    """Add the number of a word to `numbers`, unless the container has it already."""
    found = known.get(word)
    cdef size_t number
    if found is None:
        number = len(known)
        known[word] = number
        latest.push_back(-1)
    else:
        number = found
    if latest[number] != container:
        latest[number] = container
        numbers.push_back(number)
    return 0


cdef array_of(const vector[int64_t]& values):
    """Return the values as an array of NumPy."""
    cdef size_t index
    found = np.empty(values.size(), np.int64)
    cdef int64_t[::1] out = found
    for index in range(values.size()):
        out[index] = values[index]
    return found

"""Compiled twin of `extractor.features.boilerplate.candidates`."""

from libcpp cimport bool as c_bool
from libcpp.vector cimport vector

from extractor.features import phrases
from extractor.features.label_starts import LABEL_STARTS, START_CHARACTERS


cdef extern from "line_filter.hpp" namespace "extractor":
    cdef cppclass LineFilter:
        LineFilter(size_t) except +
        void add_start(object) except +
        void add_trigger(object, size_t) except +
        c_bool may_be_label(object) except +
        void find_groups(object, vector[size_t]&) except +


cdef LineFilter* FILTER = new LineFilter(START_CHARACTERS)


def _fill() -> None:
    for start in LABEL_STARTS:
        FILTER.add_start(<str?>start)
    for group, (triggers, _) in enumerate(phrases.HAS_BOILERPLATE):
        for trigger in triggers:
            FILTER.add_trigger(<str?>trigger, group)


_fill()


def candidates(list folded not None):
    """Return which lines may be labels, and which hold triggers; see the Python twin."""
    cdef list labels = [], holders = []
    cdef vector[size_t] groups
    cdef size_t group
    for index, line in enumerate(folded):
        if FILTER.may_be_label(<str?>line):
            labels.append(index)
        FILTER.find_groups(line, groups)
        for group in groups:
            holders.append((index, group))
    return labels, holders

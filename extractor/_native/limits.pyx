# distutils: language = c++
# cython: language_level=3
"""Compiled twin of `extractor.input.limits.scan`."""

from cpython.unicode cimport PyUnicode_AsUTF8AndSize
from libc.stdint cimport int64_t, uint64_t
from libcpp cimport bool as c_bool
from libcpp.string cimport string
from libcpp.vector cimport vector

from extractor.errors import TooDeep
from extractor.input import limit_values, tag_rules


cdef extern from "<string_view>" namespace "std" nogil:
    cdef cppclass string_view:
        string_view()
        string_view(const char*, size_t)
        size_t size()


cdef extern from "limits.hpp" namespace "extractor" nogil:
    ctypedef int Tag
    cdef cppclass TagTable:
        vector[uint64_t] groups
        size_t max_searched, max_clones
        Tag add(const string&) except +
        void name_tags() except +
    cdef struct Limits:
        int64_t tags, attributes, options, elements_per_tag, extra_elements
        size_t depth
    cdef enum class Problem:
        NONE, DEPTH, ATTRIBUTES, OPTIONS, FORMATTING
    cdef cppclass TagChecker:
        # `except +`: where memory runs out, the page gets a MemoryError and the process goes on.
        TagChecker(const TagTable&, const Limits&) except +
        size_t check(string_view) except +
        Problem problem
        c_bool self_closing_raw_text


# In the order of `Group` in nesting.hpp.
GROUPS = (
    tag_rules.BREAKOUT_TAGS,
    tag_rules.BUTTON_SCOPE,
    tag_rules.CLOSED_IN_SCOPE,
    tag_rules.CLOSES_PARAGRAPH,
    tag_rules.FORMATTING_ELEMENTS,
    tag_rules.HEADINGS,
    tag_rules.IMPLIED_END_TAGS,
    tag_rules.ITEM_SEARCH_END,
    tag_rules.LIST_ITEM_SCOPE,
    tag_rules.MARKER_ELEMENTS,
    tag_rules.NEVER_OPEN,
    tag_rules.NO_RECONSTRUCTION,
    tag_rules.PLAIN_BLOCKS,
    tag_rules.PLAIN_ELEMENTS,
    tag_rules.PLAIN_INLINE,
    tag_rules.RUBY_ELEMENTS,
    tag_rules.SCOPE,
    tag_rules.SPECIAL_ELEMENTS,
    tag_rules.TABLE_CELLS,
    tag_rules.TABLE_ROWS,
    tag_rules.TABLE_SECTIONS,
    tag_rules.RAW_TEXT,
    tag_rules.INTEGRATION_POINTS["svg"],
    tag_rules.INTEGRATION_POINTS["math"],
    tag_rules.CLOSED_BY_ITEM["li"],
    tag_rules.CLOSED_BY_ITEM["dd"],
    tag_rules.CLOSED_BY_ITEM["dt"],
)

cdef TagTable TAGS
cdef Limits LIMITS


def _fill() -> None:
    cdef uint64_t bit = 1
    TAGS.name_tags()
    TAGS.max_searched, TAGS.max_clones = tag_rules.MAX_SEARCHED_ELEMENTS, tag_rules.MAX_CLONES
    for group in GROUPS:
        for name in group:
            if not name.startswith(tag_rules.FOREIGN_PREFIX):
                number = TAGS.add(name.encode())
                TAGS.groups[number] |= bit
        bit <<= 1
    LIMITS.tags, LIMITS.depth = limit_values.MAX_TAGS, limit_values.MAX_DEPTH
    LIMITS.attributes, LIMITS.options = limit_values.MAX_ATTRIBUTES, limit_values.MAX_OPTIONS
    LIMITS.elements_per_tag = limit_values.MAX_ELEMENTS_PER_TAG
    LIMITS.extra_elements = limit_values.MAX_EXTRA_ELEMENTS


_fill()


def scan(str html not None):
    """Return where a page must be cut, and whether a raw text element closes itself; see the Python twin."""
    cdef Py_ssize_t size = 0
    cdef const char* data
    cdef bytes held = None
    try:
        data = PyUnicode_AsUTF8AndSize(html, &size)
    except UnicodeEncodeError:  # a lone surrogate
        held = html.encode("utf-8", "surrogatepass")
        data, size = held, len(held)
    cdef TagChecker* checker = new TagChecker(TAGS, LIMITS)
    cdef size_t end
    try:
        with nogil:
            end = checker.check(string_view(data, <size_t>size))
        if checker.problem != Problem.NONE:
            raise TooDeep(limit_values.PROBLEMS[<int>checker.problem - 1])
        if end == <size_t>size:
            return len(html), checker.self_closing_raw_text
        return len(data[:end].decode("utf-8", "surrogatepass")), checker.self_closing_raw_text
    finally:
        del checker

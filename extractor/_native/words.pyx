# distutils: language = c++
# cython: language_level=3, boundscheck=False, wraparound=False
"""Compiled twins of functions of `extractor.document.words`."""

from libcpp cimport bool as c_bool
from libcpp.vector cimport vector

from extractor.document.unspaced import UNSPACED


cdef extern from "words.hpp" namespace "extractor":
    cdef struct Span:
        size_t start, end
    cdef cppclass UnspacedScripts:
        void add(unsigned int, unsigned int) except +
        c_bool hold_any_of(object)
        size_t count_words(object)
        void find_words(object, vector[Span]&) except +

cdef extern from "Python.h":
    list split_at_space "PyUnicode_Split"(object, void*, Py_ssize_t)
    str PyUnicode_Substring(object, Py_ssize_t, Py_ssize_t)


cdef UnspacedScripts UNSPACED_SCRIPTS
for first, last in UNSPACED:
    UNSPACED_SCRIPTS.add(first, last)


def count(str text not None):
    """Return the number of words; see the Python twin."""
    return UNSPACED_SCRIPTS.count_words(text)


def is_spaced(str text not None):
    """Return whether no character is of a script without spaces between words; see the Python twin."""
    return not UNSPACED_SCRIPTS.hold_any_of(text)


def tokens(str text not None):
    """Split a text at white space, and scripts without spaces into pairs; see the Python twin."""
    cdef vector[Span] words
    if not UNSPACED_SCRIPTS.hold_any_of(text):
        return split_at_space(text, NULL, -1)
    UNSPACED_SCRIPTS.find_words(text, words)
    return [PyUnicode_Substring(text, word.start, word.end) for word in words]

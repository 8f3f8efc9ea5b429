// Read the characters of Python strings where they are. The strings must stay alive, and the GIL held.
#pragma once

#include <Python.h>

#include <cstddef>

namespace extractor {

// Call `read(characters, size)`, where the characters have the width that the string stores.
template <class Read>
auto read_characters(PyObject* text, Read&& read) {
    const auto size = static_cast<size_t>(PyUnicode_GET_LENGTH(text));
    switch (PyUnicode_KIND(text)) {
        case PyUnicode_1BYTE_KIND: return read(PyUnicode_1BYTE_DATA(text), size);
        case PyUnicode_2BYTE_KIND: return read(PyUnicode_2BYTE_DATA(text), size);
        default: return read(PyUnicode_4BYTE_DATA(text), size);
    }
}

}  // namespace extractor

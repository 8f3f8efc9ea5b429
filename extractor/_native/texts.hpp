// Count classes of characters. Twin of a function of extractor/features/shared/characters.py.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "characters.hpp"

namespace extractor {

// What one text holds of the classes of characters.
struct ClassCounts {
    std::vector<int64_t> counts;
    uint8_t first = 0, last = 0;  // one bit for each class
    int64_t capitals = 0;         // words that start with an upper-case letter
};

// Count the classes of the characters of a text that is not empty.
//
// `table` has a bit for each class of each character up to `size_of_table`; larger ones have the classes of the last.
inline void count_classes(
    PyObject* text, const uint8_t* table, size_t size_of_table, uint8_t upper, size_t classes, ClassCounts& found
) {
    // As an encoder does that replaces them.
    const auto without_surrogates = [](Py_UCS4 c) { return c >= 0xd800 && c <= 0xdfff ? Py_UCS4{'?'} : c; };
    found.counts.assign(classes, 0);
    found.capitals = 0;
    read_characters(text, [&](const auto* characters, size_t size) {
        bool starts_word = true;
        uint8_t kind = 0;
        for (size_t at = 0; at < size; at++) {
            const Py_UCS4 c = without_surrogates(characters[at]);
            kind = table[std::min<size_t>(c, size_of_table - 1)];
            if (at == 0) found.first = kind;
            for (size_t bit = 0; bit < classes && kind >> bit; bit++) found.counts[bit] += kind >> bit & 1;
            found.capitals += (kind & upper) && starts_word;
            starts_word = c <= ' ';
        }
        found.last = kind;
    });
}

}  // namespace extractor

// Find the words in class names and ids. Twin of `_words` in extractor/features/html/names.py.
#pragma once

#include <string>
#include <vector>

#include "characters.hpp"

namespace extractor {

inline bool is_ascii_upper(Py_UCS4 c) { return c >= 'A' && c <= 'Z'; }
inline bool is_ascii_lower(Py_UCS4 c) { return c >= 'a' && c <= 'z'; }

// Return the position after the first characters from `at` on for which `is_of` holds.
template <class Character, class Test>
size_t end_of_run(const Character* text, size_t size, size_t at, Test is_of) {
    while (at < size && is_of(text[at])) at++;
    return at;
}

// Return where the word that starts at `at` ends; `at` itself if none does.
//
// A word is two lower-case letters or more, with a capital letter before them or without; or else two capital letters
// or more, and the last of them belongs to the next word if a lower-case letter follows.
template <class Character>
size_t end_of_name(const Character* text, size_t size, size_t at) {
    const bool starts_upper = is_ascii_upper(text[at]);
    const size_t lower = end_of_run(text, size, at + starts_upper, is_ascii_lower);
    if (lower - at >= 2 + size_t{starts_upper}) return lower;
    if (!starts_upper) return at;
    size_t upper = end_of_run(text, size, at, is_ascii_upper);
    if (upper < size && is_ascii_lower(text[upper])) upper--;
    return upper - at >= 2 ? upper : at;
}

// Write the first `most` words of `names` to `words`, in lower case.
inline void words_in_names(PyObject* names, size_t most, std::vector<std::string>& words) {
    words.clear();
    read_characters(names, [&](const auto* text, size_t size) {
        for (size_t at = 0; at < size && words.size() < most;) {
            const size_t end = end_of_name(text, size, at);
            if (end > at) {
                std::string& word = words.emplace_back(text + at, text + end);
                for (char& c : word) c = is_ascii_upper(static_cast<unsigned char>(c)) ? static_cast<char>(c + 32) : c;
            }
            at = end > at ? end : at + 1;
        }
    });
}

}  // namespace extractor

// Find words in texts, and count classes of characters.
// Twins of functions of extractor/document/words.py, extractor/features/shared/characters.py and
// extractor/features/label_starts.py.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "characters.hpp"

namespace extractor {

struct Range {
    Py_UCS4 first, last;
};

// A piece of a text: characters from `start` up to `end`.
struct Span {
    size_t start, end;
    bool is_unspaced;  // of a script without spaces
};

inline bool is_space(Py_UCS4 c) { return Py_UNICODE_ISSPACE(c); }
inline bool is_word(Py_UCS4 c) { return Py_UNICODE_ISALNUM(c) || c == '_'; }

// Scripts without spaces between words; the ranges are in order.
class UnspacedScripts {
  public:
    void add(Py_UCS4 first, Py_UCS4 last) { ranges_.push_back({first, last}); }

    bool holds(Py_UCS4 c) const {
        if (ranges_.empty() || c < ranges_.front().first) return false;
        const auto inside = [c](const Range& range) { return c >= range.first && c <= range.last; };
        return std::any_of(ranges_.begin(), ranges_.end(), inside);
    }

    bool hold_any_of(PyObject* text) const {
        if (PyUnicode_KIND(text) == PyUnicode_1BYTE_KIND && !ranges_.empty() && ranges_.front().first > 0xff) return false;
        return read_characters(text, [this](const auto* characters, size_t size) {
            return std::any_of(characters, characters + size, [this](Py_UCS4 c) { return holds(c); });
        });
    }

    // Call `use(span)` for each run of characters without white space of one kind of script.
    template <class Character, class Use>
    void for_each_run(const Character* text, size_t size, Use&& use) const {
        for (size_t at = 0; at < size;) {
            if (is_space(text[at])) {
                at++;
                continue;
            }
            const size_t start = at;
            const bool is_unspaced = holds(text[at]);
            do at++;
            while (at < size && !is_space(text[at]) && holds(text[at]) == is_unspaced);
            use(Span{start, at, is_unspaced});
        }
    }

    // Return the number of words; two characters in scripts without spaces are one.
    size_t count_words(PyObject* text) const {
        return read_characters(text, [this](const auto* characters, size_t size) {
            size_t count = 0;
            for_each_run(characters, size, [&count](const Span& run) {
                count += run.is_unspaced ? (run.end - run.start + 1) / 2 : 1;
            });
            return count;
        });
    }

    // Write where the words are; scripts without spaces give each pair of neighbouring characters.
    void find_words(PyObject* text, std::vector<Span>& words) const {
        words.clear();
        read_characters(text, [&](const auto* characters, size_t size) {
            for_each_run(characters, size, [&words](const Span& run) {
                if (!run.is_unspaced || run.end - run.start <= 2) {
                    words.push_back(run);
                } else {
                    for (size_t at = run.start; at + 2 <= run.end; at++) words.push_back({at, at + 2, true});
                }
            });
        });
    }

  private:
    std::vector<Range> ranges_;
};

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

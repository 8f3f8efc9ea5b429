// Find the words in a text. Twins of functions of extractor/document/words.py.
#pragma once

#include <algorithm>
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

}  // namespace extractor

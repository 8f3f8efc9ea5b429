// Tell which lines may match a pattern of boilerplate, before the patterns are tried.
#pragma once

#include <Python.h>

#include <array>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <unordered_set>
#include <vector>

#include "characters.hpp"

namespace extractor {

using Characters = std::u32string;

inline Characters characters_of(PyObject* text) {
    return read_characters(text, [](const auto* characters, size_t size) {
        return Characters(characters, characters + size);
    });
}

// The starts of labels, and the triggers of groups of phrases.
class LineFilter {
  public:
    explicit LineFilter(size_t start_characters) : start_characters_(start_characters) {}

    void add_start(PyObject* start) { starts_.insert(characters_of(start)); }

    void add_trigger(PyObject* trigger, size_t group) {
        if (triggers_.size() == MAX_TRIGGERS) throw std::length_error("there are more than 64 triggers");
        const uint64_t bit = uint64_t{1} << triggers_.size();
        triggers_.push_back({characters_of(trigger), group});
        const Characters& text = triggers_.back().text;
        if (text.empty()) throw std::invalid_argument("a trigger is empty");
        with_first_[hash(text[0])] |= bit;
        if (text.size() > 1) {
            with_second_[hash(text[1])] |= bit;
        } else {
            for (uint64_t& triggers : with_second_) triggers |= bit;
        }
        if (group >= of_group_.size()) of_group_.resize(group + 1);
        of_group_[group] |= bit;
    }

    // Twin of `may_be_label` in extractor/features/label_starts.py.
    bool may_be_label(PyObject* line) const {
        return read_characters(line, [this](const auto* text, size_t size) {
            size_t at = 0;
            while (at < size && !(Py_UNICODE_ISALNUM(text[at]) || text[at] == '_')) at++;
            if (at == size || Py_UNICODE_ISDECIMAL(text[at])) return true;
            Characters start;
            while (starts_.count(start) == 0) {
                if (at == size || start.size() == start_characters_) return false;
                start.push_back(text[at++]);
            }
            return true;
        });
    }

    // Write the groups of which the line holds a trigger, in order.
    void find_groups(PyObject* line, std::vector<size_t>& groups) const {
        groups.clear();
        const uint64_t found = read_characters(line, [this](const auto* text, size_t size) {
            uint64_t held = 0, ignored = 0;  // triggers; those of a group that was found are ignored
            for (size_t at = 0; at < size; at++) {
                const uint64_t second = with_second_[at + 1 < size ? hash(text[at + 1]) : 0];
                uint64_t possible = with_first_[hash(text[at])] & second & ~ignored;
                for (size_t index = 0; possible; index++, possible >>= 1) {
                    if ((possible & 1) && stands_at(triggers_[index].text, text, size, at)) {
                        held |= uint64_t{1} << index;
                        ignored |= of_group_[triggers_[index].group];
                    }
                }
            }
            return held;
        });
        for (size_t group = 0; group < of_group_.size(); group++) {
            if (found & of_group_[group]) groups.push_back(group);
        }
    }

  private:
    static constexpr size_t MAX_TRIGGERS = 64, HASHES = 256;

    struct Trigger {
        Characters text;
        size_t group;
    };

    static size_t hash(Py_UCS4 c) { return c % HASHES; }

    template <class Character>
    static bool stands_at(const Characters& trigger, const Character* text, size_t size, size_t at) {
        if (trigger.size() > size - at) return false;
        for (size_t index = 0; index < trigger.size(); index++) {
            if (text[at + index] != trigger[index]) return false;
        }
        return true;
    }

    size_t start_characters_;
    std::unordered_set<Characters> starts_;
    std::vector<Trigger> triggers_;
    std::vector<uint64_t> of_group_;
    // One bit for each trigger with such a first, or second, character.
    std::array<uint64_t, HASHES> with_first_{}, with_second_{};
};

}  // namespace extractor

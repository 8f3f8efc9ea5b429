// Refuse or cut markup that would take the parser excessive time or memory. Twin of extractor/input/limits.py.
#pragma once

#include "nesting.hpp"

namespace extractor {

// As in extractor/input/limits.py.
struct Limits {
    int64_t tags, attributes, options, elements_per_tag, extra_elements;
    size_t depth;
};

class TagChecker {
   public:
    TagChecker(const TagTable& tags, const Limits& limits)
        : tags_(tags), limits_(limits), nesting_(tags, limits.depth) {}

    // Check a page; return the position of the first tag beyond the limit, or the page's size.
    size_t check(View html);

    Problem problem = Problem::NONE;
    bool self_closing_raw_text = false;

   private:
    void start(View html, const Token& token);
    void reconstruct() {
        if (nesting_.needs_reconstruction) nesting_.reconstruct_formatting();
        if (nesting_.too_deep) problem = Problem::DEPTH;
    }
    void count_options(Tag name) {
        if (name == tags_.select) {
            options_ = 0;
        } else if (nesting_.is_in_scope(tags_.select)) {
            options_++;
        }
        if (options_ > limits_.options) problem = Problem::OPTIONS;
    }

    const TagTable& tags_;
    const Limits& limits_;
    Nesting nesting_;
    int64_t count_ = 0, options_ = 0;
    size_t next_ = 0;  // where to look for the next token
};

inline size_t TagChecker::check(View html) {
    Token token;
    while (next_token(html, next_, token)) {
        if (token.start > next_) reconstruct();
        if (problem != Problem::NONE) return html.size();
        next_ = token.end;
        count_ += token.has_text ? 2 : 1;
        if (count_ > limits_.tags) return token.start;
        if (token.is_end && !token.name.empty()) {
            nesting_.close(nesting_.number_of(token.name));
        } else if (!token.name.empty()) {
            start(html, token);
        } else if (nesting_.foreign && html.compare(token.start, 9, "<![CDATA[") == 0) {
            const size_t found = html.find("]]>", token.start);
            next_ = found == NONE ? html.size() : found;
        }
        if (nesting_.too_deep && problem == Problem::NONE) problem = Problem::DEPTH;
        if (problem != Problem::NONE) return html.size();
    }
    return html.size();
}

// Process a start tag, and the text and end tag of an element that contains text only.
inline void TagChecker::start(View html, const Token& token) {
    const Tag name = nesting_.number_of(token.name);
    const View attributes = token.attributes;
    if (int64_t(attributes.size()) > limits_.attributes && int64_t(count_attributes(attributes)) > limits_.attributes) {
        problem = Problem::ATTRIBUTES;
        return;
    }
    if (token.has_text && nesting_.count_text_element(name)) return;
    if (!nesting_.foreign) {
        if (nesting_.groups_of(name) & RAW_TEXT) {
            self_closing_raw_text |= token.closes_itself;
            std::string lowered(token.name);
            for (char& each : lowered) each = lower(each);
            next_ = end_of_raw_text(html, lowered, token.tag_end);
            return;
        }
        if (name == tags_.option || name == tags_.select) count_options(name);
        if (problem != Problem::NONE) return;
    }
    nesting_.open(name, attributes, token.closes_itself);
    if (token.has_text) {
        if (!token.text_empty) reconstruct();
        nesting_.close(name);
    }
    if (nesting_.too_deep) {
        problem = Problem::DEPTH;
    } else if (nesting_.elements > limits_.elements_per_tag * count_ + limits_.extra_elements) {
        problem = Problem::FORMATTING;
    }
}

}  // namespace extractor

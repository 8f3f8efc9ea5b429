// Split HTML into tags by the tokenization rules of the HTML standard. Twin of extractor/input/tokenizer.py.
//
// All functions read UTF-8 and take linear time. Positions are bytes from the start of the page.
#pragma once

#include <cstddef>
#include <string_view>

namespace extractor {

using View = std::string_view;

constexpr size_t NONE = View::npos;

inline bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f'; }
inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
inline char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

// Return the first position from `at` on that is no white space, and no slash if `slashes`.
inline size_t skip_space(View html, size_t at, bool slashes) {
    while (at < html.size() && (is_space(html[at]) || (slashes && html[at] == '/'))) at++;
    return at;
}

// Return the position after the value of an attribute that starts at `at`; `at` itself without one.
inline size_t end_of_value(View html, size_t at) {
    if (at >= html.size() || html[at] == '>') return at;
    if (html[at] == '"' || html[at] == '\'') {
        const size_t quote = html.find(html[at], at + 1);
        return quote == NONE ? html.size() : quote + 1;
    }
    while (at < html.size() && !is_space(html[at]) && html[at] != '>') at++;
    return at;
}

// Return the position after the attribute that starts at `at`, with the white space before it; `at` without one.
inline size_t end_of_attribute(View html, size_t at) {
    size_t end = skip_space(html, at, true);
    if (end >= html.size() || html[end] == '>') return at;
    end++;
    while (end < html.size() && !is_space(html[end]) && html[end] != '/' && html[end] != '>' && html[end] != '=') end++;
    const size_t equals = skip_space(html, end, false);
    if (equals < html.size() && html[equals] == '=') return end_of_value(html, skip_space(html, equals + 1, false));
    return end;
}

inline size_t count_attributes(View attributes) {
    size_t count = 0;
    for (size_t at = 0, end; (end = end_of_attribute(attributes, at)) != at; at = end) count++;
    return count;
}

// A tag, a comment, a doctype or a bogus comment. `name` is empty for all but tags.
struct Token {
    size_t start = 0, end = 0;
    View name, attributes;
    bool is_end = false, closes_itself = false;
    size_t tag_end = 0;      // after the `>` of the start tag
    bool has_text = false;   // whether the match is an element that contains text only ...
    bool text_empty = true;  // ... and whether that text is empty
};

// Return the position after a comment whose `<!--` starts at `start`.
inline size_t end_of_comment(View html, size_t start) {
    const size_t from = start + 4;
    if (html.compare(from, 1, ">") == 0) return from + 1;
    if (html.compare(from, 2, "->") == 0) return from + 2;
    for (size_t dashes = html.find("--", from); dashes != NONE; dashes = html.find("--", dashes + 1)) {
        if (html.compare(dashes + 2, 1, ">") == 0) return dashes + 3;
        if (html.compare(dashes + 2, 2, "!>") == 0) return dashes + 4;
    }
    return html.size();
}

// Read the text and the end tag that follow a start tag, if there is no other tag between.
inline void read_text_element(View html, Token& token) {
    const size_t text_end = html.find('<', token.end);
    if (text_end == NONE || text_end + 2 + token.name.size() > html.size()) return;
    if (html[text_end + 1] != '/' || html.compare(text_end + 2, token.name.size(), token.name) != 0) return;
    const size_t close = skip_space(html, text_end + 2 + token.name.size(), false);
    if (close >= html.size() || html[close] != '>') return;
    token.has_text = true;
    token.text_empty = text_end == token.end;
    token.end = close + 1;
}

// Find the next token from `at` on; return whether there is one.
inline bool next_token(View html, size_t at, Token& token) {
    for (size_t start = html.find('<', at); start != NONE; start = html.find('<', start + 1)) {
        token = Token();
        token.start = start;
        size_t name = start + 1;
        token.is_end = name < html.size() && html[name] == '/';
        name += token.is_end;
        if (name < html.size() && is_letter(html[name])) {
            size_t end = name + 1;
            while (end < html.size() && !is_space(html[end]) && html[end] != '/' && html[end] != '>') end++;
            token.name = html.substr(name, end - name);
            size_t last = end;
            for (size_t next; (next = end_of_attribute(html, last)) != last;) last = next;
            token.attributes = html.substr(end, last - end);
            const size_t close = skip_space(html, last, true);
            token.closes_itself = close > last && html[close - 1] == '/';
            token.tag_end = token.end = close < html.size() ? close + 1 : close;
            if (!token.is_end && close < html.size()) read_text_element(html, token);
            return true;
        }
        if (html.compare(start, 4, "<!--") == 0) {
            token.end = end_of_comment(html, start);
            return true;
        }
        if (start + 1 < html.size() && (html[start + 1] == '!' || html[start + 1] == '?' || html[start + 1] == '/')) {
            const size_t close = html.find('>', start + 2);
            token.end = close == NONE ? html.size() : close + 1;
            return true;
        }
    }
    return false;
}

// Return whether `html` has `name` at `at`, in any case, and the end of a tag's name behind it.
inline bool has_name(View html, size_t at, View name) {
    if (at + name.size() >= html.size()) return false;
    for (size_t i = 0; i < name.size(); i++) {
        if (lower(html[at + i]) != name[i]) return false;
    }
    const char after = html[at + name.size()];
    return is_space(after) || after == '/' || after == '>';
}

inline size_t end_tag(View html, View name, size_t start) {
    for (size_t at = html.find("</", start); at != NONE; at = html.find("</", at + 1)) {
        if (has_name(html, at + 2, name)) return at;
    }
    return NONE;
}

// The end of a script with a comment: inside it, `</script>` after `<script>` does not end the script.
inline size_t end_of_script(View html, size_t start) {
    bool escaped = false, double_escaped = false;
    for (size_t at = start; at < html.size(); at++) {
        if (html[at] == '-' && html.compare(at, 3, "-->") == 0) {
            escaped = double_escaped = false;
            at += 2;
        } else if (html[at] != '<') {
            continue;
        } else if (html.compare(at, 4, "<!--") == 0) {
            size_t close = at + 4;
            while (close < html.size() && html[close] == '-') close++;
            const bool is_empty = close < html.size() && html[close] == '>';
            escaped = !is_empty;
            if (is_empty) double_escaped = false;
            at = is_empty ? close : at + 3;
        } else if (has_name(html, at + 1, "script")) {
            double_escaped = escaped;
            at += 6;
        } else if (html.compare(at, 2, "</") == 0 && has_name(html, at + 2, "script")) {
            if (!double_escaped) return at;
            double_escaped = false;
            at += 7;
        }
    }
    return html.size();
}

// Return the position of the end tag of a raw text element whose content starts at `start`.
inline size_t end_of_raw_text(View html, View name, size_t start) {
    const size_t found = name == "plaintext" ? NONE : end_tag(html, name, start);
    if (found == NONE) return html.size();
    if (name == "script") {
        const size_t comment = html.substr(0, found).find("<!--", start);
        if (comment != NONE) return end_of_script(html, start);
    }
    return found;
}

}  // namespace extractor

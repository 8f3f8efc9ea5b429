// Apply the tree construction rules of the HTML standard to tags, without a tree. Twin of extractor/input/nesting.py and
// open_elements.py, which explain the rules.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "tokenizer.hpp"

namespace extractor {

// Groups of tags, in the order of `GROUPS` in limits.pyx, which fills them from extractor/input/tag_rules.py.
enum Group : uint64_t {
    BREAKOUT = 1u << 0,
    BUTTON_SCOPE = 1u << 1,
    CLOSED_IN_SCOPE = 1u << 2,
    CLOSES_PARAGRAPH = 1u << 3,
    FORMATTING = 1u << 4,
    HEADING = 1u << 5,
    IMPLIED_END = 1u << 6,
    ITEM_SEARCH_END = 1u << 7,
    LIST_ITEM_SCOPE = 1u << 8,
    MARKER = 1u << 9,
    NEVER_OPEN = 1u << 10,
    NO_RECONSTRUCTION = 1u << 11,
    PLAIN_BLOCK = 1u << 12,
    PLAIN_ELEMENT = 1u << 13,
    PLAIN_INLINE = 1u << 14,
    RUBY = 1u << 15,
    SCOPE = 1u << 16,
    SPECIAL = 1u << 17,
    TABLE_CELL = 1u << 18,
    TABLE_ROW = 1u << 19,
    TABLE_SECTION = 1u << 20,
    RAW_TEXT = 1u << 21,
    POINT_IN_SVG = 1u << 22,
    POINT_IN_MATH = 1u << 23,
    CLOSED_BY_LI = 1u << 24,
    CLOSED_BY_DD = 1u << 25,
    CLOSED_BY_DT = 1u << 26,
};

// Numbers of tags. Known tags have the first ones; unknown tags of a page get further ones.
using Tag = int32_t;
constexpr Tag REMOVED = 0;           // a formatting element whose end tag came while a block inside it was open
constexpr Tag FOREIGN = 1 << 30;     // added to the number of an SVG or MathML element
constexpr Tag NO_TAG = -1;

// The known tags and their groups.
struct TagTable {
    std::unordered_map<std::string, Tag> numbers;
    std::vector<uint64_t> groups{0};  // by number
    size_t max_searched = 0, max_clones = 0;
    Tag a, br, button, caption, col, colgroup, dd, dt, font, form, hr, input, li, math, object, applet, marquee, nobr,
        optgroup, option, p, ruby, select, svg, table, tbody, td, template_, th, tr;

    Tag add(const std::string& name) {
        const auto [found, is_new] = numbers.emplace(name, static_cast<Tag>(groups.size()));
        if (is_new) groups.push_back(0);
        return found->second;
    }

    // Name the tags that the rules ask for one by one.
    void name_tags() {
        const std::pair<Tag*, const char*> named[] = {
            {&a, "a"}, {&br, "br"}, {&button, "button"}, {&caption, "caption"}, {&col, "col"}, {&colgroup, "colgroup"},
            {&dd, "dd"}, {&dt, "dt"}, {&font, "font"}, {&form, "form"}, {&hr, "hr"}, {&input, "input"}, {&li, "li"},
            {&math, "math"}, {&object, "object"}, {&applet, "applet"}, {&marquee, "marquee"}, {&nobr, "nobr"},
            {&optgroup, "optgroup"}, {&option, "option"}, {&p, "p"}, {&ruby, "ruby"}, {&select, "select"},
            {&svg, "svg"}, {&table, "table"}, {&tbody, "tbody"}, {&td, "td"}, {&template_, "template"}, {&th, "th"},
            {&tr, "tr"},
        };
        for (const auto& [tag, name] : named) *tag = add(name);
    }
};

enum class Problem { NONE, DEPTH, ATTRIBUTES, OPTIONS, FORMATTING };

class Nesting {
   public:
    Nesting(const TagTable& tags, size_t max_depth) : tags_(tags), max_depth_(max_depth) {}

    int64_t elements = 0;  // that the parser creates
    bool foreign = false;  // whether the next tag is in SVG or MathML
    bool needs_reconstruction = false;
    bool too_deep = false;

    Tag number_of(View name);
    uint64_t groups_of(Tag tag) const {
        return static_cast<size_t>(tag) < tags_.groups.size() ? tags_.groups[static_cast<size_t>(tag)] : 0;
    }
    void open(Tag name, View attributes, bool closes_itself);
    bool count_text_element(Tag name);
    void close(Tag name);
    void reconstruct_formatting();
    bool is_in_scope(Tag name);

   private:
    struct Open {
        Tag name;
        int64_t formatting;  // index in `formatting_`; NO_ENTRY for other elements
    };
    // An entry of the list of active formatting elements.
    struct Formatting {
        Tag name;
        View attributes;
        int64_t index;  // on the stack of open elements; CLOSED while the element is closed
    };
    struct ForeignRoot {
        size_t index;
        Tag kind;
        bool is_point;
    };
    // Elements that a search looks for: the one with the number `tag`, and those in `groups` but for `without`.
    struct Elements {
        Tag tag;
        uint64_t groups;
        Tag without = NO_TAG;
    };
    static constexpr int64_t NO_ENTRY = -1, CLOSED = -1, NO_FORM = -2;

    bool is_in(Tag element, uint64_t groups) const {
        if (element == REMOVED) return false;
        if (element & FOREIGN) {
            // All groups of barriers hold the SVG and MathML elements whose content is HTML.
            const bool has_points = groups & (SCOPE | BUTTON_SCOPE | LIST_ITEM_SCOPE | SPECIAL | ITEM_SEARCH_END);
            return has_points && (groups_of(element & ~FOREIGN) & (POINT_IN_SVG | POINT_IN_MATH));
        }
        return groups_of(element) & groups;
    }
    bool is_one_of(Tag element, const Elements& wanted) const {
        return element != wanted.without && (element == wanted.tag || is_in(element, wanted.groups));
    }
    bool is_last(Tag name) const { return !open_.empty() && open_.back().name == name; }
    // The first index that a search from the innermost element on reaches.
    size_t search_end(size_t size) const { return size > tags_.max_searched ? size - tags_.max_searched : 0; }
    bool has_scope_after(size_t index) const {
        for (size_t at = index + 1; at < open_.size(); at++) {
            if (is_in(open_[at].name, SCOPE)) return true;
        }
        return false;
    }
    void forget(const Formatting& entry) {
        if (entry.index != CLOSED) open_[static_cast<size_t>(entry.index)].formatting = NO_ENTRY;
    }
    void pop_removed() {
        while (is_last(REMOVED)) open_.pop_back();
    }
    void add_marker() { active_.push_back(NO_ENTRY); }
    void close_paragraph() {
        if (paragraphs_) close_in_scope({tags_.p, 0}, {NO_TAG, BUTTON_SCOPE});
    }

    void push(Tag name, int64_t formatting = NO_ENTRY) {
        open_.push_back({name, formatting});
        elements++;
        too_deep |= open_.size() > max_depth_;
    }
    void pop_to(size_t size);
    void clear_to_marker();
    bool close_in_scope(const Elements& wanted, const Elements& barriers);
    void open_formatting(Tag name, View attributes);
    void apply_noahs_ark(Tag name, View attributes);
    bool is_active(Tag name) const;
    void close_formatting(Tag name, bool out_of_scope = false);
    void run_adoption_agency(size_t index);
    void close_form();
    void open_foreign(Tag name, bool closes_itself);
    bool close_foreign(Tag name);
    void open_block(Tag name);
    void open_table_part(Tag name);
    void close_table_part(Tag name);
    void close_cell(size_t table);
    void open_table();
    void open_void(Tag name);
    void open_other(Tag name);

    const TagTable& tags_;
    size_t max_depth_;
    std::map<std::string, Tag> unknown_;  // no hash table: a page could hold names that collide
    std::string lowered_;
    std::vector<Open> open_;
    int64_t paragraphs_ = 0;      // open `<p>`
    std::vector<size_t> tables_;  // indices of open tables and templates
    std::vector<Tag> sections_;   // the open section of each; REMOVED for none
    std::vector<ForeignRoot> foreign_roots_;
    std::vector<Formatting> formatting_;  // all that were ever active
    std::vector<int64_t> active_;         // indices in `formatting_`; NO_ENTRY for a marker
    int64_t form_ = NO_FORM;              // index of the current form; CLOSED once it is off the stack
    bool overestimates_ = false;          // whether closed elements may count as open
};

inline Tag Nesting::number_of(View name) {
    lowered_.resize(name.size());
    for (size_t i = 0; i < name.size(); i++) lowered_[i] = lower(name[i]);
    const auto known = tags_.numbers.find(lowered_);
    if (known != tags_.numbers.end()) return known->second;
    const auto next = static_cast<Tag>(tags_.groups.size() + unknown_.size());
    return unknown_.emplace(lowered_, next).first->second;
}

inline void Nesting::reconstruct_formatting() {
    if (!needs_reconstruction || foreign) return;
    needs_reconstruction = false;
    const auto is_closed = [&](int64_t entry) { return entry != NO_ENTRY && formatting_[size_t(entry)].index == CLOSED; };
    size_t first = active_.size();
    while (first && is_closed(active_[first - 1])) first--;
    for (size_t at = first; at < active_.size(); at++) {
        Formatting& entry = formatting_[size_t(active_[at])];
        entry.index = static_cast<int64_t>(open_.size());
        push(entry.name, active_[at]);
    }
}

// Close all elements from index `size` on, and removed elements directly before it.
inline void Nesting::pop_to(size_t size) {
    while (size && open_[size - 1].name == REMOVED) size--;
    while (open_.size() > size) {
        const Open& last = open_.back();
        paragraphs_ -= last.name == tags_.p;
        if (last.formatting != NO_ENTRY) {
            formatting_[size_t(last.formatting)].index = CLOSED;
            needs_reconstruction = true;
        }
        open_.pop_back();
    }
    if (form_ >= static_cast<int64_t>(size)) form_ = CLOSED;
    while (!tables_.empty() && tables_.back() >= size) {
        tables_.pop_back();
        sections_.pop_back();
    }
    if (foreign_roots_.empty() || foreign_roots_.back().index < size) return;
    while (!foreign_roots_.empty() && foreign_roots_.back().index >= size) foreign_roots_.pop_back();
    foreign = !foreign_roots_.empty() && !foreign_roots_.back().is_point;
}

// Clear the list of active formatting elements up to the last marker.
inline void Nesting::clear_to_marker() {
    while (!active_.empty()) {
        const int64_t entry = active_.back();
        active_.pop_back();
        if (entry == NO_ENTRY) break;
        forget(formatting_[size_t(entry)]);
    }
    if (active_.empty() || active_.back() == NO_ENTRY) return;
    needs_reconstruction |= formatting_[size_t(active_.back())].index == CLOSED;
}

// Close the innermost element of `wanted` and all inside it, unless an element of `barriers` comes first.
inline bool Nesting::close_in_scope(const Elements& wanted, const Elements& barriers) {
    for (size_t index = open_.size(), end = search_end(index); index-- > end;) {
        if (is_one_of(open_[index].name, wanted)) {
            pop_to(index);
            return true;
        }
        if (is_one_of(open_[index].name, barriers)) return false;
    }
    overestimates_ |= open_.size() > tags_.max_searched;
    return false;
}

inline bool Nesting::is_in_scope(Tag name) {
    for (size_t index = open_.size(), end = search_end(index); index-- > end;) {
        const Tag each = open_[index].name;
        if (each == name || is_in(each, SCOPE)) return each == name;
    }
    overestimates_ |= open_.size() > tags_.max_searched;
    return false;
}

inline void Nesting::open_formatting(Tag name, View attributes) {
    if ((name == tags_.a || name == tags_.nobr) && is_active(name)) {
        reconstruct_formatting();
        close_formatting(name, name == tags_.a);
    }
    reconstruct_formatting();
    if (active_.size() > 1) apply_noahs_ark(name, attributes);
    const auto entry = static_cast<int64_t>(formatting_.size());
    formatting_.push_back({name, attributes, static_cast<int64_t>(open_.size())});
    active_.push_back(entry);
    push(name, entry);
}

// Keep at most three equal elements after the last marker.
inline void Nesting::apply_noahs_ark(Tag name, View attributes) {
    int alike = 0;
    for (size_t place = active_.size(), end = search_end(place); place-- > end;) {
        if (active_[place] == NO_ENTRY) return;
        const Formatting& other = formatting_[size_t(active_[place])];
        alike += other.name == name && other.attributes == attributes;
        if (alike == 3) {  // two stay besides the new one
            forget(other);
            active_.erase(active_.begin() + static_cast<int64_t>(place));
            return;
        }
    }
}

inline bool Nesting::is_active(Tag name) const {
    for (size_t place = active_.size(), end = search_end(place); place-- > end;) {
        if (active_[place] == NO_ENTRY) return false;
        if (formatting_[size_t(active_[place])].name == name) return true;
    }
    return false;
}

// Close a formatting element; blocks that are open inside it stay open.
inline void Nesting::close_formatting(Tag name, bool out_of_scope) {
    if (!active_.empty() && active_.back() != NO_ENTRY) {
        const Formatting& last = formatting_[size_t(active_.back())];
        if (last.name == name && last.index == static_cast<int64_t>(open_.size()) - 1) {
            active_.pop_back();
            open_.pop_back();
            pop_removed();
            return;
        }
    }
    for (size_t place = active_.size(), end = search_end(place); place-- > end;) {
        if (active_[place] == NO_ENTRY) break;
        const Formatting& entry = formatting_[size_t(active_[place])];
        if (entry.name != name) continue;
        const int64_t index = entry.index;
        const bool far = index != CLOSED && has_scope_after(size_t(index));
        if (far && !out_of_scope) return;
        active_.erase(active_.begin() + static_cast<int64_t>(place));
        if (index == CLOSED) return;
        open_[size_t(index)].formatting = NO_ENTRY;
        if (far) {
            open_[size_t(index)].name = REMOVED;
        } else {
            run_adoption_agency(size_t(index));
        }
        return;
    }
    close_in_scope({name, 0}, {NO_TAG, SPECIAL});
}

// Close the formatting element at `index`, but keep the blocks open that are inside it.
inline void Nesting::run_adoption_agency(size_t index) {
    size_t blocks = 0, last = 0;
    for (size_t place = index + 1; place < open_.size(); place++) {
        if (!is_in(open_[place].name, SPECIAL)) continue;
        blocks++;
        last = place;
    }
    if (!blocks) {
        pop_to(index);
        return;
    }
    elements += static_cast<int64_t>(tags_.max_clones);
    open_[index].name = REMOVED;
    if (blocks < tags_.max_clones) {
        pop_to(last + 1);
    } else {
        overestimates_ = true;
    }
}

inline bool has_font_attribute(View attributes) {
    std::string lowered(attributes);
    for (char& each : lowered) each = lower(each);
    return lowered.find("color") != NONE || lowered.find("face") != NONE || lowered.find("size") != NONE;
}

// Process a start tag, except of raw text elements.
inline void Nesting::open(Tag name, View attributes, bool closes_itself) {
    const uint64_t groups = groups_of(name);
    if (foreign) {
        if (!(groups & BREAKOUT) && !(name == tags_.font && has_font_attribute(attributes))) {
            open_foreign(name, closes_itself);
            return;
        }
        pop_to(foreign_roots_.back().index);
    }
    if (overestimates_) elements += static_cast<int64_t>(active_.size());
    if (groups & PLAIN_INLINE) {
        reconstruct_formatting();
        push(name);
    } else if ((groups & PLAIN_BLOCK) && !paragraphs_ && name != tags_.form) {
        push(name);
    } else if (groups & NEVER_OPEN) {
        open_void(name);
    } else if (groups & FORMATTING) {
        open_formatting(name, attributes);
    } else if (groups & CLOSES_PARAGRAPH) {
        open_block(name);
    } else if (groups & (TABLE_CELL | TABLE_ROW)) {
        open_table_part(name);
    } else if (name == tags_.table) {
        open_table();
    } else if (name == tags_.svg || name == tags_.math) {
        reconstruct_formatting();
        open_foreign(name, closes_itself);
    } else {
        open_other(name);
    }
}

// Count an element that contains text only, if its tags leave the state unchanged; return whether they do.
inline bool Nesting::count_text_element(Tag name) {
    if (foreign || needs_reconstruction || overestimates_) return false;
    const uint64_t groups = groups_of(name);
    const bool is_block = ((groups & PLAIN_BLOCK) || name == tags_.p) && !paragraphs_ && name != tags_.form;
    if (!(groups & PLAIN_INLINE) && !is_block && !((groups & FORMATTING) && active_.empty())) return false;
    elements++;
    return true;
}

// Process an end tag.
inline void Nesting::close(Tag name) {
    const uint64_t groups = groups_of(name);
    if (foreign && (name == tags_.br || name == tags_.p)) pop_to(foreign_roots_.back().index);
    if (name == tags_.br) open_void(name);
    if (open_.empty() || (groups & NEVER_OPEN)) return;
    const Tag last = open_.back().name;
    if (name == tags_.form) {
        close_form();
    } else if (last == name && (groups & PLAIN_ELEMENT)) {
        open_.pop_back();
        pop_removed();
    } else if ((last & FOREIGN) && close_foreign(name)) {
    } else if (groups & FORMATTING) {
        close_formatting(name);
    } else if ((groups & (TABLE_CELL | TABLE_ROW)) || name == tags_.table || name == tags_.template_) {
        close_table_part(name);
    } else if (name == tags_.applet || name == tags_.marquee || name == tags_.object) {
        if (close_in_scope({name, 0}, {NO_TAG, SCOPE, name})) clear_to_marker();
    } else if (last == name) {
        pop_to(open_.size() - 1);
    } else if (groups & HEADING) {
        close_in_scope({NO_TAG, HEADING}, {NO_TAG, SCOPE});
    } else if (groups & CLOSED_IN_SCOPE) {
        if (name == tags_.li) {
            close_in_scope({name, 0}, {NO_TAG, LIST_ITEM_SCOPE});
        } else if (name == tags_.p) {
            close_in_scope({name, 0}, {NO_TAG, BUTTON_SCOPE});
        } else {
            close_in_scope({name, 0}, {NO_TAG, SCOPE, name});
        }
    } else {
        close_in_scope({name, 0}, {NO_TAG, SPECIAL});
    }
}

// Close the current form; elements inside it stay open.
inline void Nesting::close_form() {
    const int64_t place = form_;
    form_ = NO_FORM;
    if (place < 0 || has_scope_after(size_t(place))) return;
    if (size_t(place) == open_.size() - 1) {
        pop_to(size_t(place));
    } else {
        open_[size_t(place)] = {REMOVED, NO_ENTRY};
    }
}

inline void Nesting::open_foreign(Tag name, bool closes_itself) {
    if (closes_itself) {
        elements++;
        return;
    }
    if (!foreign) {
        foreign = true;
        foreign_roots_.push_back({open_.size(), name, false});
    } else {
        const Tag kind = foreign_roots_.back().kind;
        if (groups_of(name) & (kind == tags_.svg ? POINT_IN_SVG : POINT_IN_MATH)) {
            foreign = false;
            foreign_roots_.push_back({open_.size(), kind, true});
        }
    }
    push(name | FOREIGN);
}

// Close an SVG or MathML element; return whether there was one to close.
inline bool Nesting::close_foreign(Tag name) {
    for (size_t index = open_.size(), end = search_end(index); index-- > end;) {
        if (!(open_[index].name & FOREIGN)) return false;
        if (open_[index].name == (name | FOREIGN)) {
            pop_to(index);
            return true;
        }
    }
    return false;
}

inline void Nesting::open_block(Tag name) {
    const uint64_t groups = groups_of(name);
    if (name == tags_.form && form_ != NO_FORM) return;
    const uint64_t closed = name == tags_.li   ? CLOSED_BY_LI
                            : name == tags_.dd ? CLOSED_BY_DD
                            : name == tags_.dt ? CLOSED_BY_DT
                                               : 0;
    if (closed) close_in_scope({NO_TAG, closed}, {NO_TAG, ITEM_SEARCH_END});
    close_paragraph();
    if ((groups & HEADING) && !open_.empty() && is_in(open_.back().name, HEADING)) pop_to(open_.size() - 1);
    if (name == tags_.form) {
        bool in_template = false;
        for (size_t index = open_.size(), end = search_end(index); index-- > end;) {
            in_template |= open_[index].name == tags_.template_;
        }
        if (!in_template) form_ = static_cast<int64_t>(open_.size());
    }
    paragraphs_ += name == tags_.p;
    push(name);
}

// Process the start tag of a row or cell, which closes all open elements in the table.
inline void Nesting::open_table_part(Tag name) {
    if (tables_.empty()) return;
    const uint64_t groups = groups_of(name);
    const size_t table = tables_.back();
    if (open_[table].name == tags_.table) close_cell(table);
    elements++;
    if (name != tags_.caption && name != tags_.col && name != tags_.colgroup) {
        Tag& section = sections_.back();
        section = (groups & TABLE_SECTION) ? name : section != REMOVED ? section : tags_.tbody;
    }
    if (groups & TABLE_CELL) {
        add_marker();
        push(name);
    }
}

inline void Nesting::close_table_part(Tag name) {
    if (tables_.empty()) return;
    const size_t table = tables_.back();
    if (name == tags_.template_ && open_[table].name == tags_.template_) {
        pop_to(table);
        clear_to_marker();
    } else if (open_[table].name == tags_.table) {
        const Tag cell = table + 1 < open_.size() ? open_[table + 1].name : REMOVED;
        const bool ends_section =
            (groups_of(name) & TABLE_SECTION) && name == sections_.back() && cell != tags_.caption;
        if (ends_section) sections_.back() = REMOVED;
        const bool ends_row = name == tags_.tr && (cell == tags_.td || cell == tags_.th);
        if (ends_section || name == cell || name == tags_.table || ends_row) close_cell(table);
        if (name == tags_.table) pop_to(table);
    }
}

// Close all elements in the table at index `table`.
inline void Nesting::close_cell(size_t table) {
    const bool in_cell = table + 1 < open_.size() && is_in(open_[table + 1].name, TABLE_CELL);
    pop_to(table + 1);
    if (in_cell) clear_to_marker();
}

// Process the start tag of a table, which closes an open table unless it is inside a cell of it.
inline void Nesting::open_table() {
    close_paragraph();
    if (!tables_.empty()) {
        const size_t inner = tables_.back();
        const bool in_cell = inner + 1 < open_.size() && is_in(open_[inner + 1].name, TABLE_CELL);
        if (open_[inner].name == tags_.table && !in_cell) pop_to(inner);
    }
    tables_.push_back(open_.size());
    sections_.push_back(REMOVED);
    push(tags_.table);
}

inline void Nesting::open_void(Tag name) {
    elements++;
    if (name == tags_.hr) {
        close_paragraph();
    } else if (name == tags_.input && is_in_scope(tags_.select)) {
        close_in_scope({tags_.select, 0}, {NO_TAG, SCOPE, tags_.select});
    } else if (!(groups_of(name) & NO_RECONSTRUCTION)) {
        reconstruct_formatting();
    }
}

inline void Nesting::open_other(Tag name) {
    const uint64_t groups = groups_of(name);
    if (name == tags_.option || name == tags_.optgroup) {
        if (is_last(tags_.option)) pop_to(open_.size() - 1);
    } else if (name == tags_.button) {
        close_in_scope({name, 0}, {NO_TAG, SCOPE});
    } else if (name == tags_.select && is_in_scope(name)) {  // the start tag of a second one closes the first
        close_in_scope({name, 0}, {NO_TAG, SCOPE, name});
        return;
    } else if (groups & RUBY) {
        if (is_in_scope(tags_.ruby)) {
            while (!open_.empty() && is_in(open_.back().name, IMPLIED_END)) pop_to(open_.size() - 1);
        }
        push(name);
        return;
    }
    if (name == tags_.template_) {
        tables_.push_back(open_.size());
        sections_.push_back(REMOVED);
    } else {
        reconstruct_formatting();
    }
    if (groups & MARKER) add_marker();
    push(name);
}

}  // namespace extractor

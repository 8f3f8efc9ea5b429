// The tree of Lexbor, as far as the walk reads it.
//
// selectolax ships no headers of Lexbor, so the structures are declared here, in the order of Lexbor's own. No function
// of Lexbor is called. The layout is no promise: selectolax is pinned, and `walk.pyx` compares what it reads with the
// answers of selectolax when it is imported.
#pragma once

#include <Python.h>

#include <cstddef>
#include <cstdint>

namespace extractor {

struct DomString {
  const char* data;
  size_t length;
};

struct DomNode {
  void* event_target;
  uintptr_t local_name;  // a number for a name of HTML, else the address of the name
  uintptr_t prefix;
  uintptr_t name_space;
  DomNode* document;
  DomNode* next;
  DomNode* previous;
  DomNode* parent;
  DomNode* first_child;
  DomNode* last_child;
  void* user;
  int type;
};

constexpr int ELEMENT_NODE = 1;
constexpr int TEXT_NODE = 3;

struct DomAttribute {
  DomNode node;
  uintptr_t upper_name;
  uintptr_t qualified_name;
  DomString* value;  // null if the attribute has none
  DomNode* owner;
  DomAttribute* next;
  DomAttribute* previous;
};

struct DomElement {
  DomNode node;
  uintptr_t upper_name;
  uintptr_t qualified_name;
  DomString* is_value;
  DomAttribute* first_attribute;
  DomAttribute* last_attribute;
};

struct DomText {
  DomNode node;
  DomString text;
};

inline const DomAttribute* first_attribute(const DomNode* node) {
  return node->type == ELEMENT_NODE ? reinterpret_cast<const DomElement*>(node)->first_attribute : nullptr;
}

inline const DomAttribute* last_attribute(const DomNode* node) {
  return reinterpret_cast<const DomElement*>(node)->last_attribute;
}

inline const DomString& text_of(const DomNode* node) { return reinterpret_cast<const DomText*>(node)->text; }

// Whether a text has nothing but white space of ASCII, and at least one character.
inline bool is_blank(const DomString& text) {
  for (size_t at = 0; at < text.length; at++) {
    const unsigned char sign = static_cast<unsigned char>(text.data[at]);
    if (sign != ' ' && (sign < '\t' || sign > '\r') && (sign < 0x1c || sign > 0x1f)) return false;
  }
  return text.length > 0;
}

// The node after `node` in document order inside `top`; null at the end.
inline const DomNode* following(const DomNode* node, const DomNode* top) {
  if (node->first_child) return node->first_child;
  while (node != top) {
    if (node->next) return node->next;
    node = node->parent;
  }
  return nullptr;
}

}  // namespace extractor

// An object of `selectolax.lexbor.LexborNode`.
struct LexborNodeObject {
  PyObject_HEAD
  void* methods;
  const extractor::DomNode* node;
  PyObject* parser;
  int is_fragment_root;
  int is_template_content;
};

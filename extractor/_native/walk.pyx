# distutils: language = c++
# cython: language_level=3
"""Compiled twin of `extractor.document.walk.visit`.

The rules are those of the twin, in its order. This one reads the nodes of Lexbor where they are; it makes a `LexborNode`
only for what few elements need, and asks the functions in Python about these.
"""

cimport cython
from cpython.unicode cimport PyUnicode_DecodeUTF8
from libc.stdint cimport uintptr_t
from libcpp.vector cimport vector

from extractor.document import callouts, code, details, elements, math
from extractor.document.builder import NOTE_NUMBERS, without_label
from extractor.document.exponents import marked
from extractor.document.walk_types import Walked
from extractor.document.words import count, squeeze
from extractor.types import LINE_BREAK, Block, Container, Element, Markup, Picture
from selectolax.lexbor import LexborHTMLParser


cdef extern from "dom.hpp" namespace "extractor" nogil:
    cdef struct DomString:
        const char* data
        size_t length
    cdef struct DomNode:
        uintptr_t local_name
        uintptr_t name_space
        DomNode* next
        DomNode* previous
        DomNode* parent
        DomNode* first_child
        DomNode* last_child
        int type
    cdef struct DomAttribute:
        DomNode node
        DomString* value
        DomNode* owner
        DomAttribute* next
    const int ELEMENT_NODE
    const int TEXT_NODE
    const DomAttribute* first_attribute(const DomNode*)
    const DomAttribute* last_attribute(const DomNode*)
    const DomString& text_of(const DomNode*)
    bint is_blank(const DomString&)
    const DomNode* following(const DomNode*, const DomNode*)


cdef extern from "dom.hpp":
    # With `check_size`, the import fails where the object of selectolax has another size.
    ctypedef class selectolax.lexbor.LexborNode [object LexborNodeObject, check_size error]:
        cdef const DomNode* node
        cdef object parser


cdef enum Role:
    CONTAINER, SKIPPED, TRANSPARENT, MARKED, LINK, BREAK, FORMULA, IMAGE, PLAYER, CONTROL, NAVIGATION


cdef dict ROLES = {
    None: CONTAINER,
    "skipped": SKIPPED,
    "transparent": TRANSPARENT,
    "markup": MARKED,
    "link": LINK,
    "break": BREAK,
    "formula": FORMULA,
    "image": IMAGE,
    "player": PLAYER,
    "control": CONTROL,
    "navigation": NAVIGATION,
}
cdef enum Name:
    OTHER, CLASS, ID, ROLE, ITEMPROP, HIDDEN, ARIA_HIDDEN, STYLE, HREF, TITLE


# Attributes that the walk reads; the first ones are those of `Container.names`, in order.
cdef dict ATTRIBUTES = {
    name: CLASS + number
    for number, name in enumerate((*elements.NAME_ATTRIBUTES, "hidden", "aria-hidden", "style", "href", "title"))
}
cdef enum:
    STATIC_NAMES = 4_096  # greater numbers of names are addresses, which differ from page to page
    UNKNOWN = -1
cdef object NEW = tuple.__new__  # a named tuple, without its slow constructor
cdef str BREAK_SIGN = LINE_BREAK
cdef frozenset HEADINGS = elements.HEADINGS
cdef frozenset BLOCK_TAGS = elements.BLOCK_TAGS
cdef frozenset ALONE = callouts.ALONE
cdef tuple BOX_SIGNS = callouts.SIGNS
cdef int MAX_STRUCTURE = elements.MAX_STRUCTURE
cdef int MAX_MARKUP = elements.MAX_MARKUP


@cython.final
cdef class Tag:
    """What the tables of `elements` say about a tag."""

    cdef str name, markup
    cdef int role, role_with_navigation
    cdef bint is_node, is_structural, is_heading, is_table_part, is_block, is_formula, is_gutter, is_code_cell
    cdef bint is_titled, is_skipped, has_detail

    def __init__(self, str name):
        self.name, self.markup = name, elements.MARKUP.get(name, "")
        self.role = ROLES[elements.ROLES_WITHOUT_NAVIGATION.get(name)]
        self.role_with_navigation = ROLES[elements.ROLES.get(name)]
        self.is_node = name.startswith(("-", "!"))
        self.is_structural, self.is_block = name in elements.STRUCTURAL, name in elements.BLOCK_TAGS
        self.is_heading, self.is_table_part = name in elements.HEADINGS, name in elements.TABLE_PARTS
        self.is_formula, self.is_gutter = name in elements.FORMULA_ELEMENTS, name in elements.GUTTER_TAGS
        self.is_code_cell, self.is_titled = name in elements.CODE_CELLS, name in elements.TITLED
        self.is_skipped, self.has_detail = name in elements.SKIPPED, name in details.DETAILED


@cython.final
@cython.freelist(64)
cdef class State:
    """As `builder.State`."""

    cdef int container
    cdef tuple structure, inline
    cdef bint linked, preformatted, code

    cdef State copy(self):
        cdef State found = State.__new__(State)
        found.container, found.structure, found.inline = self.container, self.structure, self.inline
        found.linked, found.preformatted, found.code = self.linked, self.preformatted, self.code
        return found


cdef list TAGS = [None] * STATIC_NAMES  # by the number of the name
cdef vector[int] STATIC_ATTRIBUTES = vector[int](STATIC_NAMES, UNKNOWN)  # the same for attributes, as `Name`
cdef Tag PRE = Tag("pre")
cdef Tag TEXT = Tag("-text")
cdef uintptr_t HTML = 0  # number of the name space


cdef str decoded(const char* data, size_t length):
    return PyUnicode_DecodeUTF8(data, length, "replace") if data != NULL else ""


cdef str text(const DomNode* node):
    return decoded(text_of(node).data, text_of(node).length)


cdef LexborNode wrapped(const DomNode* node, object parser):
    """Return the node as an object of selectolax, which keeps the tree alive."""
    cdef LexborNode found = LexborNode.__new__(LexborNode)
    found.node, found.parser = node, parser
    return found


cdef str value_of(const DomAttribute* attribute):
    """Return the value of an attribute; None if it has none."""
    if attribute.value == NULL or attribute.value.data == NULL:
        return None
    return decoded(attribute.value.data, attribute.value.length)


cdef inline bint is_inside(State state, str tag):
    for each in state.structure:
        if (<tuple>each)[0] == tag:
            return True
    return False


cdef bint may_be_box(str names) except -1:
    for sign in BOX_SIGNS:
        if <str>sign in names:
            return True
    return names in ALONE


cdef str last_tag(State state):
    return <str>(<tuple>state.structure[-1])[0] if state.structure else ""


cdef class Walk:
    """As `walk._Walk` and its base class: a walk over a tree, with the blocks, containers and pictures so far."""

    cdef object parser, rules
    cdef dict footnotes, tags, attributes, details
    cdef bint formulas, navigation, has_scripts, has_superscript
    cdef State state
    cdef list blocks, runs, linked, suspended, deferred, containers, pictures
    cdef vector[int] images, controls
    cdef str label
    cdef int formulas_missed, formulas_read
    cdef long navigation_characters

    def __init__(self, LexborNode root, facts):
        self.parser, self.rules, self.footnotes = root.parser, facts.rules, dict(facts.footnotes)
        self.formulas, self.navigation, self.has_scripts = facts.formulas, facts.navigation, facts.has_scripts
        self.tags, self.attributes, self.details = {}, {}, {}
        self.blocks, self.runs, self.linked, self.suspended, self.deferred = [], [], [], [], []
        self.containers, self.pictures, self.label, self.has_superscript = [], [], "", False
        self.formulas_missed = self.formulas_read = 0
        self.navigation_characters = 0
        self.state = State.__new__(State)
        self.state.container, self.state.structure, self.state.inline = -1, (), ()

    cdef Tag tag_of(self, const DomNode* node):
        if node.type == TEXT_NODE:
            return TEXT
        cdef bint is_html = node.type == ELEMENT_NODE and node.name_space == HTML
        cdef bint is_static = node.local_name < STATIC_NAMES
        cdef object found = None
        if is_html:
            found = TAGS[node.local_name] if is_static else self.tags.get(node.local_name)
        if found is None:
            found = Tag(wrapped(node, self.parser).tag or "")
            if is_html and is_static:
                TAGS[node.local_name] = found
            elif is_html:
                self.tags[node.local_name] = found
        return <Tag>found

    cdef int name_of(self, const DomNode* node, const DomAttribute* attribute) except -1:
        """Return the name of an attribute, a number of `Name`."""
        cdef uintptr_t number = attribute.node.local_name
        cdef int found = self.known_name(number)
        if found == UNKNOWN:
            self.learn_attributes(node)
            found = self.known_name(number)
        return found if found != UNKNOWN else OTHER

    cdef int known_name(self, uintptr_t number) except -2:
        return STATIC_ATTRIBUTES[number] if number < STATIC_NAMES else self.attributes.get(number, UNKNOWN)

    cdef learn_attributes(self, const DomNode* node):
        """Remember which numbers the names of the attributes of an element have."""
        cdef const DomAttribute* attribute = first_attribute(node)
        for name in wrapped(node, self.parser).attributes:
            if attribute == NULL:
                break
            if attribute.node.local_name < STATIC_NAMES:
                STATIC_ATTRIBUTES[attribute.node.local_name] = ATTRIBUTES.get(name, OTHER)
            else:
                self.attributes[attribute.node.local_name] = ATTRIBUTES.get(name, OTHER)
            attribute = attribute.next

    cdef str attribute(self, const DomNode* node, int name):
        """Return the value of an attribute; empty without one."""
        cdef const DomAttribute* attribute = first_attribute(node)
        while attribute != NULL:
            if self.name_of(node, attribute) == name:
                return value_of(attribute) or ""
            attribute = attribute.next
        return ""

    cdef visit_all(self, const DomNode* node):
        cdef list undo = []
        cdef State before
        cdef Tag tag
        cdef const DomNode* after
        cdef bint has_footnotes = bool(self.footnotes)
        while True:
            before, tag = self.state, self.tag_of(node)
            if tag is TEXT:
                if self.runs or self.state.preformatted or not is_blank(text_of(node)):  # most are white space
                    self.add_text(text(node))
            elif self.enter_part(tag, node) if has_footnotes else self.enter(tag, node):
                if node.first_child != NULL:
                    undo.append(before)
                    node = node.first_child
                    continue
                if self.state is not before:
                    self.leave(before)
            after = node.next
            while after == NULL:
                node = node.parent
                if node == NULL or not undo:
                    self.flush()
                    return
                before = <State>undo.pop()
                if self.state is not before:
                    self.leave(before)
                after = node.next
            node = after

    cdef leave(self, State before):
        if self.runs and self.state.container != before.container:
            self.flush()
        if self.suspended and self.suspended[-1][0] is before:
            self.end_note()
        self.state = before

    cdef bint enter_part(self, Tag tag, const DomNode* node) except -1:
        part = self.footnotes.get(<size_t>node)
        if part is None:
            return self.enter(tag, node)
        kind, number = part
        if kind == "reference":
            self.add_reference(number)
            return False
        if kind == "left out":
            return False
        if kind == "inline":
            self.start_note(number)
            return True
        around = len(self.state.structure)
        if not self.enter(tag, node):
            return False
        self.label = number
        structure = self.state.structure
        self.state = self.state.copy()
        footnote = Element("footnote", len(self.containers), number)
        self.state.structure = (*structure[:around], footnote, *structure[around:])
        return True

    cdef bint enter(self, Tag tag, const DomNode* node) except -1:
        cdef int role = tag.role_with_navigation if self.navigation else tag.role
        if self.state.code:
            role = self.role_in_code(tag, node, role)
        if self.formulas and tag.is_formula and self.formulas_missed < elements.MAX_MISSED_FORMULAS:
            if math.has_formula_class(self.attribute(node, CLASS)):
                role = FORMULA
        if role == CONTAINER or (role == NAVIGATION and is_inside(self.state, "blockquote")):
            return self.enter_other(tag, node)
        if role == TRANSPARENT:
            return True
        if role == LINK:
            return self.enter_link(node)
        if role == MARKED:
            if tag.name == "code" and not self.state.preformatted and first_attribute(node) != NULL:
                if code.is_preformatted(wrapped(node, self.parser)):
                    return self.enter_other(PRE, node)
            self.has_superscript |= tag.name == "sup"
            if not self.state.preformatted:
                title = self.attribute(node, TITLE) if tag.is_titled else ""
                self.enter_markup(NEW(Markup, (tag.markup, title)))
            return True
        return self.note_skipped(role, tag, node)

    cdef bint enter_other(self, Tag tag, const DomNode* node) except -1:
        if tag.is_node:
            return tag.name == "-document"
        if tag.name == "button" and code.is_copy_button(wrapped(node, self.parser), self.rules):
            return False
        if tag.is_gutter and self.is_gutter(node):
            return False
        if self.runs:
            self.flush()
        self.enter_container(tag, node)
        return True

    cdef bint is_gutter(self, const DomNode* node) except -1:
        if first_attribute(node) == NULL:
            return False
        found = wrapped(node, self.parser)
        return code.is_gutter(found, found.attributes, self.rules)

    cdef int role_in_code(self, Tag tag, const DomNode* node, int role) except -1:
        if tag.name == "button" or tag.is_node or self.is_gutter(node):
            return SKIPPED
        if not self.runs:
            language = code.label_of(wrapped(node, self.parser))
            if language:
                self.details[self.state.structure[-1].number] = language
                return SKIPPED
        if role == CONTAINER:
            if not tag.is_code_cell:
                self.end_line()
            return TRANSPARENT
        return role

    cdef bint note_skipped(self, int role, Tag tag, const DomNode* node) except -1:
        if role == BREAK:
            self.line_break()
        elif role == FORMULA:
            return not self.add_formula(tag, node) and tag.is_formula
        elif role == IMAGE and self.images.size():
            self.images[self.state.container] += 1
            if tag.name == "img" and not self.add_tex(math.image_formula(wrapped(node, self.parser))):
                self.add_picture(node)
        elif role == PLAYER:
            self.add_picture(node)
        elif role == CONTROL and self.controls.size():
            self.controls[self.state.container] += 1
            task = details.task_of(wrapped(node, self.parser), self.state.structure)
            if task is not None and not self.runs:
                self.details[task.number] = task.detail
        elif role == NAVIGATION:
            self.flush()
            self.navigation_characters += self.characters(node)
        elif self.has_scripts and tag.name == "script":
            self.add_tex(math.script_formula(wrapped(node, self.parser)))
        return False

    cdef add_picture(self, const DomNode* node):
        place = (len(self.blocks) + bool(self.runs), wrapped(node, self.parser), self.state.container)
        self.pictures.append(NEW(Picture, place))

    cdef enter_container(self, Tag tag, const DomNode* node):
        cdef State state = self.state.copy()
        cdef tuple structure = state.structure
        cdef int number = 0
        cdef str only_class = None, style = "", value
        cdef list values = [None, None, None, None]
        cdef bint is_hidden = False
        cdef const DomAttribute* attribute = first_attribute(node)
        while attribute != NULL:
            number += 1
            name = self.name_of(node, attribute)
            if CLASS <= name <= ITEMPROP:
                values[name - CLASS] = value_of(attribute)
            elif name == HIDDEN:
                is_hidden = True
            elif name == ARIA_HIDDEN:
                is_hidden |= value_of(attribute) == "true"
            elif name == STYLE:
                style = value_of(attribute) or ""
            attribute = attribute.next
        if number == 1:
            only_class = <str>values[0]
        cdef str names = only_class or " ".join([value for value in values if value])
        if not is_hidden and style:
            is_hidden = elements.is_hiding(style)
        cdef int index = len(self.containers)
        self.containers.append((tag.name, state.container, names, bool(not only_class and is_hidden)))
        self.images.push_back(0)
        self.controls.push_back(0)
        state.container = index
        self.state, part = state, None
        if len(structure) >= MAX_STRUCTURE:
            return
        if names and (may_be_box(names) or (last_tag(state) == "blockquote" and structure[-1].detail)):
            part = callouts.part_of(tag.name, names, wrapped(node, self.parser).attributes, structure)
        if part is not None:
            state.structure = (*structure, part._replace(number=index))
        elif tag.is_structural and self.is_structural(tag, node):
            detail = ""
            if tag.has_detail and (number or tag.name == "pre"):
                found = wrapped(node, self.parser)
                detail = details.detail_of(tag.name, found, found.attributes)
            if tag.name == "pre":
                if last_tag(state) == "p":
                    structure = structure[:-1]
                state.preformatted = True
                state.code |= <bint>self.rules.is_code(wrapped(node, self.parser))
            state.structure = (*structure, NEW(Element, (tag.name, index, detail)))

    cdef bint in_heading(self):
        return last_tag(self.state) in HEADINGS

    cdef bint is_structural(self, Tag tag, const DomNode* node) except -1:
        if tag.name == "table":
            return self.rules.is_data_table(wrapped(node, self.parser))
        if tag.is_table_part:
            return is_inside(self.state, "table")
        if self.in_heading():
            return False
        return not (tag.is_heading and self.rules.is_unclosed(wrapped(node, self.parser)))

    cdef bint enter_link(self, const DomNode* node) except -1:
        if self.in_heading():
            if (self.rules.text_of(wrapped(node, self.parser)) or "").strip() in elements.HEADING_ANCHORS:
                return False
        href = self.attribute(node, HREF)
        self.state = self.state.copy()
        self.state.linked = True
        if href:
            self.enter_markup(NEW(Markup, ("a", href)))
        return True

    cdef enter_markup(self, markup):
        cdef tuple inline = self.state.inline
        if len(inline) < MAX_MARKUP and (markup not in inline or (<tuple>markup)[0] == "q"):
            self.state = self.state.copy()
            self.state.inline = (*inline, markup)

    cdef bint add_formula(self, Tag tag, const DomNode* node) except -1:
        if self.has_scripts and tag.is_formula:
            return True
        convert = self.formulas_read < elements.MAX_CONVERTED_FORMULAS
        formula = math.formula_of(wrapped(node, self.parser), convert=convert)
        self.formulas_read += 1
        self.formulas_missed += formula is None
        return self.add_tex(formula)

    cdef long characters(self, const DomNode* top) except -1:
        """Return the number of characters of text in an element, without skipped elements and surrounding space."""
        cdef long total = 0
        cdef const DomNode* node = top
        while node != NULL:
            if node.type == TEXT_NODE and not self.tag_of(node.parent).is_skipped:
                total += len(text(node).strip())
            node = following(node, top)
        return total

    cdef add_text(self, str added):
        cdef bint is_space = added.isspace()
        if self.label and not is_space:
            if is_inside(self.state, "footnote"):
                added = without_label(added.lstrip(), self.label)
                is_space = added.isspace()
            self.label = ""
        if self.runs or self.state.preformatted or not is_space:
            self.runs.append((added, self.state.inline))
            if self.state.linked:
                self.linked.append(added)

    cdef bint add_tex(self, formula) except -1:
        if formula is None:
            return False
        markup = Markup("math", "display" if formula.display else "")
        self.runs.append((formula.tex, (*self.state.inline, markup)))
        return True

    cdef add_reference(self, str number):
        cdef str sign = f"[{number}]"
        markup = Markup("footnote", number)
        self.runs.append((sign, (*(each for each in self.state.inline if each.tag != "sup"), markup)))
        self.linked.append(sign)

    cdef start_note(self, str number):
        self.add_reference(number)
        self.suspended.append((self.state, len(self.blocks), self.runs, self.linked, self.has_superscript))
        self.runs, self.linked, self.has_superscript, self.label = [], [], False, number
        footnote = Element("footnote", NOTE_NUMBERS + int(number), number)
        self.state = self.state.copy()
        self.state.structure = (*self.state.structure, footnote)
        self.state.inline, self.state.linked = (), False

    cdef end_note(self):
        before, self.deferred = self.deferred, []
        self.flush()
        state, start, self.runs, self.linked, self.has_superscript = self.suspended.pop()
        before += self.blocks[start:]
        del self.blocks[start:]
        self.deferred = before
        self.state = state

    cdef end_line(self):
        if self.runs and not self.runs[-1][0].endswith(("\n", LINE_BREAK)):
            self.runs.append(("\n", ()))

    cdef line_break(self):
        if not self.runs:
            return
        if not self.state.preformatted and self.runs[-1][0] == BREAK_SIGN:
            self.flush()
        else:
            self.runs.append((BREAK_SIGN, self.state.inline))

    cdef flush(self):
        cdef list runs = self.runs
        if not runs:
            return
        cdef State state = self.state
        cdef str shown
        cdef Py_ssize_t words = -1, linked = 0
        if self.formulas and not state.preformatted:
            runs = [piece for run in runs for piece in math.literal_formulas(run) if piece[0]]
        if state.preformatted:
            shown = "".join([run[0] for run in runs]).replace(LINE_BREAK, "\n").strip("\r\n").rstrip()
        else:
            if len(runs) == 1:
                shown = <str>(<tuple>runs[0])[0]
            else:
                shown = "".join(marked(runs) if self.has_superscript else [(<tuple>run)[0] for run in runs])
            lines = shown.split(BREAK_SIGN) if len(runs) != 1 else [shown]
            if len(lines) > 1:
                shown = "\n".join(map(squeeze, lines)).strip()
            elif shown.isascii():
                parts = shown.split()
                shown, words = " ".join(parts), len(parts)
            else:
                shown = squeeze(shown)
        if shown and state.container >= 0 and not shown.isspace():
            if words < 0:
                words = count(shown)
            if self.linked:
                linked = words if len(self.linked) == len(runs) else min(words, sum(map(count, self.linked)))
            tag = last_tag(state)
            tag = tag if tag in BLOCK_TAGS else "p"
            fields = (shown, tuple(runs), tag, state.structure, state.container, words, linked, (), ())
            self.blocks.append(NEW(Block, fields))
        if self.deferred:
            self.blocks += self.deferred
            self.deferred = []
        self.runs = []
        self.linked = []
        self.has_superscript = False

    cdef list all_containers(self):
        return [
            NEW(Container, (*fields, self.images[index], self.controls[index]))
            for index, fields in enumerate(self.containers)
        ]


def visit(LexborNode root not None, facts):
    """Cut a tree into blocks; see the Python twin."""
    cdef Walk walk = Walk(root, facts)
    walk.visit_all(root.node)
    return Walked(walk.blocks, walk.all_containers(), walk.pictures, walk.details, walk.navigation_characters)


cdef bint has_expected_layout(LexborNode root) except -1:
    """Compare what the structures say about `<p class="ab">xyz<b>` with what selectolax says, address by address."""
    global HTML
    cdef const DomNode* node = root.node
    cdef const DomAttribute* attribute
    body = root.last_child
    if root.mem_id != <size_t>node or <size_t>node.last_child != body.mem_id or node.type != ELEMENT_NODE:
        return False
    if <size_t>node.first_child != root.first_child.mem_id or <size_t>node.last_child.previous != root.first_child.mem_id:
        return False
    node = node.last_child
    if <size_t>node.parent != root.mem_id or node.next != NULL or first_attribute(node) != NULL:
        return False
    paragraph, bold = body.first_child, body.first_child.last_child
    if <size_t>node.first_child != paragraph.mem_id or <size_t>node.first_child.last_child != bold.mem_id:
        return False
    node = node.first_child
    attribute = first_attribute(node)
    if attribute == NULL or last_attribute(node) != attribute or attribute.owner != node or attribute.next != NULL:
        return False
    if attribute.value == NULL or value_of(attribute) != "ab":
        return False
    if node.first_child.type != TEXT_NODE or <size_t>node.first_child.next != bold.mem_id:
        return False
    HTML = node.name_space
    return text_of(node.first_child).length == 3 and text(node.first_child) == "xyz"


if not has_expected_layout(LexborHTMLParser('<p class="ab">xyz<b>').root):
    raise ImportError("the nodes of this version of selectolax have another layout")

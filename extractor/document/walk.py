"""One walk over a Lexbor tree: blocks, containers and pictures in document order.

The walk is iterative, because pages nest elements thousands deep. It does not change the tree.
"""

from collections.abc import Mapping

from selectolax.lexbor import LexborHTMLParser, LexborNode

from extractor.compiled import compiled
from extractor.document import callouts, code, elements, math
from extractor.document.builder import BlockBuilder, State
from extractor.document.details import detail_of, task_of
from extractor.document.structure import StructureRules
from extractor.document.walk_types import Facts, Walked
from extractor.types import Container, Element, Markup, Picture


class _Walk(BlockBuilder):
    """A walk over a tree: the blocks, containers and pictures so far."""

    def __init__(self, facts: Facts) -> None:
        super().__init__(formulas=facts.formulas)
        self.roles = elements.ROLES if facts.navigation else elements.ROLES_WITHOUT_NAVIGATION
        self.rules, self.footnotes, self.has_scripts = facts.rules, facts.footnotes, facts.has_scripts
        self.details: dict[int, str] = {}
        self.formulas_missed = self.formulas_read = 0
        self.navigation_characters = 0
        # One list for each field of `Container`.
        self.tags: list[str] = []
        self.parents: list[int] = []
        self.names: list[str] = []
        self.hidden: list[bool] = []
        self.images: list[int] = []
        self.controls: list[int] = []
        self.pictures: list[Picture] = []

    def visit_all(self, root: LexborNode) -> None:
        """Visit every node in document order."""
        node: LexborNode | None = root
        undo: list[State] = []
        enter = self.enter_part if self.footnotes else self.enter
        while node is not None:
            before = self.state
            tag = node.tag
            if tag == "-text":
                self.add_text(node.text_content or "")
            elif enter(tag or "", node):
                child = node.first_child
                if child is not None:
                    undo.append(before)
                    node = child
                    continue
                if self.state is not before:
                    self.leave(before)
            following = node.next
            while following is None:
                node = node.parent
                if node is None or not undo:
                    self.flush()
                    return
                before = undo.pop()
                if self.state is not before:
                    self.leave(before)
                following = node.next
            node = following

    def leave(self, before: State) -> None:
        """Process the end of an element: restore the state before it. The end of a container ends the block."""
        if self.runs and self.state.container != before.container:
            self.flush()
        if self.suspended and self.suspended[-1].state is before:
            self.end_note()
        self.state = before

    def enter_part(self, tag: str, node: LexborNode) -> bool:
        """Process a start tag on a page with footnotes; return whether to visit the children."""
        part = self.footnotes.get(node.mem_id)
        if part is None:
            return self.enter(tag, node)
        if part.kind == "reference":
            self.add_reference(part.number)
            return False
        if part.kind == "left out":
            return False
        if part.kind == "inline":
            self.start_note(part.number)
            return True
        around = len(self.state.structure)
        if not self.enter(tag, node):
            return False
        self.label = part.number
        footnote = Element("footnote", len(self.tags), part.number)
        structure = self.state.structure
        self.state = self.state._replace(structure=(*structure[:around], footnote, *structure[around:]))
        return True

    def enter(self, tag: str, node: LexborNode) -> bool:
        """Process a start tag; return whether to visit the children."""
        role = self.roles.get(tag) if not self.state.code else self.role_in_code(tag, node)
        if self.formulas and tag in elements.FORMULA_ELEMENTS and self.formulas_missed < elements.MAX_MISSED_FORMULAS:
            role = "formula" if math.has_formula_class(node.attributes.get("class") or "") else role
        if role is None or (role == "navigation" and self.is_inside("blockquote")):
            return self.enter_other(tag, node)
        if role == "transparent":
            return True
        if role == "link":
            return self.enter_link(node)
        if role == "markup":
            if tag == "code" and not self.state.preformatted and code.is_preformatted(node):
                return self.enter_other("pre", node)
            self.has_superscript |= tag == "sup"
            if not self.state.preformatted:
                self.enter_markup(
                    Markup(elements.MARKUP[tag], (node.attributes.get("title") or "") if tag in elements.TITLED else "")
                )
            return True
        return self.note_skipped(role, node)

    def enter_other(self, tag: str, node: LexborNode) -> bool:
        """Process the start of a container, or of a node that is no element."""
        if tag.startswith(("-", "!")):  # comments, doctype, processing instructions, document
            return tag == "-document"
        attributes = node.attributes
        if tag == "button" and code.is_copy_button(node, self.rules):
            return False
        if tag in elements.GUTTER_TAGS and attributes and code.is_gutter(node, attributes, self.rules):
            return False
        if self.runs:
            self.flush()
        self.enter_container(tag, node, attributes)
        return True

    def role_in_code(self, tag: str, node: LexborNode) -> str:
        """Return how an element inside code is read. Elements that are containers elsewhere are lines here."""
        attributes = node.attributes
        if (
            tag == "button"
            or tag.startswith(("-", "!"))
            or (attributes and code.is_gutter(node, attributes, self.rules))
        ):
            return "skipped"
        role = self.roles.get(tag)
        if not self.runs and (language := code.label_of(node)):
            self.details[self.state.structure[-1].number] = language
            return "skipped"
        if role is None:
            if tag not in elements.CODE_CELLS:
                self.end_line()
            return "transparent"
        return role

    def note_skipped(self, role: str, node: LexborNode) -> bool:
        """Record an element whose children are not visited. Return True for a formula that must be read as text."""
        if role == "break":
            self.line_break()
        elif role == "formula":
            return not self.add_formula(node) and node.tag in elements.FORMULA_ELEMENTS
        elif role == "image" and self.images:
            self.images[self.state.container] += 1
            if node.tag == "img" and not self.add_tex(math.image_formula(node)):
                self.add_picture(node)
        elif role == "player":
            self.add_picture(node)
        elif role == "control" and self.controls:
            self.controls[self.state.container] += 1
            if (task := task_of(node, self.state.structure)) and not self.runs:
                self.details[task.number] = task.detail
        elif role == "navigation":
            self.flush()
            self.navigation_characters += _characters(node)
        elif self.has_scripts and node.tag == "script":
            self.add_tex(math.script_formula(node))
        return False

    def add_picture(self, node: LexborNode) -> None:
        """Record an image or a player."""
        self.pictures.append(Picture(len(self.blocks) + bool(self.runs), node, self.state.container))

    def enter_container(self, tag: str, node: LexborNode, attributes: Mapping[str, str | None]) -> None:
        """Add a container, and a structural element if it is one."""
        parent, structure, inline, linked, preformatted, in_code = self.state
        index = len(self.tags)
        self.tags.append(tag)
        self.parents.append(parent)
        only_class = attributes.get("class") if len(attributes) == 1 else None  # a shortcut for most elements
        names = only_class or " ".join(filter(None, map(attributes.get, elements.NAME_ATTRIBUTES)))
        self.names.append(names)
        self.hidden.append(not only_class and bool(attributes) and _is_hidden(attributes))
        self.images.append(0)
        self.controls.append(0)
        if len(structure) >= elements.MAX_STRUCTURE:
            pass
        elif names and (part := callouts.part_of(tag, names, attributes, structure)):
            structure = (*structure, part._replace(number=index))
        elif tag in elements.STRUCTURAL and self.is_structural(tag, node):
            if tag == "pre" and structure and structure[-1].tag == "p":  # a `<code>` that keeps its lines
                structure = structure[:-1]
            structure = (*structure, Element(tag, index, detail_of(tag, node, attributes)))
            preformatted = preformatted or tag == "pre"
            in_code = in_code or (tag == "pre" and self.rules.is_code(node))
        self.state = State(index, structure, inline, linked, preformatted, in_code)

    def is_inside(self, tag: str) -> bool:
        """Return whether the current position is inside a structural element with this tag."""
        return any(each.tag == tag for each in self.state.structure)

    def in_heading(self) -> bool:
        """Return whether the innermost structural element is a heading."""
        return bool(self.state.structure) and self.state.structure[-1].tag in elements.HEADINGS

    def is_structural(self, tag: str, node: LexborNode) -> bool:
        """Return whether an element of `STRUCTURAL` counts as one at this position."""
        if tag == "table":
            return self.rules.is_data_table(node)
        if tag in elements.TABLE_PARTS:
            return self.is_inside("table")
        if self.in_heading():
            return False
        return not (tag in elements.HEADINGS and self.rules.is_unclosed(node))

    def enter_link(self, node: LexborNode) -> bool:
        """Start a link; return whether to visit the children, which are not text if it is the anchor of a heading."""
        if self.in_heading() and (self.rules.text_of(node) or "").strip() in elements.HEADING_ANCHORS:
            return False
        href = node.attributes.get("href")
        self.state = self.state._replace(linked=True)
        if href:
            self.enter_markup(Markup("a", href))
        return True

    def enter_markup(self, markup: Markup) -> None:
        """Start an inline element, unless the same one is open already."""
        inline = self.state.inline
        if len(inline) < elements.MAX_MARKUP and (markup not in inline or markup.tag == "q"):
            self.state = self.state._replace(inline=(*inline, markup))

    def add_formula(self, node: LexborNode) -> bool:
        """Add the formula of an element; return whether it is found, here or in a script beside the element."""
        if self.has_scripts and node.tag in elements.FORMULA_ELEMENTS:
            return True
        formula = math.formula_of(node, convert=self.formulas_read < elements.MAX_CONVERTED_FORMULAS)
        self.formulas_read += 1
        self.formulas_missed += formula is None
        return self.add_tex(formula)


def _characters(node: LexborNode) -> int:
    """Return the number of characters of text in an element, without skipped elements and surrounding white space."""
    total = 0
    for each in node.traverse(include_text=True):
        if each.tag == "-text" and (each.parent is None or each.parent.tag not in elements.SKIPPED):
            total += len((each.text_content or "").strip())
    return total


def _is_hidden(attributes: Mapping[str, str | None]) -> bool:
    """Return whether an element is hidden when the page opens, as tabs, accordions and dialogs are."""
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    return elements.is_hiding(attributes.get("style") or "")


def _example() -> tuple[LexborNode, Facts]:
    """Return a page whose walk reads every part of a node that the compiled twin reads."""
    html = (
        "<body class='a b' id=c><nav>menu</nav><h2 itemprop=x>Title <a href='#t'>#</a></h2><p hidden>One <b>two</b>"
        "<br>three <img src=i.png class=tex><table><tr><td colspan=2>Cell<svg><title>no</title></svg></table>"
        "<x-tag role=n><!-- no --><ol start=3><li style='display: none'>Item &#0; \u0130</ol>"
        "<pre><code>a\n b</code></pre></x-tag>"
    )
    tree = LexborHTMLParser(html)
    root = tree.root
    if root is None:
        raise AssertionError
    rules = StructureRules(tree, len(html))
    return root, Facts(navigation=False, rules=rules, footnotes={}, formulas=False, has_scripts=False)


@compiled("walk", _example)
def visit(root: LexborNode, facts: Facts) -> Walked:
    """Cut a tree into blocks.

    Args:
        root: an element whose siblings and ancestors are not visited.
        facts: about the page.

    """
    walk = _Walk(facts)
    walk.visit_all(root)
    columns = (walk.tags, walk.parents, walk.names, walk.hidden, walk.images, walk.controls)
    containers = list(map(Container, *columns))
    return Walked(walk.blocks, containers, walk.pictures, walk.details, walk.navigation_characters)

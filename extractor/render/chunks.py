"""Chunks of a text for retrieval: whole blocks of one section, up to a number of tokens."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Annotated, Final, NamedTuple

from msgspec import Meta

from extractor.document.elements import HEADING_LEVELS
from extractor.document.words import unspaced_characters
from extractor.errors import BadOptions
from extractor.extraction import Extraction
from extractor.render.block_parts import parts
from extractor.render.markdown.blocks import paragraphs
from extractor.render.markdown.options import DEFAULT, MarkdownOptions
from extractor.render.markdown.render import HAS_FORMULA, body, to_markdown
from extractor.render.markdown.tree import Node

CHARACTERS_PER_TOKEN: Final = 4  # of English, in the tokenizers of language models

CountTokens = Callable[[str], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """A part of a text."""

    text: Annotated[str, Meta(description="Markdown of whole blocks, with the headings among them.")]
    headings: Annotated[
        tuple[str, ...],
        Meta(description="The title of the page, and the headings of the section in which it starts; outermost first."),
    ]
    tokens: Annotated[int, Meta(description="The size of `text`; estimated, unless the caller counts.")]


class _Block(NamedTuple):
    """A block at the top of a text, or a part of one that is too large."""

    node: Node
    tokens: int
    path: tuple[tuple[int, str], ...]
    """Level and text of the headings of the section in which the block stands, outermost first."""

    @property
    def level(self) -> int:
        """The level of a heading, from 1; 0 for other blocks."""
        return HEADING_LEVELS.get(self.node.tag, 0)


def estimate_tokens(text: str) -> int:
    """Return about how many tokens a language model reads: one for four characters, one for each Chinese character."""
    unspaced = unspaced_characters(text)
    return unspaced + -(-(len(text) - unspaced) // CHARACTERS_PER_TOKEN)


def chunk(
    extraction: Extraction,
    max_tokens: int = DEFAULT.chunk_tokens,
    *,
    count_tokens: CountTokens = estimate_tokens,
    markdown: MarkdownOptions = DEFAULT,
) -> tuple[Chunk, ...]:
    """Split the text of an extraction into chunks for retrieval.

    A section starts a chunk, unless it is part of the section in which the chunk starts and fits in. A heading stays
    with what follows it. Tables, code and list items are never split, and paragraphs only between sentences; so a chunk
    may be larger than `max_tokens` if it is a single one of these, or by its headings.

    Args:
        extraction: the result of `extract`; its `title` and `html` are read.
        max_tokens: the size that chunks have at most, at least 1.
        count_tokens: gives the number of tokens of a text, such as that of the tokenizer of a language model.
        markdown: how the text is written.

    Returns:
        The chunks in order; together they hold the whole text. None for an empty text.

    Raises:
        BadOptions: `max_tokens` is less than 1.

    """
    if max_tokens < 1:
        message = f"max_tokens must be at least 1, not {max_tokens}"
        raise BadOptions(message)
    formulas = HAS_FORMULA in extraction.html

    def written(nodes: Sequence[Node]) -> str:
        return to_markdown(Node("", {}, list(nodes)), markdown, formulas=formulas).rstrip()

    def measured(node: Node) -> int:
        return count_tokens(written([node]) + "\n\n")

    nodes = (part for node in paragraphs(body(extraction)) for part in parts(node, max_tokens, measured))
    chunks = []
    for blocks in _packed(list(_blocks(nodes, measured)), max_tokens):
        if text := written([block.node for block in blocks]):
            above = (extraction.title or "", *(heading for _, heading in blocks[0].path))
            chunks.append(Chunk(text=text, headings=tuple(filter(None, above)), tokens=count_tokens(text)))
    return tuple(chunks)


def _blocks(nodes: Iterable[Node], measured: Callable[[Node], int]) -> Iterator[_Block]:
    path: tuple[tuple[int, str], ...] = ()
    for node in nodes:
        if level := HEADING_LEVELS.get(node.tag):
            path = (*(each for each in path if each[0] < level), (level, " ".join(node.text().split())))
        yield _Block(node, measured(node), path)


def _packed(blocks: Sequence[_Block], max_tokens: int) -> Iterator[list[_Block]]:
    """Yield the blocks of each chunk."""
    held: list[_Block] = []
    size = 0
    for block, section in zip(blocks, _section_tokens(blocks), strict=True):
        if held and not _belongs(block, section, held, max_tokens - size):
            end = len(held)
            while not block.level and end and held[end - 1].level:  # these headings are those of the block
                end -= 1
            if end:
                yield held[:end]
            held = held[end:]
            size = sum(each.tokens for each in held)
        held.append(block)
        size += block.tokens
    if held:
        yield held


def _belongs(block: _Block, section: int, held: Sequence[_Block], tokens_left: int) -> bool:
    """Return whether a block goes into the chunk with `held`; `section` is the size of the section that it starts."""
    if not block.level:
        return block.tokens <= tokens_left
    if all(each.level for each in held):
        return True
    outer = held[0].path[-1][0] if held[0].path else 0
    return block.level > outer and section <= tokens_left


def _section_tokens(blocks: Sequence[_Block]) -> list[int]:
    """Return for each heading the tokens up to the next heading that is not below it; 0 for other blocks."""
    before = [0, *accumulate(block.tokens for block in blocks)]
    sizes = [0] * len(blocks)
    following: list[int] = []  # the next headings, each of a lower level than the one before it
    for index in range(len(blocks) - 1, -1, -1):
        if level := blocks[index].level:
            while following and blocks[following[-1]].level > level:
                following.pop()
            sizes[index] = before[following[-1] if following else len(blocks)] - before[index]
            following.append(index)
    return sizes

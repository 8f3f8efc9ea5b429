"""The selectolax engine: fallback and challenger of trafilatura, and all there is in `fast` mode.

It reads the blocks of the one Lexbor walk. Containers that name themselves navigation, comments, consent and the
like are set aside, unless they hold too much of the page to be that. Of the rest, the innermost container that holds
most of the running text is the article, and every block in it is kept. Names are compared as whole words, so that
"message", "slide" or "has-sidebar" inside a longer class name condemns nothing by itself.

The thresholds were chosen on WCXB dev and trafilatura's evaluation set (see ARCHITECTURE.md); to change one, re-run
`python -m benchmarks.predict --mode fast` on both.
"""

import re
from collections.abc import Sequence
from typing import Final

from extractor.features.furniture import POINTER_WORDS, end_of_article, kind
from extractor.fragment import assemble, text_of
from extractor.model import Block, Candidate, Container, Note, Page
from extractor.page import HEADING
from extractor.profiles import Profile
from extractor.words import sentences

NAME: Final = "blocks"

BOILERPLATE_TAGS = frozenset({"nav", "footer", "aside", "header", "dialog", "menu"})
BOILERPLATE_NAMES = frozenset(
    "nav navbar navigation menu menubar megamenu submenu dropdown breadcrumb breadcrumbs footer sidebar rail cookie "
    "cookies consent gdpr newsletter subscribe subscription signup signin login share sharing social socials related "
    "recommended recommendations recirc promo promotion promoted sponsor sponsored advert advertisement ads ad banner "
    "popup modal overlay toolbar pagination pager skip masthead copyright disclaimer outbrain taboola disqus "
    "trending popular latest upsell crosssell reviews toc contentinfo search complementary alertdialog".split(),
)
COMMENT_NAMES = frozenset("comment comments respond replies byline author authors bio".split())
NEVER_ROOT = frozenset("p h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre figcaption caption".split())
CAPTION_NAMES = frozenset({"caption", "captions"})
NEVER_BOILERPLATE = frozenset({"html", "body", "main", "article"})

PROSE_WORDS = 10  # a block with this many unlinked words is running text
PROSE_LINKED = 0.5  # ... unless this share of its words stands in links
SENTENCE_BONUS = 1.2  # running text that ends a sentence counts for more than a long label
SPARED_WORDS = 0.35  # a container with more than this share of the page's words is not boilerplate, whatever its name
SPARED_PROSE = 0.3  # ... nor one with more than this share of its running text
PROSE_PAGE = 0.3  # pages whose running text is less than this share of their words are lists: every word counts there
LIST_WEIGHT = 0.2  # ... this much of a word of running text
ROOT_SHARE = 0.75  # the article is the innermost container that holds this share of the weight
NOSCRIPT_WORDS = 60  # a <noscript> is the page itself when it holds more words than this
NOSCRIPT_SHARE = 0.5  # ... and more than this share of what is outside of it
RUNNING_TEXT = 0.5  # an article has more than this share of its words in running text; lists of links are content below
POINTER_LINKED = 0.8  # a short block of an article with this share of its words in links points elsewhere
ENOUGH_BEFORE_END = 0.7  # a line like "Related articles" ends the article after this share of its running text

_NAME = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def propose(page: Page, profile: Profile) -> Candidate:
    """The article by weight of running text; an empty candidate where the page has no text."""
    kept, notes = select(page, profile)
    return Candidate(engine=NAME, html=assemble(kept, page.base), text=text_of(kept), notes=notes)


def select(page: Page, profile: Profile) -> tuple[list[Block], tuple[Note, ...]]:
    """The blocks worth keeping, in page order, and why the others are gone."""
    blocks, containers = page.blocks, page.containers
    if not blocks:
        return [], (Note(NAME, "the page has no text"),)
    prose = [_prose(block) for block in blocks]
    aside = _set_aside(page, profile, prose)
    candidates = [not aside[block.container] for block in blocks]
    words_left = sum(block.words for block, on in zip(blocks, candidates, strict=True) if on)
    prose_left = sum(weight for weight, on in zip(prose, candidates, strict=True) if on)
    extra = 0.0 if prose_left > PROSE_PAGE * words_left else LIST_WEIGHT
    weights = [
        weight + extra * block.words if on else 0.0 for block, weight, on in zip(blocks, prose, candidates, strict=True)
    ]
    root = _root(containers, _sums(containers, blocks, weights))
    inside = _spread(containers, [index == root for index in range(len(containers))])
    within = [block for block, on in zip(blocks, candidates, strict=True) if on and inside[block.container]]
    kept = _without_furniture(within, page, profile)
    notes = [
        Note(NAME, f"set aside <{container.tag}>", container.names[:60])
        for index, container in enumerate(containers)
        if aside[index] and not (container.parent >= 0 and aside[container.parent])
    ]
    if len(kept) < len(within):
        notes.append(Note(NAME, f"dropped {len(within) - len(kept)} blocks of furniture inside the article"))
    chosen = containers[root]
    return kept, (Note(NAME, f"took <{chosen.tag}>", chosen.names[:60]), *notes)


def _prose(block: Block) -> float:
    """How many words of running text a block holds."""
    own = block.words - block.linked
    linked = block.linked / max(block.words, 1)
    if own < PROSE_WORDS or linked >= PROSE_LINKED:
        return 0.0
    return own * (1 - linked) * (SENTENCE_BONUS if sentences(block.text) else 1.0)


def _without_furniture(kept: Sequence[Block], page: Page, profile: Profile) -> list[Block]:
    """`kept` less captions, labels and pointers elsewhere, and less what follows the line that ends an article."""
    kinds = [kind(block.text, block.words) for block in kept]
    prose = [block.words if block.words - block.linked >= PROSE_WORDS else 0 for block in kept]
    running = sum(_prose(block) for block in kept) > RUNNING_TEXT * sum(block.words for block in kept)
    is_article = running and not profile.comments
    end = end_of_article(kinds, prose, ENOUGH_BEFORE_END) if is_article else len(kept)
    return [
        block
        for block, what in zip(kept[:end], kinds, strict=False)
        if what is None and not _is_caption(block, page) and not (is_article and _is_pointer(block))
    ]


def _is_pointer(block: Block) -> bool:
    """Whether a block only leads elsewhere: a few words, nearly all of them linked."""
    few = block.words < POINTER_WORDS and not HEADING.match(block.tag)
    return few and block.linked >= POINTER_LINKED * block.words


def _is_caption(block: Block, page: Page) -> bool:
    return block.tag == "figcaption" or _says(page.containers[block.container].names, CAPTION_NAMES)


def _says(names: str, listed: frozenset[str]) -> bool:
    """Whether class names, ids and roles have one of the listed words among theirs."""
    return not listed.isdisjoint(map(str.lower, _NAME.findall(names)))


def _set_aside(page: Page, profile: Profile, prose: Sequence[float]) -> list[bool]:
    """For each container, whether it is boilerplate by its own name or by that of one around it."""
    containers = page.containers
    words_in = _sums(containers, page.blocks, [block.words for block in page.blocks])
    prose_in = _sums(containers, page.blocks, prose)
    names = BOILERPLATE_NAMES if profile.comments else BOILERPLATE_NAMES | COMMENT_NAMES
    in_article = _spread(containers, [container.tag in ("main", "article") for container in containers])
    skip_noscript = not _noscript_is_page(page)
    aside: list[bool] = []
    known: dict[str, bool] = {}  # class names repeat all over a page
    for index, container in enumerate(containers):
        if container.names not in known:
            known[container.names] = _says(container.names, names)
        furniture_tag = container.tag in BOILERPLATE_TAGS and not (container.tag == "header" and in_article[index])
        named = furniture_tag or known[container.names]
        small = words_in[index] < SPARED_WORDS * words_in[0] and prose_in[index] <= SPARED_PROSE * prose_in[0]
        condemned = named and small and container.tag not in NEVER_BOILERPLATE
        aside.append(
            (container.parent >= 0 and aside[container.parent])
            or (container.tag == "noscript" and skip_noscript)
            or condemned,
        )
    return aside


def _noscript_is_page(page: Page) -> bool:
    """Whether the text is in `<noscript>`, as on Discourse, rather than a line about JavaScript or a spare image."""
    within = _spread(page.containers, [container.tag == "noscript" for container in page.containers])
    inside = sum(block.words for block in page.blocks if within[block.container])
    outside = sum(block.words for block in page.blocks) - inside
    return inside > max(NOSCRIPT_WORDS, NOSCRIPT_SHARE * outside)


def _root(containers: Sequence[Container], weights: Sequence[float]) -> int:
    """The innermost container with most of the weight; containers come in document order, so the last one is."""
    enough = ROOT_SHARE * weights[0]
    heavy = (index for index in range(len(containers)) if weights[index] >= enough > 0)
    return max((index for index in heavy if containers[index].tag not in NEVER_ROOT), default=0)


def _sums(containers: Sequence[Container], blocks: Sequence[Block], values: Sequence[float]) -> list[float]:
    """For each container, the sum of `values` over the blocks in it, at any depth."""
    sums = [0.0] * len(containers)
    for block, value in zip(blocks, values, strict=True):
        sums[block.container] += value
    for index in range(len(containers) - 1, 0, -1):  # children come after their parents
        sums[containers[index].parent] += sums[index]
    return sums


def _spread(containers: Sequence[Container], flags: Sequence[bool]) -> list[bool]:
    """`flags`, true also for everything inside a container that is."""
    spread: list[bool] = []
    for container, flag in zip(containers, flags, strict=True):
        spread.append(flag or (container.parent >= 0 and spread[container.parent]))
    return spread

"""The records of an explanation: what was kept of a page, what was not, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal, get_args

from msgspec import Meta

Verdict = Literal["kept", "comment", "dropped"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
DecidingStage = Literal[
    "model",
    "second_opinion",
    "items",
    "boilerplate",
    "coherence",
    "focus",
    "ends",
    "posts",
    "like_earlier_blocks",
    "too_little",
    "structured_data",
]
DECIDING_STAGES: tuple[DecidingStage, ...] = get_args(DecidingStage)


@dataclass(frozen=True, slots=True)
class Reason:
    """What one feature contributes to the score of a block."""

    feature: Annotated[str, Meta(description="Name of the feature; `Explanation.meanings` says what it means.")]
    value: Annotated[float, Meta(description="Value of the feature for this block.")]
    mean: Annotated[float, Meta(description="Mean of the feature over the blocks of the page.")]
    contribution: Annotated[
        float,
        Meta(
            description="What the feature adds to the log-odds, compared with the other blocks of the page; above 0 it "
            "speaks for content."
        ),
    ]


@dataclass(frozen=True, slots=True)
class Score:
    """How the model that decided came to its probability: `base`, all `reasons` and `rest` sum to `log_odds`."""

    model: Annotated[
        str, Meta(description="Name of the model; that of `posts` tells the text of comments from other text.")
    ]
    log_odds: Annotated[float, Meta(description="Natural logarithm of p / (1 - p), p being the model's probability.")]
    base: Annotated[float, Meta(description="Mean log-odds of the blocks of the page.")]
    reasons: Annotated[
        tuple[Reason, ...], Meta(description="Features with the greatest contributions, the greatest first.")
    ]
    rest: Annotated[float, Meta(description="Sum of the contributions of all other features.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockExplanation:
    """A block of an HTML page, or a line of plain text, and why it was kept or not."""

    index: Annotated[int, Meta(description="Place in the page, from 0.")]
    path: Annotated[
        str,
        Meta(description="Elements around it with their class names, outermost first; empty for plain text."),
    ]
    tag: Annotated[str, Meta(description="Its element, such as `p`, `h2`, `li` or `td`; `p` for plain text.")]
    text: Annotated[str, Meta(description="Its text.")]
    verdict: Annotated[
        Verdict, Meta(description="`kept` in the text, a `comment` of a reader apart from it, or `dropped`.")
    ]
    probability: Annotated[float, Meta(description="Probability that it is content, 0 to 1.")]
    stage: Annotated[DecidingStage, Meta(description="Stage that decided.")]
    why: Annotated[str, Meta(description="The decision in a sentence or two.")]
    second_opinion: Annotated[
        float | None, Meta(description="Share of its words that trafilatura keeps; None if it was not asked.")
    ] = None
    post: Annotated[
        int | None, Meta(description="Position of the post or comment that it stands in; None outside of posts.")
    ] = None
    score: Annotated[
        Score | None, Meta(description="How its probability came about; None if no model read it by itself.")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineAnswer:
    """The answer of one engine."""

    engine: Annotated[str, Meta(description="Name of the engine.")]
    text: Annotated[str, Meta(description="Its text; empty if it found none.")]
    words: Annotated[int, Meta(description="Number of words in its text.")]
    expected: Annotated[float, Meta(description="Word F1 to expect of its text; 0 if it has no estimate.")]
    chosen: Annotated[bool, Meta(description="Whether its text is the answer.")]
    part: Annotated[str, Meta(description="What the engine does, or what became of its answer.")]


@dataclass(frozen=True, slots=True)
class RejectedValue:
    """A value of a metadata field that lost."""

    value: Annotated[str, Meta(description="The value as text.")]
    provenance: Annotated[str, Meta(description="Where it was found.")]
    probability: Annotated[
        float | None, Meta(description="Probability that it is right; None where the first source wins.")
    ] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldExplanation:
    """A metadata field, its value and the values that lost."""

    field: Annotated[str, Meta(description="Name of the field.")]
    value: Annotated[str | None, Meta(description="The value as text; None if the field has none.")]
    provenance: Annotated[str, Meta(description="Where it was found; empty without a value.")]
    probability: Annotated[
        float | None, Meta(description="Probability that it is right; None where the first source wins.")
    ]
    rejected: Annotated[tuple[RejectedValue, ...], Meta(description="Other values that the page states.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why the text and the metadata of a page are as they are."""

    kind: Annotated[Literal["html", "dump"], Meta(description="`html`, or `dump` for plain text.")]
    confidence: Annotated[str, Meta(description="What the confidence means, in a sentence.")]
    blocks: Annotated[tuple[BlockExplanation, ...], Meta(description="All blocks or lines in the order of the page.")]
    engines: Annotated[tuple[EngineAnswer, ...], Meta(description="The answers of all engines.")]
    fields: Annotated[
        tuple[FieldExplanation, ...], Meta(description="Metadata fields with a value, or with values that lost.")
    ]
    meanings: Annotated[Mapping[str, str], Meta(description="What each feature means that a reason names.")] = field(
        default_factory=dict
    )


def as_text(value: Any) -> str:
    """Return the value of a metadata field as text; several values are separated by commas."""
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)

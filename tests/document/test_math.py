"""Formulas become TeX, once each."""

import pytest

from extractor.document.fragment import assemble
from extractor.document.html import blocks_of

MATHML = "<msup><mi>x</mi><mn>2</mn></msup>"
ANNOTATED = f'<math><semantics><mrow>{MATHML}</mrow><annotation encoding="application/x-tex">x^2</annotation></semantics></math>'
DRAWN = '<span class="katex-html" aria-hidden="true"><span>x</span><span>2</span></span>'


@pytest.mark.parametrize(
    ("html", "tex", "kind"),
    [
        (ANNOTATED, "x^2", "inline"),
        (f"<math>{MATHML}</math>", "x^{2}", "inline"),
        (f'<math display="block" alttext="{{\\displaystyle x^2}}">{MATHML}</math>', "x^2", "display"),
        (f'<span class="katex"><span class="katex-mathml">{ANNOTATED}</span>{DRAWN}</span>', "x^2", "inline"),
        (f'<span class="katex-display"><span class="katex">{ANNOTATED}{DRAWN}</span></span>', "x^2", "display"),
        (f'<mjx-container display="true"><mjx-math>x2</mjx-math>{ANNOTATED}</mjx-container>', "x^2", "display"),
        ('<span class="MathJax_Preview">x2</span><span class="MathJax">x2</span><script type="math/tex">x^2</script>',
         "x^2", "inline"),
        ('<script type="math/tex; mode=display">x^2</script>', "x^2", "display"),
        ('<img class="latex" src="/f.png" alt="$x^2$">', "x^2", "inline"),
    ],
)  # fmt: skip
def test_a_formula_becomes_tex(html: str, tex: str, kind: str) -> None:
    blocks = blocks_of(f"<p>If {html} holds</p>")

    assert assemble(blocks) == f'<p>If <span class="math {kind}">{tex}</span> holds</p>'
    assert blocks[0].text == f"If {tex} holds"


def test_a_drawn_formula_without_tex_stays_text() -> None:
    (block,) = blocks_of(f'<p>If <span class="katex">{DRAWN}</span> holds</p>')

    assert block.text == "If x2 holds"


def test_a_formula_with_markup_inside_is_escaped() -> None:
    html = '<p><span class="katex"><math><annotation encoding="application/x-tex">a &lt;b&gt; &amp; c</annotation></math></span></p>'

    assert assemble(blocks_of(html)) == '<p><span class="math inline">a &lt;b&gt; &amp; c</span></p>'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (r"If \(x^2\) holds", '<p>If <span class="math inline">x^2</span> holds</p>'),
        (
            r"If $x$ and $y_1$ hold",
            '<p>If <span class="math inline">x</span> and <span class="math inline">y_1</span> hold</p>',
        ),
        (r"\[x = 1\]", '<p><span class="math display">x = 1</span></p>'),
        ("$$x$$", '<p><span class="math display">x</span></p>'),
        ("It costs $5, not $6 or $7.", "<p>It costs $5, not $6 or $7.</p>"),
        (r"A \$x$ and \(open", r"<p>A \$x$ and \(open</p>"),
        ("<code>$x$</code>", "<p><code>$x$</code></p>"),
    ],
)
def test_tex_that_no_script_has_drawn(text: str, html: str) -> None:
    assert assemble(blocks_of(f"<script src='mathjax.js'></script><p>{text}</p>")) == html


def test_without_a_script_for_formulas_dollars_are_text() -> None:
    assert assemble(blocks_of("<p>If $x$ holds</p>")) == "<p>If $x$ holds</p>"

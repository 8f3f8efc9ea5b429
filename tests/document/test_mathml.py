"""MathML, and what MathJax draws, as TeX."""

import pytest
from selectolax.lexbor import LexborHTMLParser

from extractor.document.mathml import MAX_DEPTH, to_tex


@pytest.mark.parametrize(
    ("mathml", "tex"),
    [
        ("<mfrac><mi>a</mi><mn>2</mn></mfrac>", r"\frac{a}{2}"),
        ("<msup><mi>x</mi><mn>2</mn></msup>", "x^{2}"),
        ("<msup><mi>f</mi><mo>′</mo></msup>", "f'"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "x_{i}^{2}"),
        ("<msqrt><mi>x</mi><mo>+</mo><mn>1</mn></msqrt>", r"\sqrt{x+1}"),
        ("<mroot><mn>8</mn><mn>3</mn></mroot>", r"\sqrt[3]{8}"),
        ("<mi>α</mi><mo>≤</mo><mi>Γ</mi>", r"\alpha\leq\Gamma"),
        ("<mi>α</mi><mi>x</mi>", r"\alpha x"),
        ("<mi>𝒙</mi><mi>ℝ</mi><mi>𝔤</mi>", r"x\mathbb{R}\mathfrak{g}"),
        ("<mi>sin</mi><mi>x</mi>", r"\sin x"),
        ("<mi>rate</mi><mtext>if so</mtext>", r"\mathrm{rate}\text{if so}"),
        ("<mover><mi>F</mi><mo>→</mo></mover>", r"\vec{F}"),
        ("<mover><mi>F</mi><mi>n</mi></mover>", r"\overset{n}{F}"),
        ("<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover>", r"\sum_{i}^{n}"),
        ("<munder><mi>lim</mi><mi>n</mi></munder>", r"\lim_{n}"),
        ("<munder><mi>x</mi><mo>⏟</mo></munder>", r"\underbrace{x}"),
        (
            "<mo>(</mo><mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr></mtable><mo>)</mo>",
            r"\begin{pmatrix}a & b\end{pmatrix}",
        ),
        (
            '<mtable columnalign="right left"><mtr><mtd><mi>a</mi></mtd><mtd><mo>=</mo></mtd></mtr></mtable>',
            r"\begin{aligned}a & =\end{aligned}",
        ),
        (
            "<mtable><mlabeledtr><mtd><mtext>(1)</mtext></mtd><mtd><mi>a</mi></mtd></mlabeledtr></mtable>",
            "a(1)",
        ),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a,b)"),
        ('<menclose notation="top"><mi>a</mi></menclose>', r"\overline{a}"),
        ("<semantics><mi>a</mi><annotation>b</annotation></semantics>", "a"),
        ("<mfrac><mi>a</mi></mfrac>", "a"),
    ],
)
def test_mathml_becomes_tex(mathml: str, tex: str) -> None:
    assert tex_of(f"<math>{mathml}</math>", "math") == tex


def test_what_mathjax_draws_is_read_in_the_order_of_mathml() -> None:
    drawn = (
        "<mjx-math><mjx-munderover><mjx-over><mjx-mi>n</mjx-mi></mjx-over><mjx-box><mjx-munder><mjx-row><mjx-base>"
        "<mjx-mo>∑</mjx-mo></mjx-base></mjx-row><mjx-row><mjx-under><mjx-mi>i</mjx-mi></mjx-under></mjx-row></mjx-munder>"
        "</mjx-box></mjx-munderover><mjx-msubsup><mjx-mi>x</mjx-mi><mjx-script><mjx-mn>2</mjx-mn><mjx-spacer></mjx-spacer>"
        "<mjx-mi>i</mjx-mi></mjx-script></mjx-msubsup><mjx-mfrac><mjx-frac><mjx-num><mjx-mn>1</mjx-mn></mjx-num><mjx-dbox>"
        "<mjx-dtable><mjx-row><mjx-den><mjx-mn>2</mjx-mn></mjx-den></mjx-row></mjx-dtable></mjx-dbox></mjx-frac></mjx-mfrac>"
        "</mjx-math>"
    )

    assert tex_of(drawn, "mjx-math") == r"\sum_{i}^{n}x_{i}^{2}\frac{1}{2}"


def test_deep_nesting_ends() -> None:
    deep = MAX_DEPTH + 1

    assert tex_of("<math>" + "<msqrt>" * deep + "<mi>x</mi>" + "</msqrt>" * deep + "</math>", "math").count("x") == 0


def tex_of(html: str, tag: str) -> str:
    node = LexborHTMLParser(f"<p>{html}</p>").css_first(tag)
    assert node is not None
    return to_tex(node)

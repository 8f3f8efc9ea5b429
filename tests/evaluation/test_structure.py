"""Scores of structure: each kind is found in Markdown and HTML alike, and the mean is over kinds."""

import pytest

from evaluation.structure import elements_of_html, elements_of_markdown, scores


@pytest.mark.parametrize(
    ("markdown", "html", "kinds"),
    [
        ("## A", "<h2>A</h2>", {"heading"}),
        ("1. a\n   - b", "<ol><li>a<ul><li>b</li></ul></li></ol>", {"item"}),
        ("| a | b |\n|---|---|\n| c | |", "<table><tr><th>a<th>b<tr><td>c<td></table>", {"cell"}),
        ("```js\nx\n y\n```", '<pre><code class="language-js">x\n y</code></pre>', {"code", "language"}),
        (
            "[l](https://a.example/) `c`",
            '<p><a href="https://a.example">l</a> <code>c</code></p>',
            {"link", "span", "paragraph"},
        ),
        ("![x](https://a.example/i.png?w=1)", '<p><img src="https://a.example/i.png"></p>', {"image"}),
        ("> a", "<blockquote><p>a</p></blockquote>", {"quote"}),
        ("$x$", '<p><math alttext="x"></math>x</p>', {"math", "paragraph"}),
        ("**a** *b*", "<p><b>a</b> <i>b</i></p>", {"strong", "em", "paragraph"}),
        ("a[^1]\n\n[^1]: n", None, {"paragraph", "sup", "footnote"}),
    ],
)
def test_the_kinds_are_found(markdown: str, html: str | None, kinds: set[str]) -> None:
    found = elements_of_markdown(markdown)

    assert {each[0] for each in found} == kinds
    assert html is None or elements_of_html(html) == found


def test_a_score_is_the_mean_over_the_pages_whose_reference_has_the_kind() -> None:
    pages = [("# A\n\nb", "# A\n\nc"), ("b", "b"), ("# A", "")]
    found = scores((elements_of_markdown(one), elements_of_markdown(other)) for one, other in pages)

    assert found == {"heading": 0.5, "paragraph": 0.5, "macro": 0.5}
    assert scores([]) == {}

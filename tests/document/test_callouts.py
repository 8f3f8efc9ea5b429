"""Call-outs, task boxes, cells that span, abbreviations and keys in the clean fragment."""

import pytest

from extractor.document import html
from extractor.document.fragment import assemble


@pytest.mark.parametrize(
    ("page", "fragment"),
    [
        (
            '<div class="admonition note"><p class="admonition-title">Note</p><p>a</p></div>',
            '<blockquote class="note"><p class="title">Note</p><p>a</p></blockquote>',
        ),
        (
            '<div class="markdown-alert markdown-alert-tip"><p class="markdown-alert-title">Tip</p><p>a</p></div>',
            '<blockquote class="tip"><p class="title">Tip</p><p>a</p></blockquote>',
        ),
        (
            '<div class="callout" data-callout="info"><div class="callout-title"><div>T</div></div><p>a</p></div>',
            '<blockquote class="info"><p class="title">T</p><p>a</p></blockquote>',
        ),
        ('<aside class="warning"><p>a</p></aside>', '<blockquote class="warning"><p>a</p></blockquote>'),
        ('<div class="alert alert-danger">a</div>', '<blockquote class="danger"><p>a</p></blockquote>'),
        ('<div class="footnote"><p>a</p></div>', "<p>a</p>"),
        ('<div class="alert-bar news"><p>a</p></div>', "<p>a</p>"),
        (
            "<ul><li><input type=checkbox disabled checked> a</li><li><input type=checkbox disabled> b</li></ul>",
            '<ul><li class="task">☑ a</li><li class="task">☐ b</li></ul>',
        ),
        ("<ul><li><input type=checkbox> a filter</li></ul>", "<ul><li>a filter</li></ul>"),
        (
            '<table><tr><td rowspan="2">a<td>b<tr><td colspan="300">c</table>',
            '<table><tr><td rowspan="2">a</td><td>b</td></tr><tr><td colspan="100">c</td></tr></table>',
        ),
        ('<p><abbr title="x &quot;y&quot;">xy</abbr></p>', '<p><abbr title="x &quot;y&quot;">xy</abbr></p>'),
        ("<p>press <kbd>Esc</kbd></p>", "<p>press <kbd>Esc</kbd></p>"),
        ("<blockquote>a<footer>— b</footer></blockquote>", "<blockquote><p>a</p><p>— b</p></blockquote>"),
        ('<p><code style="white-space: pre">a\n  b</code></p>', "<pre>a\n  b</pre>"),
    ],
)
def test_what_a_reader_sees_is_in_the_fragment(page: str, fragment: str) -> None:
    assert assemble(html.blocks_of(page)) == fragment

"""Code blocks keep their lines and their language, without line numbers and buttons."""

import pytest

from extractor.document.fragment import assemble
from extractor.document.html import blocks_of


@pytest.mark.parametrize(
    ("html", "language"),
    [
        ('<pre><code class="language-python">x</code></pre>', "python"),
        ('<pre class="lang-C++">x</pre>', "c++"),
        ('<pre class="brush: js; gutter: false">x</pre>', "js"),
        ('<pre data-lang="Rust"><code>x</code></pre>', "rust"),
        ('<div class="highlight-python notranslate"><div class="highlight"><pre>x</pre></div></div>', "python"),
        ('<div class="highlight highlight-source-shell"><pre>x</pre></div>', "shell"),
        ('<pre><code class="hljs go">x</code></pre>', "go"),
        ('<div class="sourceCode"><pre class="sourceCode haskell">x</pre></div>', "haskell"),
        (('<figure class="highlight sh"><table><tr><td class="gutter"><pre>1</pre></td>'
         '<td class="code"><pre>x</pre></td></tr></table></figure>'), "sh"),
        ('<pre class="go r d">x</pre>', ""),
        ('<pre class="language-none">x</pre>', ""),
        ('<div class="python-course"><pre>x</pre></div>', ""),
        ('<article class="language-en"><pre>x</pre></article>', ""),
    ],
)  # fmt: skip
def test_the_language_of_code(html: str, language: str) -> None:
    (block,) = blocks_of(html)

    assert block.structure[-1].detail == language


@pytest.mark.parametrize(
    "html",
    [
        "<pre>a\n\n  b</pre>",
        "<pre><div>a</div><div>\n</div><div>  b</div></pre>",
        "<pre><span class='line'>a</span><br><br><span class='line'>  b</span></pre>",
        "<pre><span class='lineno'>1 </span>a\n<span class='lineno'>2 </span>\n<span class='lineno'>3 </span>  b</pre>",
        (
            "<pre><table><tr><td class='gutter'>1</td><td>a\n</td></tr><tr><td class='gutter'>2</td><td>\n</td></tr>"
            "<tr><td class='gutter'>3</td><td>  b</td></tr></table></pre>"
        ),
        (
            "<table class='rouge-table'><tr><td class='rouge-gutter gl'><pre class='lineno'>1\n2\n3\n</pre></td>"
            "<td class='rouge-code'><pre>a\n\n  b\n</pre></td></tr></table>"
        ),
        "<div><button>Copy code</button></div><pre><button>Copy</button>a\n\n  b</pre>",
    ],
)
def test_code_keeps_its_lines_and_nothing_else(html: str) -> None:
    assert assemble(blocks_of(html)) == "<pre>a\n\n  b</pre>"


def test_numbers_and_buttons_that_are_content_stay() -> None:
    html = "<table><tr><th>n</th></tr><tr><td class='line-number'>12 of 20</td></tr></table><button>Send</button>"

    assert [block.text for block in blocks_of(html)] == ["n", "12 of 20", "Send"]


def test_the_fragment_names_the_language() -> None:
    html = '<pre><code class="language-sh">ls -l &lt; x</code></pre>'

    assert assemble(blocks_of(html)) == html


def test_a_label_above_the_code_is_its_language() -> None:
    page = "<pre><div><div><svg></svg>Python</div><button>Copy</button></div><div><span>a = 1</span><br><span>b</span></div></pre>"

    assert assemble(blocks_of(page)) == '<pre><code class="language-python">a = 1\nb</code></pre>'
    assert assemble(blocks_of("<pre><code>python</code></pre>")) == "<pre>python</pre>"

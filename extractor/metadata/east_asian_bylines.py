"""Find authors in bylines of Chinese, Japanese and Korean pages, whose names have no blanks and no capitals."""

import re
from collections.abc import Iterator
from typing import Final

EDGE_CHARACTERS: Final = 60  # at the start and the end of a text, where a byline stands
MAX_NAMES: Final = 6

_HAN: Final = "\u3400-\u9fff々"
_NOT_NAMES: Final = "出自|来源|來源|发布|發布|时间|時間|编辑|編輯|责|點擊|点击|浏览|阅读|摄影|字号|日期|更新|转载|出处"
_NAME: Final = rf"(?!{_NOT_NAMES})(?:[{_HAN}]{{2,4}}|[{_HAN}\u3040-\u30ff]{{2,8}}|[A-Za-z_]\w{{2,20}})"
_NAMES: Final = rf"(?P<names>{_NAME}(?:\s?[、,，;；\s]\s?{_NAME}){{0,{MAX_NAMES}}})"
_END: Final = r"(?=[\s)）】〕\]/／|]|\Z)"


def _labelled(labels: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{labels})(?:\s*[:：=＝/／]\s*|\s+){_NAMES}{_END}")


AUTHOR: Final = _labelled(
    "作\\s?者|记\\s?者|記\\s?者|撰\\s?文|撰\\s?稿|(?<![\u3400-\u9fff])文|通讯员|通訊員|楼主|發佈者|发布者|发表人|著者|執筆|筆者"
)
EDITOR: Final = _labelled("编\\s?辑|編\\s?輯|责编|責編|編集|整理|编译|編譯")
_KOREAN: Final = re.compile(r"(?P<names>[\uac00-\ud7a3]{2,4})\s?(?:기자|특파원|객원기자)(?![\uac00-\ud7a3])")
_IN_BRACKETS: Final = re.compile(rf"\A\s*[（(](?P<names>[{_HAN}]{{2,4}})[)）]\s*\Z")
_BETWEEN: Final = re.compile(r"[、,，;；\s]+")


def find_names(text: str, label: re.Pattern[str]) -> tuple[str, ...]:
    """Return the names after a label at the start or the end of a text.

    Args:
        text: a block of the page.
        label: `AUTHOR` or `EDITOR`.

    """
    for edge in _edges(text):
        if edge.isascii():
            continue
        for pattern in (label, _KOREAN, _IN_BRACKETS) if label is AUTHOR else (label,):
            if found := pattern.search(edge):
                return tuple(filter(None, _BETWEEN.split(found["names"])))[:MAX_NAMES]
    return ()


def _edges(text: str) -> Iterator[str]:
    yield text[:EDGE_CHARACTERS]
    if len(text) > EDGE_CHARACTERS:
        yield text[-EDGE_CHARACTERS:]

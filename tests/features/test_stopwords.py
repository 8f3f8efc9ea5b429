"""Running text has stop words in every script; labels have few."""

import pytest

from extractor.document.words import count as count_words
from extractor.document.words import tokens
from extractor.features.stopwords import count

PROSE = (
    "The council said on Tuesday that it will rebuild the old tower by the lake.",
    "Совет сообщил, что он не будет строить башню на берегу озера.",
    "市役所は火曜日、湖のほとりの古い塔を建て直すと発表した。",
    "市政府星期二说，他们将在湖边重建那座古老的钟楼，这是居民的愿望。",
    "เทศบาลแจ้งว่าจะสร้างหอนาฬิกาเก่าที่อยู่ริมทะเลสาบและจะให้ประชาชนเข้าชมได้",
    "시의회는 화요일 이 호수 옆의 낡은 탑을 다시 지을 수 있다고 밝혔다.",
)
LABELS = ("Sports Business Weather", "Спорт Погода Культура", "写真特集", "財経新聞", "กีฬา", "스포츠 날씨")


def share(text: str) -> float:
    return float(count([tokens(text.lower())], [text])[0]) / count_words(text)


@pytest.mark.parametrize("text", PROSE)
def test_running_text_has_stop_words(text: str) -> None:
    assert share(text) > 0.15


@pytest.mark.parametrize("text", LABELS)
def test_labels_have_none(text: str) -> None:
    assert share(text) == 0

"""Images of an article."""

import pytest

from extractor import Options, extract
from extractor.metadata.images import MAX_CAPTION_CHARACTERS, MAX_IMAGES

TEXT = "<p>" + "The harbour council will not switch on its new camera towers before the end of the year. " * 4 + "</p>"
PAGE = f"""<html><body><header><img src="/logo.png"></header><article><h1>Towers stay dark</h1>{TEXT}
<figure><img src="data:image/gif;base64,R0" data-src="/tower.jpg" alt="A tower"><figcaption>The <b>north</b> tower</figcaption></figure>
{TEXT}<img src="/dot.gif" width="1" height="1"><img srcset="/s.jpg 100w, /l.jpg 900w"><img src="/tower.jpg">{TEXT}</article>
<footer><img src="/foot.png"></footer></body></html>"""


def test_images_of_the_article_are_read_in_order() -> None:
    found = extract(PAGE, url="https://a.example/x", options=Options(images=True)).images

    assert [(image.url, image.alt, image.caption) for image in found] == [
        ("https://a.example/tower.jpg", "A tower", "The north tower"),
        ("https://a.example/l.jpg", "", ""),
    ]


def test_images_are_read_only_on_request() -> None:
    assert extract(PAGE).images == ()


def test_a_page_without_text_has_no_images() -> None:
    assert extract("<img src='https://a.example/x.jpg'>", options=Options(images=True)).images == ()


@pytest.mark.parametrize("width", ["9" * 5000, "²", "1e1", ""])
def test_an_invalid_size_is_ignored(width: str) -> None:
    page = PAGE.replace('width="1" height="1"', f'width="{width}"')

    assert "https://a.example/dot.gif" in [
        image.url for image in extract(page, url="https://a.example/x", options=Options(images=True)).images
    ]


def test_images_and_captions_are_limited() -> None:
    gallery = "".join(f'<img src="/{number}.jpg">' for number in range(2 * MAX_IMAGES))
    page = PAGE.replace("<figcaption>", f"{gallery}<figcaption>{'word ' * (MAX_CAPTION_CHARACTERS // 4)}")
    found = extract(page, url="https://a.example/x", options=Options(images=True)).images

    assert len(found) == MAX_IMAGES
    assert {len(image.caption) for image in found} == {MAX_CAPTION_CHARACTERS}

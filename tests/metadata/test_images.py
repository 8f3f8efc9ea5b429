"""The pictures of an article."""

from extractor import Options, extract

TEXT = "<p>" + "The harbour council will not switch on its new camera towers before the end of the year. " * 4 + "</p>"
PAGE = f"""<html><body><header><img src="/logo.png"></header><article><h1>Towers stay dark</h1>{TEXT}
<figure><img src="data:image/gif;base64,R0" data-src="/tower.jpg" alt="A tower"><figcaption>The <b>north</b> tower</figcaption></figure>
{TEXT}<img src="/dot.gif" width="1" height="1"><img srcset="/s.jpg 100w, /l.jpg 900w"><img src="/tower.jpg">{TEXT}</article>
<footer><img src="/foot.png"></footer></body></html>"""


def test_pictures_of_the_article_in_reading_order() -> None:
    found = extract(PAGE, url="https://a.example/x", options=Options(images=True)).images

    assert [(image.url, image.alt, image.caption) for image in found] == [
        ("https://a.example/tower.jpg", "A tower", "The north tower"),
        ("https://a.example/l.jpg", "", ""),
    ]


def test_only_on_request() -> None:
    assert extract(PAGE).images == ()


def test_a_page_without_text_has_none() -> None:
    assert extract("<img src='https://a.example/x.jpg'>", options=Options(images=True)).images == ()

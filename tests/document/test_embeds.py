"""Players become links that a reader can open; other frames go."""

import pytest

from extractor.document import html, media
from extractor.document.fragment import assemble

TEXT = "A paragraph before the player, long enough to count as text of its own."


@pytest.mark.parametrize(
    ("player", "link"),
    [
        (
            '<iframe src="https://www.youtube.com/embed/ab12CD34?rel=0" title="A film"></iframe>',
            ("https://www.youtube.com/watch?v=ab12CD34", "A film"),
        ),
        ('<iframe data-src="//player.vimeo.com/video/12"></iframe>', ("https://vimeo.com/12", "Embedded content")),
        (
            '<iframe src="https://w.soundcloud.com/player/?url=1"></iframe>',
            ("https://w.soundcloud.com/player/?url=1", "Embedded content"),
        ),
        ('<video src="/a.mp4"></video>', ("/a.mp4", "Video")),
        ('<audio title="Bell"><source src="/a.mp3"></audio>', ("/a.mp3", "Bell")),
        ('<iframe src="https://ads.example/slot"></iframe>', None),
        ('<iframe src="https://notyoutube.com/embed/1"></iframe>', None),
        ('<video src="blob:https://a.example/1"></video>', None),
        ("<video></video>", None),
    ],
)
def test_a_player_is_a_link_after_its_paragraph(player: str, link: tuple[str, str] | None) -> None:
    page = html.parse(f"<article><p>{TEXT}</p>{player}</article>")
    fragment = assemble(media.place(page, [True]))

    assert fragment == f"<p>{TEXT}</p>" + (f'<p><a href="{link[0]}">{link[1]}</a></p>' if link else "")

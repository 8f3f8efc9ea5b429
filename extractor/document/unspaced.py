"""Scripts without spaces between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese."""

from typing import Final

UNSPACED: Final = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x4DBF),
    (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF),
)
"""First and last code point of each range of their characters, in order."""

"""Keep the comments of readers apart from an article, and the posts of a thread whole."""

import numpy as np

from extractor.arrays import Array
from extractor.classify.prediction import Prediction
from extractor.options import Comments
from extractor.profiles import PROFILES
from extractor.types import HtmlDocument

ARTICLE_WORDS = 150  # of the kept text before the first comment, from which on a page has an article
IS_CONTENT = 0.5  # mean probability to be content, below which a comment on other pages is kept apart from the text
MIN_KEPT_SHARE = 0.5  # of the words of a post of a thread, from which on all of it is kept


def with_posts(page: HtmlDocument, kept: Array, prediction: Prediction, comments: Comments) -> Array:
    """Return which blocks to keep, given those that are likely enough.

    Comments behind an article are kept apart from it. A page may also consist of comments, such as a guest book.

    Args:
        page: the page.
        kept: for each block whether it is likely enough.
        prediction: of the page type and the posts.
        comments: what to do with the comments under an article.

    """
    result = kept.copy()
    profile = PROFILES[prediction.page_type]
    behind_article = profile.one_text and _article_words(page, kept, prediction) >= ARTICLE_WORDS
    for post in prediction.posts:
        text = list(post.text)
        words = np.array([page.blocks[index].words for index in text])
        if not profile.comments:
            if comments == "include":
                result[text] = True
            elif behind_article or (words * prediction.probabilities[text]).sum() < IS_CONTENT * words.sum():
                result[text] = False
        elif (words * kept[text]).sum() >= MIN_KEPT_SHARE * words.sum():
            result[text] = True
    return result


def _article_words(page: HtmlDocument, kept: Array, prediction: Prediction) -> int:
    """Return the number of kept words before the first post; 0 on a page without posts."""
    first = min((index for post in prediction.posts for index in post.text), default=0)
    return sum(block.words for block, keep in zip(page.blocks[:first], kept[:first].tolist(), strict=True) if keep)

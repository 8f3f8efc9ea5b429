"""Keep the comments of readers apart from an article, and the posts of a thread whole."""

import numpy as np

from extractor.classify.prediction import Prediction
from extractor.options import Comments
from extractor.profiles import PROFILES
from extractor.types import Array, HtmlDocument

IS_CONTENT = 0.5  # a comment with a lower mean probability to be content is kept apart from the text
MIN_KEPT_SHARE = 0.5  # of the words of a post of a thread, from which on all of it is kept


def with_posts(page: HtmlDocument, kept: Array, prediction: Prediction, comments: Comments) -> Array:
    """Return which blocks to keep, given those that are likely enough.

    Args:
        page: the page.
        kept: for each block whether it is likely enough.
        prediction: of the page type and the posts.
        comments: what to do with the comments under an article.

    """
    result = kept.copy()
    thread = PROFILES[prediction.page_type].comments
    for post in prediction.posts:
        text = list(post.text)
        words = np.array([page.blocks[index].words for index in text])
        if not thread:
            if comments == "include":
                result[text] = True
            elif (words * prediction.probabilities[text]).sum() < IS_CONTENT * words.sum():
                result[text] = False
        elif (words * kept[text]).sum() >= MIN_KEPT_SHARE * words.sum():
            result[text] = True
    return result

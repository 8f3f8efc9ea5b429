"""Markup of the comment areas of common systems, for grafting readers' comments under articles.

A template has the part around all comments and the part of one comment. The placeholders are those of `Comment`, and
`number`, which counts comments.
"""

from collections.abc import Sequence
from html import escape
from typing import Final, NamedTuple


class Comment(NamedTuple):
    """One reader's comment."""

    author: str
    date: str
    text: str


class Template(NamedTuple):
    """The markup of one system."""

    before: str
    after: str
    comment: str
    paragraph: str = "<p>{}</p>"
    """Markup of one paragraph of a comment."""


TEMPLATES: Final = (
    Template(  # WordPress, the markup of its default themes
        '<div id="comments" class="comments-area"><h3 class="comments-title">{count} thoughts on this post</h3>'
        '<ol class="commentlist">',
        '</ol><div id="respond"><h3 id="reply-title">Leave a Reply</h3><form><p>Your email address will not be '
        'published.</p><p><label>Name</label><input type="text"></p><p><label>Comment</label><textarea></textarea></p>'
        "</form></div></div>",
        '<li class="comment even thread-even depth-1" id="comment-{number}"><div class="comment-body">'
        '<div class="comment-author vcard"><img src="a.png" class="avatar"><cite class="fn">{author}</cite> '
        '<span class="says">says:</span></div><div class="comment-meta commentmetadata"><a href="#c{number}">{date}</a>'
        '</div>{text}<div class="reply"><a href="#r">Reply</a></div></div></li>',
    ),
    Template(  # Disqus, as exported into a page
        '<div id="disqus_thread"><div id="dsq-content"><h3>{count} comments</h3><ul id="dsq-comments">',
        "</ul></div><a href='#'>blog comments powered by a service</a></div>",
        '<li id="dsq-comment-{number}" class="dsq-comment"><div class="dsq-comment-header"><cite><span>{author}</span>'
        '</cite></div><div class="dsq-comment-body"><div class="dsq-comment-message">{text}</div></div></li>',
    ),
    Template(  # Blogger
        '<div class="comments" id="comments"><h4>{count} comments:</h4><dl id="comments-block">',
        '</dl><p class="comment-footer"><a href="#">Post a Comment</a></p></div>',
        '<dt class="comment-author" id="c{number}"><a href="#">{author}</a> said...</dt>'
        '<dd class="comment-body"><p>{text}</p></dd>'
        '<dd class="comment-footer"><span class="comment-timestamp"><a href="#">{date}</a></span></dd>',
        "{}<br><br>",
    ),
    Template(  # Discourse, embedded
        '<div class="topic-body crawler-post-list">',
        "</div>",
        '<div class="topic-body crawler-post" itemprop="comment"><div class="crawler-post-meta"><span class="creator" '
        'itemprop="author"><a href="/u/x"><span itemprop="name">{author}</span></a></span><time class="post-time">'
        '{date}</time><span itemprop="position">{number}</span></div><div class="post" itemprop="text">{text}</div>'
        '<div class="post-likes">2 Likes</div></div>',
    ),
    Template(  # phpBB
        '<div class="discussion">',
        "</div>",
        '<div id="p{number}" class="post has-profile bg2"><div class="inner"><dl class="postprofile"><dt><a href="#" '
        'class="username">{author}</a></dt><dd class="profile-posts">Posts: 412</dd><dd>Joined: 2009</dd></dl>'
        '<div class="postbody"><h3><a href="#">Re: the article</a></h3><p class="author">by {author} » {date}</p>'
        '<div class="content">{text}</div></div></div></div>',
        "{}<br><br>",
    ),
    Template(  # vBulletin
        '<div id="posts">',
        "</div>",
        '<table class="tborder" id="post{number}" width="100%"><tr><td class="thead">{date}</td><td class="thead">'
        '#{number}</td></tr><tr><td class="alt2" width="175"><a class="bigusername" href="#">{author}</a><div '
        'class="smallfont">Senior Member</div><div class="smallfont">Join Date: Mar 2004</div></td><td class="alt1">'
        '<div id="post_message_{number}">{text}</div></td></tr></table>',
        "{}<br><br>",
    ),
    Template(  # XenForo
        '<div class="block-outer"><h2>Comments</h2></div><ol class="messageList" id="messageList">',
        "</ol>",
        '<li id="post-{number}" class="message"><div class="messageUserInfo"><h3 class="userText"><a class="username" '
        'href="#">{author}</a><em class="userTitle">Member</em></h3></div><div class="messageInfo primaryContent">'
        '<article><blockquote class="messageText ugc">{text}</blockquote></article><div class="messageMeta"><a '
        'href="#">{author}</a>, <span class="DateTime">{date}</span> <a href="#">#{number}</a></div></div></li>',
    ),
    Template(  # the comments plug-in of Facebook
        '<div class="fb-comments"><div class="fbFeedbackContent"><div>{count} comments</div>',
        "</div></div>",
        '<div class="fbFeedbackPost fbFirstPartyPost"><div class="postContainer fsl fwb fcb"><a class="profileName" '
        'href="#">{author}</a> <span class="fsm">Works at a company</span><div class="postText">{text}</div><div '
        'class="fsm fwn">Like · Reply · 3 · {date}</div></div></div>',
        "{}<br>",
    ),
    Template(  # Drupal
        '<section id="comments" class="comment-wrapper"><h2 class="title">Comments</h2>',
        "</section>",
        '<a id="comment-{number}"></a><div class="comment"><h3><a href="#">A reply</a></h3><div class="submitted">'
        'Submitted by {author} on {date}</div><div class="content">{text}</div><ul class="links inline"><li><a '
        'href="#">reply</a></li></ul></div>',
    ),
    Template(  # LiveJournal
        '<table class="comments"><tr><td>',
        "</td></tr></table>",
        '<div class="ljcmt_full" id="ljcmt{number}"><table><tr><td><font size="-1"><b><a href="#">{author}</a></b> '
        '{date} (<a href="#">link</a>)</font></td></tr></table><div>{text}</div><p>(<a href="#">Reply to this</a>) '
        '(<a href="#">Thread</a>)</p></div>',
        "{}<br>",
    ),
    Template(  # Movable Type
        '<div class="comments-header">{count} Comments</div>',
        "",
        '<div class="comments-body"><p>{number}. {text}</p><span class="comments-post">Posted by: {author} at {date}'
        "</span></div>",
        "{}<br>",
    ),
    Template(  # a news site
        '<div class="reader-opinions"><h4>Have your say</h4><div class="sort">Newest | Oldest | Best rated</div>',
        "<a href='#'>See all comments</a></div>",
        '<div class="opinion"><div class="by"><strong>{author}</strong>, {date}</div><div class="says">{text}</div>'
        '<div class="rate">4 0 Report abuse</div></div>',
    ),
    Template(  # rows of a layout table, without names
        "<table width='100%'><tr><td><b>Comments</b></td></tr>",
        "</table>",
        "<tr><td><font size='2'><b>{author}</b> <i>{date}</i></font><br>{text}</td></tr>",
        "{}<br>",
    ),
    Template(  # paragraphs without names
        "<hr><div><b>{count} comments</b></div>",
        "",
        "<div><div>{author} | {date}</div>{text}</div>",
    ),
    Template(  # lines between text, without elements around a comment
        "<hr><a name='comments'></a><div><b>Comments are now closed</b></div>",
        "",
        "<div><b>{author}</b><br>{text}<br></div><hr>",
        "{}<br><br>",
    ),
    Template(  # weblogs that sign behind the text
        '<div class="sectionhead"><h3>Comments</h3><p>Please mail us to report offensive comments.</p></div>',
        "",
        '<a id="c{number}"></a><div class="text">{text}</div><p class="posted">Posted by: {author} | {date}</p>',
    ),
    Template(  # short opinions that end with a name
        "<table width='100%'><tr><td>Your say</td></tr><tr><td><div class='scroller'>",
        "</div></td></tr></table>",
        "<span>{text}</span> <span>{author}</span><br><br>",
        "{}<br>",
    ),
    Template(  # an edition without names for a list
        "<div><h2>Discussion</h2><ul>",
        "</ul></div>",
        "<li><b>{author}</b> wrote on {date}<div>{text}</div></li>",
    ),
)


def comment_area(template: Template, comments: Sequence[Comment]) -> str:
    """Return the HTML of a comment area."""
    parts = [
        template.comment.format(
            author=escape(each.author),
            date=escape(each.date),
            text="".join(template.paragraph.format(escape(line)) for line in each.text.split("\n")),
            number=number,
        )
        for number, each in enumerate(comments, 1)
    ]
    return template.before.replace("{count}", str(len(comments))) + "".join(parts) + template.after

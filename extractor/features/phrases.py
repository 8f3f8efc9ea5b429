"""Phrases of boilerplate in many languages: data only.

Each group is a list of regular expressions. They are compared with lines in lower case.
"""

import re

# Labels that end an article: what follows belongs to the site.
END = """
related (articles?|posts?|stories|content|news|reading|topics|links|coverage|products)|you (may|might) (also|like).*|you'?ll (also )?love
(more|read|see|explore) (more )?(stories|news|articles|posts|on this topic|like this|from .*|in .*)|read (next|more|on)|up next|next up
(recommended|suggested|popular|recent|latest|trending|featured|top|similar|other|previous) (for you|reading|articles?|posts?|stories|news|videos|now|products|topics)
most (read|popular|viewed|shared)|what to read next|keep reading|further reading|in this (section|series)|also on .*|other posts you.*
(\\d+ )?(comments?|replies|responses|thoughts on .*|reviews?)( \\(?\\d+\\)?)?|(leave|post|write|add|submit) a (reply|comment|response|review).*|join the (conversation|discussion)
(view|show|load|see|read) (all |the |more )*(\\d+ )?comments?|cancel reply|about the authors?|author bio|meet the author|written by|posted by|contributors?
(share|spread) (this|the|on|via|it|article|post|story).*|share|tags?|filed under.*|topics|categories|tagged( with| as)?.*
(subscribe|sign up|sign-up|join|get) (to|for|our|us|now|the|up)?.*(newsletter|inbox|updates|mailing list|briefing|free).*|newsletters?|stay (connected|in touch|informed|up to date).*
(follow|connect with|contact|find) us.*|advertise with us|site (map|index|links)|quick links|useful links|privacy policy|terms (of|and) .*|all rights reserved.*
mehr (zum thema|aus .*|artikel|nachrichten)|das könnte (sie|dich) (auch )?interessieren|ähnliche (artikel|beiträge)|weitere (artikel|themen|beiträge|nachrichten)|lesen sie auch|kommentare?|teilen|schlagwörter|verwandte (artikel|themen)|meistgelesen|impressum|über den autor
(à )?lire aussi|sur le même (sujet|thème)|articles? (similaires?|liés|associés)|commentaires?|partager|à découvrir|les plus (lus|populaires)|voir aussi|mots[- ]clés|vous aimerez aussi
te puede interesar|(artículos|noticias|entradas|notas) relacionad[oa]s|comentarios?|compartir|lee también|lo más (leído|visto)|etiquetas|ver también|más noticias|deja un comentario
leggi anche|articoli correlati|potrebbe(ro)? interessart[ie]|commenti|condividi|i più letti|lascia un commento
leia (também|mais)|veja também|(artigos|notícias|matérias) relacionad[oa]s|compartilh(ar|e)|mais lidas|deixe um comentário
lees (ook|meer|verder)|gerelateerde? (artikelen|berichten|nieuws)|reacties?|delen|meest gelezen
czytaj (także|również|też|więcej)|zobacz (także|również|też)|komentarze|powiązane.*|udostępnij|polecane|najpopularniejsze|tagi
читайте также.*|комментарии|поделиться.*|похожие (статьи|новости|записи)|по теме|другие новости|самое (читаемое|популярное)|теги|смотрите также
ilgili (haberler|yazılar|konular)|yorumlar|paylaş|etiketler|související.*|sdílet|komentáře|läs (också|mer|även)|relaterade? .*|læs også|les også|lue myös|kommentarer|kommentit
関連記事|関連リンク|コメント|あわせて読みたい|人気記事|シェア(する)?|相关(文章|阅读|新闻|推荐|报道|链接|专题)|延伸(阅读|閱讀)|相關(文章|閱讀|新聞)|(推荐|精彩|热点)(阅读|推荐|文章|新闻)|热门(文章|推荐|新闻|阅读|话题|评论)|(你|您)?(可能|也许)(还|也)?会?(感兴趣|喜欢)的?.{0,6}|猜你喜欢|(为|给)(你|您)推荐|更多(精彩|相关|推荐).{0,10}|(最新|热门|网友)?评论|想了解更多.*扫.*|留言|分享|관련 ?(기사|글)|댓글|공유
"""

# Whole lines that are boilerplate; the article may go on behind them.
BOILERPLATE = """
(advertisement|advertising|advert|ad|sponsored( content)?|promoted)([.:]? .*(scroll|continue|reading|below|story).*)?|(story )?continues? (reading )?(below|after).*|scroll to continue.*|continue reading.*
article continues (below|after).*|anzeige|werbung|publicité|publicidad|publicidade|pubblicità|advertentie|reklama|реклама|reklam|広告|广告|광고|annonse?
skip to (main )?content|skip navigation|jump to .*|menu|open menu|close( menu)?|toggle .*|search( for)?:?|log ?in|sign ?in|sign ?up|register|subscribe( now)?|home|print( this)?|e-?mail( this)?|save|copy link|listen.*
((facebook|twitter|x|linkedin|pinterest|whatsapp|reddit|instagram|youtube|telegram|tumblr|flipboard|pocket|google\\+?|share|tweet|pin|like|follow|email|print|rss|and)[,&\\s]*+)++
\\d+ ?(min(ute)?s?|mins?) read|(reading|read) time:? .*|\\d+ (comments?|shares?|views?|likes?|replies|followers)|reply|quote|report|like|upvote|back to top|(go )?deeper|top
your e-?mail( address)?.*|e-?mail( address)?:?\\*?|(first|last|full)? ?name:?\\*?|password:?\\*?|please enter .*fields.*|correct invalid entries.*|required fields.*|(?:(?<=\\*)|(?<=\\* ))(indicates )?required.*
(read|see|learn|find out|show|view|load) (more|less|all)( .{0,30})?|click here.*|tap here.*|weiterlesen.*|lire la suite.*|leer más.*|подробнее.*|(next|previous)( post| article| page)?|older posts|newer posts
"""

# A line that holds one of these anywhere is boilerplate unless it is long. Before each group stands what a line must hold
# for any of the group to be in it: to look for that is much cheaper than to search.
WITHIN = (
    (
        "cookie",
        """
cookies? (policy|settings|preferences|to (ensure|improve|give|personal|enhance|provide))|uses? cookies|accept (all )?cookies|cookie-einstellungen|verwenden cookies|utilis(e|ons) des cookies|utiliza(mos)? cookies
""",
    ),
    (
        "reserved|vorbehalten|réservés|derechos|защищены|©|(c)|copyright",
        """
all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos|все права защищены|©|\\(c\\) (19|20)\\d\\d|^copyright\\b
""",
    ),
    (
        "javascript|browser|flash",
        """
enable javascript|javascript (is|to be|must be) (disabled|enabled)|(modern|latest version of|supported|outdated|upgrade your|update your|unsupported)[^.]{0,60}browser|adobe flash
""",
    ),
    (
        "subscrib|sign|register|newsletter|inscrivez|suscríbete|подпи",
        """
(subscribe|sign up|sign-up|signup|register) (to|for|now|today|with)[^.]{0,80}(newsletter|inbox|e-?mail|updates|alerts|briefing|free)|(our|daily|weekly|free) newsletter|newsletter abonnieren|inscrivez-vous à|suscríbete|подпи(шитесь|саться)
""",
    ),
    (
        "photo|image|picture|foto|bild|illustration|video|crédit|credit|graphic|getty|shutterstock|/reuters|/afp|istock|фото",
        """
(?:^|[.)(\\[|–—-]\\s?)(photo|image|picture|foto|bild|photograph|illustration|video|crédit|credits?|graphic)(s| by| credit| courtesy[^:]{0,20})?\\s?[:/©]|getty images|shutterstock|/reuters|/afp|istock|(ap|afp|epa) photo|file photo|photo (by|courtesy)|image courtesy|фото:
""",
    ),
    (
        "recaptcha|email address|by clicking|subscribing|signing|continuing|registering|terms of",
        """
this (site|page|form) is protected by recaptcha|your email address will not be published|by (clicking|subscribing|signing up|continuing|registering)[^.]{0,60}(you|agree)|terms of (use|service)[^.]{0,40}privacy
""",
    ),
    (
        "affiliate|commission|amazon associate",
        """
affiliate (commission|links?|disclosure)|we may (earn|receive) (a )?commission|as an amazon associate
""",
    ),
    (
        "click to hide",
        """
\\A\\W*+.*click to hide\\W*+\\Z
""",
    ),
)

# Labels of a link to something else: "Read more: ...", "Go deeper: ...".
POINTER = """
(go deeper|read more|read also|also read|see also|see more|more|related|read next|don'?t miss|watch|listen|must read|further reading|recommended|learn more|next|previous|lesen sie auch|mehr dazu|siehe auch|lire aussi|à lire aussi|voir aussi|lee también|leer más|leia também|leia mais|leggi anche|lees ook|czytaj (także|też|również)|zobacz (także|też|również)|читайте также|läs också|læs også|関連記事|相关阅读|延伸阅读)
"""


def _any(phrases: str) -> str:
    """Join phrases to one pattern without capturing groups, which cost time."""
    return re.sub(r"(?<!\\)\((?!\?)", "(?:", phrases.strip().replace("\n", "|"))


def _linear(pattern: str) -> str:
    """Make `.*` possessive or atomic, so that matching takes linear time.

    No match is lost: behind such a group, only the rest of the line without words may follow.
    """
    within = re.sub(r"\.\*(\(\?:[^()]*\))", r"(?>.*\1)", pattern)
    return re.sub(r"\.\*(?=[|)]|\Z)", ".*+", within)


# Each phrase starts with a letter or a digit, so the possessive `\W*+` before it loses no match.
IS_END = re.compile(rf"\W*+(?:{_linear(_any(END))})\W*+\Z")
IS_BOILERPLATE = re.compile(rf"[^\w,&\s]*+[,&\s]\W*+\Z|\W*+(?:{_linear(_any(BOILERPLATE))})\W*+\Z")
HAS_BOILERPLATE = tuple((triggers.split("|"), re.compile(_any(phrase))) for triggers, phrase in WITHIN)
IS_POINTER = re.compile(rf"\W*+{_any(POINTER)}\s?[:：»→|>]")

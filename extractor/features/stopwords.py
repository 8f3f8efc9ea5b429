"""Stop words of many languages: running text has many of them, menus have few."""

import re
from collections.abc import Collection, Sequence

import numpy as np

from extractor.arrays import Floats
from extractor.compiled import compiled
from extractor.document.words import is_spaced

# One line for each language: English, German, French, Spanish, Portuguese, Italian, Dutch, Swedish, Danish and Norwegian,
# Finnish, Polish, Czech, Slovak, Hungarian, Romanian, Croatian and Serbian, Slovene, Turkish, Indonesian, Vietnamese,
# Lithuanian, Latvian, Estonian, Catalan, Albanian, Russian, Ukrainian, Bulgarian, Serbian, Greek, Persian, Arabic,
# Hebrew, Hindi, Korean, Bengali, Urdu, Tamil.
_BY_LANGUAGE = """
the of and to in is that it was for on are as with his they be at this have from or had by but not what all were we when your can said there an which she how their if will do other about out then them these so her would like him into has more than its who did my no been because could any only after also most over our even where
der die das und in zu den nicht von sie ist des sich mit dem dass er es ein ich auf eine auch als an nach wie im für man aber aus durch wenn nur war noch werden bei hat wir was wird sein einen einer um haben sind oder kann vom zum zur über diese
de la le et les des en un du une que est pour qui dans a par plus pas au sur ne se ce il sont avec elle ou son sa ses mais comme nous vous cette aux leur été fait ont était être tout très même si on
de la que el en y a los se del las un por con no una su para es al lo como más pero sus le ya o este sí porque esta entre cuando muy sin sobre también me hasta hay donde han ser son fue
de a o que e do da em um para é com não uma os no se na por mais as dos como mas foi ao ele das tem à seu sua ou ser quando muito há nos já está eu também só pelo pela até isso ela entre era
di e il la che in a un per è una sono mi non si lo con le da ha ma come io al dei del della nel gli alla più anche questo i delle o se su dal essere stato suo sua
de en van ik te dat die in een hij het niet zijn is was op aan met als voor had er maar om hem dan zou of wat mijn dit zo door over ze bij ook tot je uit der naar heeft worden kan geen
och det att i en jag hon som han på den med var sig för så till är men ett om hade de av icke mig du henne då sin nu har inte hans från vid vi kan när eller
og i jeg det at en den til er som på de med han af for ikke der var mig sig men et har om vi min havde ham hun nu over da fra du ud være være eller kan hvis skal blev etter så
ja on ei että se oli hän mutta ovat kun niin myös mitä joka tai ole voi sen jos kuin vain ne oli olla hänen tämä sekä
i w na z do nie się o to że jest a jak po od za przez co ale dla jako tak są przy które który jego oraz może tego ich ma już być tylko jej czy
a v se na je že s z do o to i ve k pro za by si po jsou jako od ale co který která jeho jejich však také nebo byl bylo jen při
a v sa na je že s z do o to aj vo k pre za by si po sú ako od ale čo ktorý ktorá jeho ich však tiež alebo bol bolo len pri
a az és hogy nem is egy ez meg de ha már csak volt mint még van el ki mert vagy azt ezt lehet amely aki ami között után
de și în a la cu pe un o nu din care este că se pentru mai sau fi ca au fost dar sunt al ale prin după lui ei sa
i u je se da na za su od s o kao koji koja što a ali ne iz do bi će samo nije bio po ili te nakon
in je v se na da za so z pa ki s ne tudi po kot od pri ali če bi biti o še lahko bil ter
ve bir bu da de için ile ne o çok daha olarak gibi kadar en olan ama var sonra mi değil ise her ki ya göre
yang dan di ini itu dengan untuk tidak dari dalam akan pada juga adalah ke saya ada bisa oleh karena atau sebagai lebih telah dapat mereka
và của là có trong cho không được một các những với để này người khi từ đã cũng như trên về đến ra
ir kad yra į su iš o tai buvo ar kaip bet jis ji per apie už nuo tik dar po jo jos
un ir ka no ar par uz kas bet arī to tas pie vai kā lai tika jau pēc viņš
ja on et ei see ta oli mis kui ka ning või aga siis selle seda oma nii välja tema
i de la el que en un a per les una amb és del al els es no com més però seu són ha van o també
dhe në të e i me për një që nga është si u ka më do por se
и в не на что я с он а как это по но они к у из за от то же все так его о для вы был было мы бы или при если уже только еще когда чем до быть этого также который которые
і в не на що я з він а як це по але вони до у із за від та же все так його про для ви був було ми або при якщо вже тільки ще коли також який які
и в не на че се да от за с е са по как но те към у из до то ще при или като това който която което които след вече само му
и у је се да на за су од с о као који која што а али не из до би ће само није био по или
και το να του η της με που για την από στο θα είναι τα των σε ο οι στη δεν τον ότι μια αλλά αυτό ένα όπως
و در به از که این را با است برای آن یک خود تا بر هم شده بود می
في من على أن إلى التي عن مع هذا كان ما لا هذه الذي أو بين بعد كما قد ذلك
של את על לא הוא זה עם כי היא גם יותר אל או כל אני יש אם אבל היה בין
के है में की और से को का पर यह हैं ने कि भी एक तो इस नहीं था ही
이 그 저 및 등 수 것 있는 있다 했다 하는 한 위해 대한 통해 더 또 또한 그리고 하지만 때 중 지난 이번 함께 대해 따라 가장 모든 이날 것으로 것이다 밝혔다 말했다 있다고
ও এই করে এর থেকে যে না একটি তার করা হয় এবং তিনি জন্য সঙ্গে কিন্তু আর হয়েছে কথা বলে
کے کی میں ہے اور سے کا کو اس ہیں نے یہ پر کہ بھی جو ایک تھا نہیں گیا
ஒரு என்று இந்த மற்றும் என அவர் உள்ளது இது அந்த தான் என்ற பல தனது வேண்டும் இருந்து
"""

STOPWORDS = frozenset(_BY_LANGUAGE.split())

# The same for scripts without blanks between words, to be found anywhere: Japanese, Chinese, Thai, Lao, Burmese, Khmer.
_UNSPACED = """
の は が を に で と も た て る へ や な
的 了 是 在 和 这 這 们 們 与 與 为 為 就 也 都 将 將 对 對 说 說 被 而 但 从 從 以 于 於 把 他 她 它 我 你
ที่ และ ของ ใน การ เป็น มี ได้ ให้ ไม่ ว่า จะ กับ จาก แต่ นี้ ก็ คือ โดย หรือ ซึ่ง ถึง แล้ว ไป มา อยู่ เพื่อ ความ ตาม ต้อง
ທີ່ ແລະ ຂອງ ໃນ ການ ເປັນ ມີ ໄດ້ ໃຫ້ ບໍ່
သည် ကို တွင် များ မှ နှင့် ၏ တယ်
នៃ និង ជា ដែល បាន ក្នុង មាន ការ
"""

UNSPACED_STOPWORDS: Sequence[str] = tuple(_UNSPACED.split())
_IN_UNSPACED = re.compile("|".join(sorted(UNSPACED_STOPWORDS, key=len, reverse=True)))


def count(split: Sequence[Sequence[str]], texts: Sequence[str]) -> Floats:
    """Return the number of stop words of each text.

    Args:
        split: the words of each text in lower case, at least one.
        texts: the same before it was split.

    """
    return count_members(split, STOPWORDS) + count_unspaced(texts)


@compiled("features")
def count_members(split: Sequence[Sequence[str]], known: Collection[str]) -> Floats:
    """Return how many words of each text are known."""
    return np.array([sum(map(known.__contains__, words)) for words in split], float)


def count_unspaced(texts: Sequence[str]) -> Floats:
    """Return the number of stop words of scripts without blanks between words."""
    found = np.zeros(len(texts))
    for index, text in enumerate(texts):
        if not is_spaced(text):
            found[index] = len(_IN_UNSPACED.findall(text))
    return found

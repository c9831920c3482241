"""The thirty articles of the Universal Declaration of Human Rights, each by a short title in our own words."""

import re
from collections.abc import Mapping

# title by language; our own summary, not the text of the Declaration (United Nations General Assembly, 1948)
_TITLES: tuple[tuple[str, str], ...] = (
    ("Born free and equal in dignity", "آزاد اور عزت میں برابر پیدائش"),
    ("These rights belong to everyone, without distinction", "یہ حقوق بلا امتیاز سب کے ہیں"),
    ("Life, liberty and safety", "زندگی، آزادی اور تحفظ"),
    ("No slavery", "غلامی کی ممانعت"),
    ("No torture or degrading treatment", "تشدد اور ذلت آمیز سلوک کی ممانعت"),
    ("A person before the law everywhere", "ہر جگہ قانون کے سامنے فرد کی حیثیت"),
    ("Equal before the law", "قانون کے سامنے برابری"),
    ("A court's remedy when rights are broken", "حق تلفی پر عدالت سے داد رسی"),
    ("No arbitrary arrest, detention or exile", "من مانی گرفتاری، حراست یا جلاوطنی نہیں"),
    ("A fair and public hearing", "منصفانہ اور کھلی سماعت"),
    (
        "Innocent until proved guilty; no punishment backwards",
        "جرم ثابت ہونے تک بے گناہ؛ پچھلی تاریخ سے سزا نہیں",
    ),
    ("Privacy, home, family and good name", "نجی زندگی، گھر، خاندان اور نیک نامی"),
    ("Movement, residence, leaving and returning", "نقل و حرکت، رہائش، جانا اور واپس آنا"),
    ("Asylum from persecution", "ظلم سے پناہ"),
    ("A nationality", "شہریت"),
    ("Marriage by free consent, and family", "آزاد مرضی سے نکاح، اور خاندان"),
    ("Property, and not to be robbed of it at will", "ملکیت، اور اس سے من مانی محرومی نہیں"),
    ("Thought, conscience and religion", "فکر، ضمیر اور مذہب"),
    ("Opinion and expression", "رائے اور اظہار"),
    ("Peaceful assembly and association", "پُرامن اجتماع اور انجمن"),
    ("A part in government, by genuine elections", "حقیقی انتخابات سے حکومت میں حصہ"),
    ("Social security", "سماجی تحفظ"),
    ("Work, fair pay and trade unions", "کام، منصفانہ اجرت اور مزدور انجمنیں"),
    ("Rest and leisure", "آرام اور فرصت"),
    ("A decent standard of living", "مناسب معیارِ زندگی"),
    ("Education", "تعلیم"),
    ("Culture, arts and science", "ثقافت، فنون اور سائنس"),
    ("An order in which these rights can be real", "ایسا نظام جس میں یہ حقوق حقیقت بنیں"),
    ("Duties to the community; limits only by law", "معاشرے کے فرائض؛ حد بندی صرف قانون سے"),
    ("No right to destroy these rights", "ان حقوق کو مٹانے کا کسی کو حق نہیں"),
)

RIGHTS: tuple[str, ...] = tuple(f"udhr-{article}" for article in range(1, len(_TITLES) + 1))


def right_title(ref: str) -> Mapping[str, str]:
    """The short title of an article of the Declaration by language; empty for any other ref.

    >>> right_title("udhr-14")["en"]
    'Asylum from persecution'
    """
    named = normalise_right(ref)
    if named not in RIGHTS:
        return {}
    english, urdu = _TITLES[RIGHTS.index(named)]
    return {"en": english, "ur": urdu}


def normalise_right(ref: str) -> str:
    """A right's ref in its one form; what is no article of the Declaration stays as it is.

    >>> normalise_right("UDHR 14"), normalise_right("31")
    ('udhr-14', '31')
    """
    match = re.fullmatch(
        r"(?:udhr[\s:.-]*)?(?:art(?:icle)?[\s.-]*)?(\d+)", ref.strip(), re.IGNORECASE
    )
    named = f"udhr-{int(match[1])}" if match else ref
    return named if named in RIGHTS else ref

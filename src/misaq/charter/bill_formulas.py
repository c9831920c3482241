"""The parts of a bill that change no word: short title, commencement, savings, and what each clause does."""

from collections.abc import Mapping, Sequence
from typing import Any

from misaq.charter.undoing import Mode

Words = Mapping[str, str]

_ONES = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_TEENS = [
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

SAVINGS: Mapping[str, Words] = {
    "acts_done": {
        "en": "Nothing in this Act affects anything duly done or suffered, or any right, privilege, obligation or "
        "liability acquired, accrued or incurred, under {the} before the commencement of this Act.",
        "ur": "اس ایکٹ کی کوئی بات کسی ایسے کام پر اثرانداز نہیں ہو گی جو اس ایکٹ کے آغاز سے پہلے {the} کے تحت "
        "باقاعدہ کیا گیا ہو، نہ کسی ایسے حق، استحقاق، ذمہ داری یا وجوب پر جو اس کے تحت حاصل یا عائد ہوا ہو۔",
    },
    "pending_proceedings": {
        "en": "Any proceeding begun under {the} and pending at the commencement of this Act shall be continued and "
        "decided as if this Act had not been passed.",
        "ur": "{the} کے تحت شروع کی گئی ہر کارروائی جو اس ایکٹ کے آغاز پر زیرِ سماعت ہو اسی طرح جاری رکھی "
        "اور فیصل کی جائے گی گویا یہ ایکٹ منظور ہی نہ ہوا ہو۔",
    },
    "laws_until_replaced": {
        "en": "Any law made under {the} and in force at the commencement of this Act shall remain in force, so far "
        "as it is consistent with the Constitution as amended by this Act, until it is altered or repealed.",
        "ur": "{the} کے تحت بنایا گیا ہر قانون جو اس ایکٹ کے آغاز پر نافذ ہو، جہاں تک وہ اس ایکٹ سے ترمیم شدہ "
        "آئین سے مطابقت رکھتا ہو، اس وقت تک نافذ رہے گا جب تک اسے بدلا یا منسوخ نہ کر دیا جائے۔",
    },
    "no_punishment": {
        "en": "No one shall be punished for an act or omission that was lawful under {the} when it was done.",
        "ur": "کسی شخص کو ایسے فعل یا ترکِ فعل پر سزا نہیں دی جائے گی جو اپنے وقت پر {the} کے تحت جائز تھا۔",
    },
    "nothing_saved": {
        "en": "Everything done under {the} is without effect, except what any person did in good faith and what "
        "others, not knowing of this, relied on.",
        "ur": "{the} کے تحت کیا گیا ہر کام بے اثر ہے، سوائے اس کے جو کسی نے نیک نیتی سے کیا ہو اور جس پر دوسروں "
        "نے بے خبری میں بھروسا کیا ہو۔",
    },
}

_COMMENCEMENT: Mapping[Mode, Words] = {
    "never_made": {
        "en": "This Act comes into force at once; {the} shall be deemed never to have had effect.",
        "ur": "یہ ایکٹ فوراً نافذ العمل ہو گا؛ {the} کے بارے میں یہ سمجھا جائے گا کہ {them} کبھی کوئی اثر نہیں تھا۔",
    },
    "repealed": {
        "en": "This Act comes into force on the day on which it is passed; {the} {are} repealed as from that day.",
        "ur": "یہ ایکٹ اپنی منظوری کے دن سے نافذ العمل ہو گا؛ {the} اسی دن سے منسوخ {repealed}۔",
    },
}
_SHORT_TITLE: Words = {
    "en": "This Act may be called the {title}.",
    "ur": "یہ {title} کہلائے گا۔",
}
_DOES: Mapping[str, Words] = {
    "substitute_words": {"en": "Puts other words in {where}.", "ur": "{where} میں الفاظ بدلتی ہے۔"},
    "insert_words": {"en": "Puts words in {where}.", "ur": "{where} میں الفاظ بڑھاتی ہے۔"},
    "omit_words": {"en": "Takes words out of {where}.", "ur": "{where} سے الفاظ نکالتی ہے۔"},
    "insert_provision": {"en": "Brings {where} in.", "ur": "{where} شامل کرتی ہے۔"},
    "omit_provision": {"en": "Takes {where} out.", "ur": "{where} نکالتی ہے۔"},
    "substitute_provision": {"en": "Gives {where} another text.", "ur": "{where} کا متن بدلتی ہے۔"},
    "renumber": {"en": "Numbers {where} anew.", "ur": "{where} کا نمبر بدلتی ہے۔"},
}
_REVERSES: Words = {
    "en": " It takes back {the}.",
    "ur": " یہ {the} کو واپس لیتی ہے۔",
}
HEADINGS: Mapping[str, Words] = {
    "en": {
        "statement": "What each clause does",
        "clause": "Clause",
        "undecided": "Still open ({n}): {keys}. The bill gives the text with these points unsettled; "
        "people decide them before it is brought in.",
        "check": "Checked: this bill (instructions: {instructions}), applied to the present text "
        "(sha256 {before}), gives the intended text (sha256 {after}) in each of its {tokens} words and marks.",
    },
    "ur": {
        "statement": "ہر شق کیا کرتی ہے",
        "clause": "شق",
        "undecided": "ابھی طے نہیں ({n}): {keys}۔ بل متن کو ان نکات کے طے ہوئے بغیر دیتا ہے؛ "
        "پیش کرنے سے پہلے لوگ ان کا فیصلہ کرتے ہیں۔",
        "check": "جانچ لیا گیا: اس بل (ہدایات: {instructions}) کو موجودہ متن (sha256 {before}) پر لگانے سے "
        "مطلوبہ متن (sha256 {after}) اپنے تمام {tokens} الفاظ اور علامات سمیت حاصل ہوتا ہے۔",
    },
}


def ordinal(n: int) -> str:
    """An English ordinal in words up to ninety-ninth, in figures beyond.

    >>> ordinal(42), ordinal(20), ordinal(101)
    ('forty-second', 'twentieth', '101st')
    """
    if n <= 0 or n > 99:
        ending = (
            {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th") if n % 100 not in {11, 12, 13} else "th"
        )
        return f"{n}{ending}"
    if n < 10:
        return _ONES[n - 1]
    if n < 20:
        return _TEENS[n - 10]
    tens, rest = _TENS[n // 10 - 2], n % 10
    return f"{tens}-{_ONES[rest - 1]}" if rest else tens[:-1] + "ieth"


def amendment_words(numbers: Sequence[int], language: str) -> str:
    """Amendments by number: "the forty-second and forty-fourth amendments".

    >>> amendment_words([42, 44], "en"), amendment_words([8], "ur")
    ('the forty-second and forty-fourth amendments', 'ترمیم نمبر 8')
    """
    if language == "en":
        names = [ordinal(n) for n in numbers]
        listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
        return f"the {listed} amendment{'s' if len(names) > 1 else ''}"
    named = [str(n) for n in numbers]
    listed = " اور ".join(["، ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    return f"{'ترامیم' if len(named) > 1 else 'ترمیم'} نمبر {listed}"


def title_words(undone: Sequence[int]) -> dict[str, str]:
    """The short title that names what is undone."""
    few = undone[:4]
    more = len(undone) - len(few)
    named = amendment_words(few, "en").removeprefix("the ").title().replace(" And ", " and ")
    english = f"Constitution (Reversal of the {named}{f' and {more} Others' if more else ''}) Act"
    urdu = f"آئین ({amendment_words(few, 'ur')}{f' اور {more} دیگر' if more else ''} کی واپسی) ایکٹ"
    return {"en": english, "ur": urdu}


def short_title_clause(title: Words) -> Words:
    """The clause that gives the bill its name."""
    return {
        language: words.format(title=title[language]) for language, words in _SHORT_TITLE.items()
    }


def commencement_words(mode: Mode, undone: Sequence[int]) -> Words:
    """The clause on when it counts: never had effect, or repealed as from now."""
    return _about(_COMMENCEMENT[mode], undone, **_number(len(undone)))


def _number(n: int) -> dict[str, str]:
    """The words that follow the number of amendments."""
    if n > 1:
        return {"are": "are", "them": "ان کا", "repealed": "سمجھی جائیں گی"}
    return {"are": "is", "them": "اس کا", "repealed": "سمجھی جائے گی"}


def savings_words(name: str, undone: Sequence[int]) -> Words:
    """A savings clause by its name; raises KeyError."""
    return _about(SAVINGS[name], undone)


def statement_words(kind: str, where: Words, reverses: Sequence[int]) -> Words:
    """What an instruction does, and which amendments it takes back."""
    said = {
        language: words.format(where=where[language]) for language, words in _DOES[kind].items()
    }
    back = _about(_REVERSES, reverses) if reverses else {}
    return {language: words + back.get(language, "") for language, words in said.items()}


def _about(words: Words, undone: Sequence[int], **more: Any) -> dict[str, str]:
    return {
        language: _capital(text.format(the=amendment_words(undone, language), **more))
        for language, text in words.items()
    }


def _capital(text: str) -> str:
    """A capital at the start, but never of the blank that words of reversal begin with."""
    return text[:1].upper() + text[1:]

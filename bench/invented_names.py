"""Common given names for invented people, and how clerks spell them: the bench's own rules, not the normaliser's.

Nothing here is read from `misaq.record`: the inventory says how a name sounds and how Urdu writes it; the spelling
rules turn sounds into Latin letters with the chances below; then come the slips of keyboards, scanners and clerks.
So what the normaliser recovers, it recovers without having seen the rules. No entry stands for a real person.

Sounds: A I U are long, e o Y W the vowels of "sher", "dost", "faiz", "aurang"; x kh, G gh, S sh, c ch, E ain
(silent), H ح, T D R retroflex; a doubled consonant is held.
"""

import numpy as np
from numpy.typing import NDArray

MEN = """
muhammad محمد;ahmad احمد;EalI علی;hasan حسن;husYn حسین;Eumar عمر;EusmAn عثمان;bilAl بلال;xAlid خالد;
tAriq طارق;kamAl کمال;jamAl جمال;jalAl جلال;naEIm نعیم;nadIm ندیم;nasIm نسیم;salIm سلیم;kalIm کلیم;
karIm کریم;rahIm رحیم;rafIq رفیق;SafIq شفیق;taufIq توفیق;latIf لطیف;SarIf شریف;hanIf حنیف;
rASid راشد;raSId رشید;majId مجید;mAjid ماجد;sAjid ساجد;wAjid واجد;zAhid زاہد;SAhid شاہد;hAmid حامد;
hamId حمید;sayId سعید;masEUd مسعود;mahmUd محمود;maqsUd مقصود;yUsuf یوسف;yaEqUb یعقوب;yUnus یونس;
idrIs ادریس;ilyAs الیاس;ishAq اسحاق;ibrAhIm ابراہیم;ismAEIl اسماعیل;dAUd داؤد;sulemAn سلیمان;
mUsA موسیٰ;EIsA عیسیٰ;hArUn ہارون;zakariyA زکریا;ayyUb ایوب;anwar انور;akbar اکبر;asGar اصغر;
aslam اسلم;akram اکرم;aSraf اشرف;afzal افضل;ajmal اجمل;arSad ارشد;asad اسد;amjad امجد;aEzam اعظم;
nAsir ناصر;nasIr نصیر;baSIr بشیر;munIr منیر;zahIr ظہیر;jahAngIr جہانگیر;zamIr ضمیر;kabIr کبیر;
wazIr وزیر;SabbIr شبیر;qadIr قدیر;nazIr نذیر;tanwIr تنویر;nawAz نواز;riyAz ریاض;fayyAz فیاض;
imtiyAz امتیاز;ejAz اعجاز;sarfarAz سرفراز;mumtAz ممتاز;fErOz فیروز;parvez پرویز;naurOz نوروز;
javEd جاوید;sarwar سرور;mazhar مظہر;azhar اظہر;zafar ظفر;muzaffar مظفر;EAbid عابد;EAdil عادل;
EAmir عامر;EArif عارف;EAsim عاصم;EAtif عاطف;kASif کاشف;Asif آصف;AftAb آفتاب;mehtAb مہتاب;
suhrAb سہراب;irfAn عرفان;imrAn عمران;luqmAn لقمان;rizwAn رضوان;salmAn سلمان;farhAn فرحان;
zISAn ذیشان;GulAm غلام;rasUl رسول;nabI نبی;mustafA مصطفیٰ;murtazA مرتضیٰ;mujtabA مجتبیٰ;SAh شاہ;
Ser شیر;gul گل;jAn جان;bAz باز;dost دوست;mIr میر;bahAdur بہادر;tAj تاج;nUr نور;wahId وحید;
wakIl وکیل;jamIl جمیل;xalIl خلیل;jalIl جلیل;aqIl عقیل;SakIl شکیل;fazal فضل;rahmat رحمت;barkat برکت;
Saukat شوکت;liyAqat لیاقت;SujAEat شجاعت;inAyat عنایت;hidAyat ہدایت;sikandar سکندر;dilAwar دلاور;
qAsim قاسم;hASim ہاشم;kAzim کاظم;nizAm نظام;islAm اسلام;ikrAm اکرام;inEAm انعام;ehsAn احسان;
sultAn سلطان;zamAn زمان;rahmAn رحمان;hammAd حماد;jawwAd جواد;balAc بالاچ;nodbandag نودبندگ;
SAhmurAd شاہمراد;murAd مراد;dAd داد;baxS بخش;xudAdAd خداداد;allAhdAd اللہداد;mehrAb مہراب;
hammal ہمل;cAkar چاکر;gwahrAm گہرام;SafI شفیع;rabnawAz ربنواز;durmuhammad درمحمد;zarIf ظریف;
torak تورک;spIn سپین;zmarak زمرک;wrexmIn وریخمین;paSmak پشمک;xoSHAl خوشحال;aimal ایمل;darwez درویز;
jAnAn جانان;melmastAn میلمستان;zalmay زلمی;tUryAlay توریالی;pAyanda پایندہ;hewAd ہیواد
"""
WOMEN = """
fAtima فاطمہ;EAiSa عائشہ;xadIja خدیجہ;zainab زینب;maryam مریم;amina آمنہ;ruqayya رقیہ;sakIna سکینہ;
hafsa حفصہ;halIma حلیمہ;nasrIn نسرین;parvIn پروین;SAhIn شاہین;yAsmIn یاسمین;SabAna شبانہ;
ruxsAna رخسانہ;farzAna فرزانہ;rizwAna رضوانہ;rehAna ریحانہ;sultAna سلطانہ;nargis نرگس;bilqIs بلقیس;
nusrat نصرت;iSrat عشرت;musarrat مسرت;rAhat راحت;rASida راشدہ;sAjida ساجدہ;zAhida زاہدہ;EAbida عابدہ;
SamIm شمیم;tasnIm تسنیم;naIma نعیمہ;salIma سلیمہ;karIma کریمہ;jamIla جمیلہ;SakIla شکیلہ;
kulsUm کلثوم;mariya ماریہ;hurmat حرمت;zarmIna زرمینہ;gulAlay گلالئی;palwaSa پلوشہ;spoZmay سپوژمئی;
malAlay ملالئی;bAnaRI بانڑی;mAhganj ماہگنج;gohar گوہر;SAtI شاتی;nAzbIbI نازبی بی;bIbI بی بی;
xAtUn خاتون;begam بیگم;jAn جان;gul گل;zarI زری;mAhnUr ماہنور;durdAna دردانہ;hanI ہانی;granAz گراناز
"""
HOUSES = """
zarkAnI زرکانی;mehrozay مہروزئی;tolAnI تولانی;SambezI شامبیزی;dureSak دریشک;xArotay خاروٹئی;
wandAr وندار;lohRAnI لوہڑانی;somrAnI سومرانی;gacAnI گچانی;badIzay بدیزئی;kAkozay کاکوزئی;
narmandI نرمندی;pIrakzI پیرکزئی;tAlozay طالوزئی;sAtakzay ساتکزئی;rodenI رودینی;mastozay مستوزئی;
jorezI جوریزی;hamIdzay حمیدزئی;bAmozay باموزئی;zarhI زرہی;qalandozay قلندوزئی;nacArI نچارئی;
SorAnI شورانی;gurgnARI گرگناڑی;katohar کٹوہر;malgAnI ملگانی;bozgAr بوزگار;laGozay لغوزئی
"""
PLACES = """
tarwand تروند;koSkalAt کوشکلات;nAlbAr نالبار;zarGUn زرغون;mIrAndar میراندر;SorkoT شورکوٹ;
padAgAn پدآگان;gidbArI گدباری;xuskAn خسکان;darmAn درمان;surxAb سرخاب;bAGbAnA باغبانہ;manzkI منزکی;
torGar تورغر;spInwAm سپین وام;palantAk پلنتاک;jAlmoR جالموڑ;noSer نوشیر;kandwAl کندوال;
harIpat ہریپت;rodbun رودبن;mastkAn مستکان;gulbAG گلباغ;laswARI لسواڑی;cambaR چمبڑ;dozAn دوزان;
nukSAr نکشار;bolmIr بولمیر;zIdAr زیدار;wadhAn ودھان;kurxel کورخیل;tandbIl تندبیل;samlAn سملان;
ormastA اورمستہ;hinglAn ہنگلان;panjbUr پنجبور;dasmAl دسمال;kecAn کیچان;turbIn تربین;awAgar آواگر
"""
LATIN: dict[str, tuple[tuple[str, float], ...]] = {
    "a": (("a", 0.82), ("u", 0.11), ("e", 0.07)),
    "A": (("a", 0.86), ("aa", 0.14)),
    "i": (("i", 0.76), ("e", 0.24)),
    "I": (("i", 0.4), ("ee", 0.5), ("ie", 0.03), ("ea", 0.07)),
    "u": (("u", 0.66), ("o", 0.34)),
    "U": (("oo", 0.45), ("u", 0.43), ("ou", 0.12)),
    "e": (("e", 0.6), ("ai", 0.15), ("ay", 0.05), ("i", 0.1), ("a", 0.1)),
    "o": (("o", 0.75), ("u", 0.15), ("oa", 0.1)),
    "O": (("o", 0.6), ("oo", 0.2), ("u", 0.2)),
    "Y": (("ai", 0.55), ("e", 0.15), ("ay", 0.1), ("ei", 0.1), ("ee", 0.1)),
    "W": (("au", 0.5), ("o", 0.2), ("aw", 0.15), ("ou", 0.15)),
    "q": (("q", 0.66), ("k", 0.26), ("c", 0.04), ("g", 0.04)),
    "x": (("kh", 0.84), ("k", 0.1), ("x", 0.06)),
    "G": (("gh", 0.8), ("g", 0.2)),
    "S": (("sh", 0.92), ("s", 0.05), ("sch", 0.03)),
    "c": (("ch", 0.93), ("c", 0.07)),
    "f": (("f", 0.86), ("ph", 0.14)),
    "v": (("v", 0.55), ("w", 0.45)),
    "w": (("w", 0.6), ("v", 0.4)),
    "z": (("z", 0.9), ("s", 0.04), ("dh", 0.04), ("j", 0.02)),
    "j": (("j", 0.93), ("dj", 0.03), ("g", 0.04)),
    "H": (("h", 0.85), ("hh", 0.02), ("", 0.13)),
    "h": (("h", 0.9), ("", 0.1)),
    "E": (("", 0.97), ("'", 0.03)),
    "T": (("t", 0.95), ("tt", 0.05)),
    "D": (("d", 1.0),),
    "R": (("r", 0.8), ("rr", 0.1), ("d", 0.1)),
    "Z": (("zh", 0.6), ("z", 0.2), ("j", 0.2)),
}  # fmt: skip
URDU_SOUNDALIKE = {"س": "صث", "ص": "س", "ز": "ذضظ", "ذ": "زض", "ض": "ز", "ظ": "ض", "ت": "ط", "ط": "ت", "ق": "ک",
                   "ح": "ہ", "ہ": "ح", "ع": "ا", "ئ": "ی", "آ": "ا"}  # fmt: skip
URDU_CODES = {"ی": "ي", "ک": "ك", "ہ": "ه"}
URDU_DOTS = {"ب": "پت", "پ": "ب", "ت": "ب", "ن": "ت", "ج": "چ", "ح": "خ", "خ": "ح", "د": "ذ", "ر": "زڑ", "ز": "ر",
             "ف": "ق", "ق": "ف", "ش": "س", "گ": "ک"}  # fmt: skip
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
SCAN = {"m": "rn", "l": "i", "i": "l", "h": "b", "e": "c", "u": "v", "n": "ri"}


def entries(text: str) -> tuple[list[str], list[str]]:
    """The sounds and the Urdu spelling of each entry."""
    pairs = [entry.split(" ", 1) for entry in text.replace("\n", "").split(";") if entry]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


class Clerk:
    """One source of chance for every spelling and slip."""

    def __init__(self, seed: int) -> None:
        self.chance = np.random.default_rng(seed)
        self.papers: Clerk | None = None
        self._stock: NDArray[np.float64] = np.empty(0)
        self._used = 0

    def draw(self) -> float:
        """The next number in [0, 1), drawn in stocks because one at a time is slow."""
        if self._used >= len(self._stock):
            self._stock, self._used = self.chance.random(1 << 16), 0
        self._used += 1
        return float(self._stock[self._used - 1])

    def pick(self, options: str | tuple[str, ...]) -> str:
        """One of the options, each as likely."""
        return options[int(self.draw() * len(options))]

    def latin(self, sounds: str) -> str:
        """Spell sounds in Latin letters by the chances of the table."""
        out, place = [], 0
        while place < len(sounds):
            sound = sounds[place]
            held = place + 1 < len(sounds) and sounds[place + 1] == sound
            spelt = self._one(sound)
            out.append(spelt * 2 if held and len(spelt) == 1 and self.draw() < 0.7 else spelt)
            place += 2 if held else 1
        text = "".join(out)
        if text.endswith(("i", "ee")) and self.draw() < 0.25:
            text = text.rstrip("ie") + "y"
        elif text.endswith("a") and self.draw() < 0.3:
            text += "h"
        return text

    def _one(self, sound: str) -> str:
        draw = self.draw()
        for spelt, chance in LATIN.get(sound, ((sound, 1.0),)):
            draw -= chance
            if draw < 0:
                return spelt
        return LATIN.get(sound, ((sound, 1.0),))[0][0]

    def urdu(self, spelt: str) -> str:
        """Urdu as clerks write it: another letter of the same sound, another code point, marks left out."""
        out = []
        for letter in spelt:
            if letter in URDU_SOUNDALIKE and self.draw() < 0.05:
                letter = self.pick(URDU_SOUNDALIKE[letter])
            if letter in URDU_CODES and self.draw() < 0.15:
                letter = URDU_CODES[letter]
            if letter not in "ٰ" or self.draw() < 0.5:
                out.append(letter)
        return "".join(out)

    def slip(self, text: str) -> str:
        """One slip of a keyboard or a scanner somewhere in the text."""
        if len(text) < 4:
            return text
        place = 1 + int(self.draw() * (len(text) - 1))
        letter, kind = text[place], self.draw()
        if kind < 0.3:  # left out
            return text[:place] + text[place + 1 :]
        if kind < 0.5 and place + 1 < len(text):  # two letters change places
            return text[:place] + text[place + 1] + letter + text[place + 2 :]
        if letter in URDU_DOTS:  # a dot lost or found
            return text[:place] + self.pick(URDU_DOTS[letter]) + text[place + 1 :]
        if kind < 0.75:  # the key beside it
            for row in KEYS:
                if letter.lower() in row:
                    beside = row[max(row.index(letter.lower()) - 1, 0)]
                    return text[:place] + beside + text[place + 1 :]
        if letter in SCAN:
            return text[:place] + SCAN[letter] + text[place + 1 :]
        return text[:place] + letter + text[place:]

from django.utils import translation
from django.utils.safestring import SafeString

from misaq.web.shell import words
from misaq.web.shell.dates import date_words


def test_an_interval_is_said_in_words_of_the_page_so_that_a_dash_cannot_flip():
    with translation.override("en"):
        assert "(57 to 66)" in words.interval(0.62, 0.57, 0.66)
    with translation.override("ur"):
        assert "(57 تا 66)" in words.interval(0.62, 0.57, 0.66)


def test_a_number_without_an_interval_stands_alone():
    assert "ci" not in words.interval(0.62, None, None)
    assert words.NOTHING in words.interval(None, None, None)


def test_a_text_that_is_only_in_the_other_language_says_so():
    with translation.override("ur"):
        assert words.bilingual({"en": "Peace"}) == '<span lang="en" dir="ltr">Peace</span>'
    with translation.override("en"):
        assert words.bilingual({"ur": "امن", "en": ""}) == '<span lang="ur" dir="rtl">امن</span>'


def test_what_documents_say_is_escaped():
    with translation.override("en"):
        attack = "<script>alert(1)</script>"
        for made in (
            words.bilingual(attack),
            words.bilingual({"ur": attack}),
            words.short_hash(attack),
        ):
            assert isinstance(made, SafeString)
            assert "<script" not in made


def test_a_message_gets_its_numbers_and_its_language():
    with translation.override("ur"):
        assert words.say("faults_found", {"count": 1284}).startswith(
            "غلطیاں ملیں: 1,284"
        ) or "1,284" in words.say("faults_found", {"count": 1284})
        assert "امن" in words.say("tampered", {"what": {"en": "peace", "ur": "امن"}})


def test_partly_known_dates_never_become_the_first_of_january():
    with translation.override("en"):
        assert date_words("2009") == "2009"
        assert date_words("2009-XX-XX") == "2009"
        assert date_words("2009-05-XX") == "May 2009"
        assert date_words("19XX") == "the century from 1900"
        assert date_words("2009-21") == "spring 2009"
        assert date_words("2009%") == "about 2009, uncertain"
        assert date_words("../2009") == "until 2009"
        assert date_words("last winter") == "last winter"
        assert date_words(None) == ""
    with translation.override("ur"):
        assert date_words("2009-05-17") == "17 مئی 2009"
        assert date_words("2009-05/2010-02") == "مئی 2009 تا فروری 2010"
        assert date_words("200X") == "2000 کی دہائی"


def test_a_text_of_unsaid_language_is_marked_by_its_letters():
    with translation.override("ur"):
        assert (
            words.as_given("Accounts to 1999")
            == '<span lang="en" dir="ltr">Accounts to 1999</span>'
        )
        assert words.as_given("1999") == "1999"
        assert words.as_given("حساب 1999") == "حساب 1999"
    with translation.override("en"):
        assert words.as_given("Accounts") == "Accounts"
        assert 'lang="ur"' in words.as_given("حساب")
        assert words.as_given(None) == ""

import pytest

from misaq.process import Results
from misaq.web.shell.links import Directory, DiskAddresses, Links, ServerAddresses, UnknownPageError
from misaq.web.shell.pages import Download, Page

PAGES = (
    Page("home", "", "index.html", "x.html", lambda *_: {}),
    Page("dialogue", "dialogue", "dialogue/index.html", "x.html", lambda *_: {}),
    Page(
        "one", "dialogue", "dialogue/s/{item}.html", "x.html", lambda *_: {}, lambda _: ("07", "31")
    ),
)
DOWNLOADS = (Download("votes", "dialogue/votes.csv", lambda *_: ()),)


def links(here="en/dialogue/s/07.html", language="en"):
    return Links(Directory(PAGES, DOWNLOADS, Results({})), DiskAddresses(here), language)


def test_links_from_disk_are_relative_to_the_page():
    assert links().page("home") == "../../index.html"
    assert links().page("one", "31") == "31.html"
    assert links().page("dialogue", language="ur") == "../../../ur/dialogue/index.html"
    assert links().download("votes") == "../votes.csv"
    assert links().static("shell/css/base.css") == "../../../static/shell/css/base.css"


def test_links_on_the_server_leave_the_index_out_and_keep_the_prefix():
    there = Links(Directory(PAGES, DOWNLOADS, Results({})), ServerAddresses("/p/", str), "ur")
    assert there.page("home") == "/p/ur/"
    assert there.page("dialogue") == "/p/ur/dialogue/"
    assert there.page("one", "07") == "/p/ur/dialogue/s/07.html"


def test_a_dead_link_is_a_fault_and_not_a_quiet_nothing():
    with pytest.raises(UnknownPageError):
        links().page("one", "99")
    with pytest.raises(UnknownPageError):
        links().page("charter")
    with pytest.raises(UnknownPageError):
        links().download("charter")
    assert links().find_page("charter") == ""


def test_two_pages_of_one_name_are_a_fault():
    with pytest.raises(ValueError, match="home"):
        Directory((PAGES[0], PAGES[0]), (), Results({}))

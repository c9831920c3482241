import tomllib
from hashlib import sha256
from importlib.resources import files

SHELL = files("misaq.web.shell")
VENDOR = SHELL / "static" / "shell" / "vendor"


def _assets():
    return tomllib.loads((SHELL / "vendor.toml").read_text("utf-8"))["asset"]


def _carried(folder, prefix=""):
    for child in folder.iterdir():
        if child.is_dir():
            yield from _carried(child, f"{prefix}{child.name}/")
        else:
            yield prefix + child.name


def test_what_we_carry_of_others_is_what_they_published():
    for asset in _assets():
        assert sha256((VENDOR / asset["file"]).read_bytes()).hexdigest() == asset["sha256"], asset[
            "file"
        ]


def test_each_carried_file_stands_in_the_lock_with_its_licence():
    locked = {asset["file"] for asset in _assets()} | {asset["licence_file"] for asset in _assets()}
    assert set(_carried(VENDOR)) == locked

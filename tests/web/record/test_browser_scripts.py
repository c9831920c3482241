"""The scripts that seal in the browser: what others made, what we join, and the hashes that a page names."""

import json
import re
import subprocess
import sys
import tomllib
from base64 import b64decode
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.staticfiles.finders import find
from django.template import Context, Template
from django.utils import translation
from whitenoise.storage import CompressedManifestStaticFilesStorage

from misaq.foundation.messages import render
from misaq.web.record.browser_scripts import CRYPTO, SEALING, integrity, recorded_hashes
from misaq.web.record.templatetags.sealing import SPOKEN
from misaq.web.shell.links import ServerAddresses

ROOT = Path(__file__).parents[3]
ROOM = files("misaq.web.record")
STATIC = ROOM / "static"
VENDOR = STATIC / "record" / "vendor"
MODULES = STATIC / "record" / "sealing"
ASSETS = tomllib.loads((ROOM / "vendor.toml").read_text("utf-8"))["asset"]
PACKAGES = [package for asset in ASSETS for package in asset["package"]]


def _carried(folder, prefix=""):
    for child in folder.iterdir():
        if child.is_dir():
            yield from _carried(child, f"{prefix}{child.name}/")
        else:
            yield prefix + child.name


def test_what_we_carry_of_others_is_what_was_built():
    for asset in ASSETS:
        assert sha256((VENDOR / asset["file"]).read_bytes()).hexdigest() == asset["sha256"]


def test_each_carried_file_stands_in_the_lock_with_its_licence():
    locked = {asset["file"] for asset in ASSETS} | {one["licence_file"] for one in PACKAGES}
    assert set(_carried(VENDOR)) == locked


def test_the_build_takes_the_versions_in_the_lock():
    wanted = json.loads((ROOT / "scripts/vendor_sealing/package.json").read_text("utf-8"))
    assert wanted["dependencies"] == {one["name"]: one["version"] for one in PACKAGES}
    for one in PACKAGES:
        assert len(b64decode(one["package_sha512"])) == 64


def test_the_bundle_holds_these_packages_and_no_other():
    """esbuild writes above each part which file it comes from."""
    bundle = (STATIC / CRYPTO).read_text("utf-8")
    parts = set(re.findall(r"^  // node_modules/((?:@[\w-]+/)?[\w-]+)/", bundle, re.M))
    assert parts == {one["name"] for one in PACKAGES}


def test_the_loaded_script_is_its_modules_and_its_hashes_are_written_down():
    checked = subprocess.run(
        [sys.executable, "scripts/sealing_script.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr


@pytest.mark.parametrize("path", [CRYPTO, SEALING])
def test_integrity_is_the_hash_of_the_file(path):
    digest = sha256((STATIC / path).read_bytes())
    assert b64decode(integrity(path).removeprefix("sha256-")) == digest.digest()
    assert recorded_hashes()[path] == digest.hexdigest()


@pytest.mark.parametrize("path", [CRYPTO, SEALING])
def test_a_script_needs_nothing_that_the_content_policy_forbids(path):
    text = (STATIC / path).read_text("utf-8")
    assert not re.search(r"\beval\(|new Function|WebAssembly|import\(|sourceMappingURL", text)


def test_our_code_stores_nothing_and_asks_no_server():
    for module in MODULES.iterdir():
        found = re.findall(
            r"localStorage|sessionStorage|indexedDB|document\.cookie|fetch\(|XMLHttp|sendBeacon|console\.\w"
            r"|innerHTML|Math\.random",
            module.read_text("utf-8"),
        )
        assert not found, (module.name, found)


def _page(text, language="en"):
    shell = SimpleNamespace(
        links=SimpleNamespace(static=ServerAddresses("/", lambda p: "/static/" + p).static)
    )
    with translation.override(language):
        return Template("{% load sealing %}" + text).render(Context({"shell": shell}))


def test_the_script_tags_carry_the_hashes_of_what_is_served(tmp_path, settings):
    """Also after the static files were collected under names with a hash: nothing in them is rewritten."""
    found = re.findall(r'src="/static/([^"]+)" integrity="([^"]+)"', _page("{% sealing_scripts %}"))
    assert [path for path, _ in found] == [CRYPTO, SEALING]
    settings.STATIC_ROOT, settings.STATIC_URL = str(tmp_path), "/static/"
    storage = CompressedManifestStaticFilesStorage(location=str(tmp_path), base_url="/static/")
    for path, said in found:
        target = tmp_path / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(Path(find(path)).read_bytes())
        made = [new for _, new, _ in storage.post_process({path: (storage, path)})]
        hashed = {name for name in made if name and name.endswith(".js")}
        assert hashed
        for name in hashed:
            served = (tmp_path / name).read_bytes()
            assert b64decode(said.removeprefix("sha256-")) == sha256(served).digest()


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_page_brings_a_text_for_every_code_that_the_scripts_say(language):
    page = _page("{% sealing_words %}", language)
    told = dict(re.findall(r'<template data-say="(\w+)">(.+?)</template>', page))
    code = re.compile(r'SealingError\(\s*"(\w+)"|"((?:identity|sealing|shares)_\w+)"')
    said = {
        next(filter(None, groups))
        for module in MODULES.iterdir()
        for groups in code.findall(module.read_text("utf-8"))
    }
    assert {"wrong_share", "seal_altered", "identity_too_costly", "passphrases_differ"} <= said
    assert said <= set(told)
    for shared in SPOKEN:
        assert told[shared] == render(shared, language).sentence().replace("'", "&#x27;")
    assert len(set(told.values())) == len(told)

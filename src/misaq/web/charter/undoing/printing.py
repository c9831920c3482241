"""A page made ready for paper: its style, and the Urdu face within it, because nothing is fetched."""

from base64 import b64encode
from functools import lru_cache
from importlib.resources import files

_FACE = "static/shell/vendor/noto-nastaliq-urdu/noto-nastaliq-urdu-400.woff2"
_STYLE = """
@page{size:A4;margin:2.2cm;@bottom-center{content:counter(page)}}
body{font-family:"Noto Serif","DejaVu Serif",serif;font-size:11pt;line-height:1.5}
:lang(ur),:lang(sd),:lang(ps){font-family:"Misaq Nastaliq","Noto Serif","DejaVu Serif",serif;line-height:2.3}
:lang(ur) :lang(en){font-family:"Noto Serif","DejaVu Serif",serif;line-height:1.5}
h1{font-size:15pt;text-align:center}
h1:lang(ur){font-weight:400}
footer{margin-block-start:2em;font-size:9pt}
section+section{break-before:page}
li{margin-block-end:.6em}
blockquote{margin-inline:1em 0;border-inline-start:1pt solid #777;padding-inline-start:1em}
code{font-size:8pt;overflow-wrap:anywhere}
"""


def printed_page(page: str) -> str:
    """The page with its style and the Urdu face in its head."""
    return page.replace("</head>", f"<style>{_face()}{_STYLE}</style></head>", 1)


@lru_cache(maxsize=1)
def _face() -> str:
    payload = b64encode(files("misaq.web.shell").joinpath(_FACE).read_bytes()).decode()
    source = f"url(data:font/woff2;base64,{payload})"
    return f'@font-face{{font-family:"Misaq Nastaliq";src:{source} format("woff2")}}'

"""Long work off the request: a bill as PDF."""

from base64 import b64encode

from django.http import HttpRequest, QueryDict
from django_tasks import task

from misaq.formats import pdf_of
from misaq.web.charter.served import charter_from
from misaq.web.charter.undoing.bills import bill_of
from misaq.web.charter.undoing.choice import read_choice
from misaq.web.charter.undoing.files import bill_html
from misaq.web.charter.undoing.printing import printed_page
from misaq.web.shell.documents import results_of


@task()
def write_pdf(key: str, query: str, language: str) -> str:
    """The bill of a choice as PDF, in base64; "" when the text has changed since it was asked for.

    key : of the weave that the choice was made on. query : the choice as it stands in an address.
    """
    charter = charter_from(results_of(HttpRequest()))  # the newest release, as for anybody
    if charter is None or charter.key != key:
        return ""
    issued = bill_of(charter, read_choice(QueryDict(query), charter.weave))
    if issued.bill is None:
        return ""
    page = bill_html(issued.bill, charter.words()["law_language"], language)
    return b64encode(pdf_of(printed_page(page))).decode()

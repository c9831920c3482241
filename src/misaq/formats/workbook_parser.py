"""The one door to openpyxl: with the parser that refuses entities, whatever else is installed beside it.

openpyxl takes lxml where it finds it, and then defusedxml guards nothing; it decides when it is first imported.
"""

import os

os.environ["OPENPYXL_LXML"] = "False"

from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

__all__ = ["InvalidFileException", "Workbook", "get_column_letter", "load_workbook"]

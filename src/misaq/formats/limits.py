"""What a file may hold before we refuse to read it; the same numbers stand in docs/reference/process-folder.md."""

MIB = 1 << 20

MAX_CSV_BYTES = 1024 * MIB
MAX_PARQUET_BYTES = 2048 * MIB
MAX_TEXT_BYTES = 64 * MIB
MAX_EXPANDED_BYTES = 1024 * MIB  # what a .xz or a Parquet column may unpack to
MAX_ROWS = 50_000_000
MAX_COLUMNS = 4096
MAX_LINE_BYTES = 16 * MIB
MAX_CELL_BYTES = MIB
MAX_FILES = 100_000
MAX_FAULTS = (
    100_000  # of one kind in one column; how many more there are is then one fault by itself
)
MAX_XLSX_BYTES = 64 * MIB
MAX_XLSX_EXPANDED = 512 * MIB  # what the parts of a workbook may unpack to, together
MAX_XLSX_STRINGS = 96 * MIB  # of it the table of texts, which is read whole
MAX_XLSX_RATIO = 200  # unpacked to packed; sheets of text reach some 30
MAX_XLSX_PARTS = 2000
MAX_XLSX_ROWS = 1_048_576  # what a sheet can have

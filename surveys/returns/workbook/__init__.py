"""The return as a workbook: laid out, written, opened with care and read back."""

"""Zip files whose bytes depend on nothing but what is in them."""

import io
import zipfile
from collections.abc import Iterable

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest moment that the format knows
READABLE = 0o644 << 16


def archive(files: Iterable[tuple[str, bytes]], *, stored: Iterable[str] = ()) -> bytes:
    """The files as one zip, in the order given; those named in `stored` are not compressed."""
    plain = set(stored)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for name, content in files:
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 3  # otherwise it says which system wrote it
            entry.external_attr = READABLE
            entry.compress_type = zipfile.ZIP_STORED if name in plain else zipfile.ZIP_DEFLATED
            zipped.writestr(entry, content)
    return out.getvalue()

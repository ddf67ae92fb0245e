"""Downloads of editions, extracts of single returns, and the API of national results."""

from partnerships.membership.permissions import P
from tests.guards.truths.entry import Row, api

ROWS: dict[str, Row] = {
    "results:downloads": {"get": P.NATIONAL_READ},
    "results:export_make": {"post": P.NATIONAL_READ},
    "results:export_download": {"get": P.NATIONAL_READ},
    "results:extracts": {"get": P.MICRODATA_EXPORT},
    "results:extract_new": {"get": P.MICRODATA_EXPORT, "post": P.MICRODATA_EXPORT},
    "results:extract_download": {"get": P.MICRODATA_EXPORT},
    "api:editions": api(get=P.NATIONAL_READ),
    "api:edition": api(get=P.NATIONAL_READ),
    "api:edition_items": api(get=P.NATIONAL_READ),
    "api:edition_cells": api(get=P.NATIONAL_READ),
    "api:edition_change": api(get=P.NATIONAL_READ),
    "api:edition_downloads": api(get=P.NATIONAL_READ),
    "api:edition_file": api(get=P.NATIONAL_READ, post=P.NATIONAL_READ),
}

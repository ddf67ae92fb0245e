"""A whole publication beside WeasyPrint's own time for the same pages (target P1).

Processor seconds of this process, fastest of several rounds, the contenders taking turns: the
print kit from document to finished file, and WeasyPrint alone on the same HTML and stylesheet.
`python -m tests.benchmarks.bench_pdf`.
"""

import time
from collections.abc import Callable

import tests.support.environment  # noqa: F401 -- services and settings before Django

ROUNDS = 5


def processor_seconds(**contenders: Callable[[], object]) -> dict[str, float]:
    """Processor seconds of each contender's cheapest run."""
    best = dict.fromkeys(contenders, float("inf"))
    for _ in range(ROUNDS):
        for name, run in contenders.items():
            start = time.process_time()
            run()
            best[name] = min(best[name], time.process_time() - start)
    return best


def main() -> None:
    """Print the ratio and the processor seconds of a page."""
    import django

    django.setup()
    from portal.web.print import page_count, to_pdf
    from portal.web.print.html import to_html
    from tests.benchmarks.bench_edition import bench
    from tests.support.sample_document import national

    document = national()
    html = to_html(document)
    pages = page_count(to_pdf(document))
    best = processor_seconds(kit=lambda: to_pdf(document), alone=lambda: _weasyprint(html))
    bench(
        "P1-pdf/weasyprint",
        best["kit"] / best["alone"],
        1.3,
        pages=pages,
        cpu_s_per_page=round(best["kit"] / pages, 3),
    )


def _weasyprint(html: str) -> bytes:
    """The same pages with the same fonts and stylesheet, without our finishing step."""
    from weasyprint import HTML  # noqa: TID251 -- the yardstick itself

    from portal.web.print.pdf import _press

    machine = _press()
    page = HTML(string=html, url_fetcher=machine.fetcher, base_url="portal-print:")
    return page.write_pdf(
        stylesheets=[machine.css], font_config=machine.fonts, pdf_variant="pdf/a-3a"
    )


if __name__ == "__main__":
    main()

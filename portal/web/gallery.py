"""Samples for the component gallery: one of everything, with invented words."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.utils.safestring import mark_safe

from portal.web.components import DataTable, FigureCard, Row, Stat, Task, TaskGroup
from portal.web.forms import PortalForm


class SampleForm(PortalForm):
    """One field of each kind."""

    name = forms.CharField(label="Name of the partnership", help_text="As on its letters")
    email = forms.EmailField(label="Email address")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    level = forms.ChoiceField(
        label="How far has your partnership got?",
        help_text="Choose the highest level you can show evidence for.",
        choices=[("out", "Measurable outcomes"), ("joint", "A joint strategy"), ("no", "Nothing")],
        widget=forms.RadioSelect,
    )
    sectors = forms.MultipleChoiceField(
        label="Which sectors sit on the board?",
        choices=[("p", "Public"), ("b", "Business"), ("v", "Voluntary and community")],
        widget=forms.CheckboxSelectMultiple,
    )
    region = forms.ChoiceField(
        label="Region", choices=[("", "Choose a region"), ("ne", "North East")], required=False
    )
    note = forms.CharField(label="What has changed?", max_length=600, widget=forms.Textarea)
    agree = forms.BooleanField(label="I have checked these answers")


def samples() -> dict[str, Any]:
    """Context of templates/web/components.html but for its pager."""
    bars = mark_safe(_BARS)  # noqa: S308 -- written below
    rows = (("Crime", "46", "47"), ("Housing", "31", "47"), ("Transport", "20", "50"))
    return {
        "form": SampleForm({"email": "nobody"}),
        "groups": _tasks(),
        "rows": [Row("Region", "North East", "Change", "#"), Row("Neighbourhood Renewal", "Yes")],
        "stats": [
            Stat("Returns received", "312", "of 357 partnerships"),
            Stat("Response rate", "87.4%", "4.1 points on last year", "up"),
            Stat("Pooling funds", "37%", "2 points on last year", "down"),
            Stat("Editions", "3"),
        ],
        "prose": _PROSE,
        "before": "The board agreed to spend £5,000 on lights.\nThe chair thanked the wardens.",
        "after": "The board agreed to spend £7,500 on street lights by March.\nThe chair thanked all.",
        "jobs": [
            SimpleNamespace(state="queued", total=0, percent=0, message=""),
            SimpleNamespace(state="running", total=312, percent=41, message="Reading returns"),
            SimpleNamespace(state="done", total=312, percent=100, message=""),
        ],
        "card": FigureCard(
            "sample",
            "Crime leads on measurable outcomes",
            "Policy issues, per cent of partnerships (invented)",
            bars,
            table=DataTable("Invented figures", ("Issue", "Outcomes", "Joint"), rows),
            source="Invented for this page.",
            downloads=(("CSV (1 KB)", "#"),),
        ),
    }


def _tasks() -> list[TaskGroup]:
    delivery = (
        Task("t1", "Progress on policy issues", "In progress", "#", "teal", "12 of 30 answered"),
        Task("t2", "Progress on outcomes", "Completed", "#"),
        Task("t3", "Mainstreaming", "There is a problem", "#", "red", "2 answers need attention"),
        Task("t4", "Support you need", "Not yet started", "#", ""),
    )
    sending = (Task("t5", "Check and send", "Cannot start yet", hint="Complete the rest first"),)
    return [TaskGroup("g1", "Delivery", delivery, "1"), TaskGroup("g2", "Send", sending, "2")]


_PROSE = """The board heard from **Cllr Ward** and [the wardens](https://example.org/wardens).

### What was decided

1. Lights in Mill Lane, *subject to cost*
2. A second reading in June
   - by the area forum
   - then by the board

> Mr Lowe asked that his words be kept: “Not before the spring.”
"""
_BARS = """<svg viewBox="0 0 600 96" width="600" height="96" role="img" aria-labelledby="bars-t">
<title id="bars-t">Crime 46, housing 31, transport 20 per cent</title>
<rect x="0" y="4" width="460" height="24" fill="#12436D"/>
<rect x="0" y="36" width="310" height="24" fill="#2073BC"/>
<rect x="0" y="68" width="200" height="24" fill="#6BACE6"/></svg>"""

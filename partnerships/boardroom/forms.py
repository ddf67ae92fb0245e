"""Forms of the board room as a whole: searching it, and what it shows to everybody."""

from typing import Any

from django import forms

from partnerships.membership.models import Member
from portal.web.forms import PortalForm


class SearchForm(PortalForm):
    """The words somebody looks for; a plain GET form."""

    q = forms.CharField(
        label="Words or number",
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
        error_messages={"max_length": "Use fewer words: 200 characters at most"},
    )


class FaceForm(PortalForm):
    """The partnership's own words on its public page; all optional."""

    purpose = forms.CharField(
        label="What the partnership is for",
        help_text="Two or three paragraphs. Left empty, the public page shows the board’s purpose.",
        max_length=5000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    contact_name = forms.CharField(
        label="Whom to ask",
        help_text="A person or an office. This is shown to everybody.",
        max_length=120,
        required=False,
    )
    contact_email = forms.EmailField(
        label="Email address",
        max_length=254,
        required=False,
        error_messages={"invalid": "Enter an email address such as lsp@example.org"},
    )
    contact_phone = forms.CharField(label="Telephone", max_length=40, required=False)
    website = forms.URLField(
        label="Website",
        max_length=200,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": "Enter a web address such as https://www.example.org"},
    )
    revision = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        max_value=2**31 - 1,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Open this page again"
        ),
    )


class NamesForm(PortalForm):
    """Ticks beside the members of one page of the list. `shown` are those the page had."""

    shown = forms.TypedMultipleChoiceField(
        label="Members on this page",
        coerce=int,
        error_messages={
            "required": "This page lists no members. Open it again",
            "invalid_choice": "A member of this list has left. Open this page again",
        },
    )
    names = forms.TypedMultipleChoiceField(
        label="Named in public",
        coerce=int,
        required=False,
        error_messages={"invalid_choice": "A member of this list has left. Open this page again"},
    )

    def __init__(self, *args: Any, members: list[Member], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(member.pk, member.name) for member in members]
        self.fields["shown"].choices = choices  # type: ignore[attr-defined]
        self.fields["names"].choices = choices  # type: ignore[attr-defined]

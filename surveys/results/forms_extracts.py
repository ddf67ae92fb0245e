"""The form by which an evaluator asks for the answers of single returns."""

from collections.abc import Sequence
from typing import Any

from django import forms

from portal.web.forms import PortalForm
from surveys.results.exports.formats import FORMATS
from surveys.results.extracts.files import WRITERS
from surveys.returns.models import Wave

SHORTEST = 15  # characters: "for analysis" says nothing


class ExtractForm(PortalForm):
    """Which wave, why, in which format, and whether with free texts."""

    wave = forms.TypedChoiceField(label="Survey", coerce=int)
    reason = forms.CharField(
        label="Why you need the answers of single returns",
        help_text="Kept with your name. Say what you will do with them and when you will delete them.",
        min_length=SHORTEST,
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"min_length": f"Give the reason in {SHORTEST} characters or more"},
    )
    format = forms.ChoiceField(label="Format", widget=forms.RadioSelect)
    texts = forms.BooleanField(
        label="Include the free texts: they can name people",
        required=False,
    )
    texts_reason = forms.CharField(
        label="Why you need the free texts",
        help_text="Only if you ticked the box above.",
        required=False,
        max_length=500,
    )

    def __init__(self, *args: Any, waves: Sequence[Wave] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.waves = {wave.pk: wave for wave in waves}
        self._offer("wave", [(wave.pk, str(wave)) for wave in waves])
        offered = [each for key, each in FORMATS.items() if key in WRITERS and not each.why_not]
        self._offer("format", [(each.key, each.words) for each in offered])
        self.fields["format"].initial = offered[0].key

    def _offer(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        """Free texts need a reason of their own."""
        given = super().clean() or {}
        if given.get("texts") and not given.get("texts_reason", "").strip():
            self.add_error("texts_reason", "Say why you need the free texts, or untick the box")
        return given

    def asked(self) -> dict[str, Any]:
        """What a valid form asks for."""
        given = self.cleaned_data
        return {
            "wave": self.waves[given["wave"]],
            "format": given["format"],
            "reason": given["reason"],
            "texts_reason": given["texts_reason"] if given["texts"] else "",
        }

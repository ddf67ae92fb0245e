"""Forms in the GOV.UK Design System: the renderer, the bound field and the base form.

`FORM_RENDERER = "portal.web.forms.PortalRenderer"` makes every Django form of the project,
django-allauth's included, come out in this markup; there is nothing to do in the templates.
"""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting

from portal.web.components import PageError

KINDS: tuple[tuple[type[forms.Widget], str], ...] = (
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.FileInput, "file-upload"),
    (forms.PasswordInput, "password"),
)
CLASSES = {
    "input": "govuk-input",
    "password": "govuk-input",
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file-upload": "govuk-file-upload",
    "checkbox": "govuk-checkboxes__input",
}
# The server validates and explains; browsers' own bubbles and cut-off text do neither well.
DROPPED = {"required": False, "maxlength": False, "placeholder": False, "aria-invalid": False}

DJANGO_REQUIRED = forms.Field.default_error_messages["required"]


class PortalBoundField(forms.BoundField):
    """A field that knows which GOV.UK component it is."""

    @property
    def kind(self) -> str:
        """Name of the component: input, password, textarea, select, radios, checkboxes, …"""
        widget = self.field.widget
        return next((name for cls, name in KINDS if isinstance(widget, cls)), "input")

    @property
    def label_size(self) -> str:
        """Size of the label: "s" unless the form says otherwise ("" plain, "m", "l")."""
        return getattr(self.form, "label_size", "s")

    @property
    def counted_length(self) -> int | None:
        """Longest text of a counted text area, else None."""
        if self.kind != "textarea":
            return None
        return getattr(self.field, "max_length", None)

    @property
    def aria_describedby(self) -> str:
        """Ids of hint, error and character count, in the order a listener needs them."""
        ids = (super().aria_describedby or "").split()
        if self.counted_length:
            ids.append(f"{self.auto_id}-info")
        return " ".join(ids)

    @property
    def first_id(self) -> str:
        """Where the error summary leads: the first radio or checkbox, never their box."""
        grouped = self.kind in ("radios", "checkboxes")
        return f"{self.auto_id}_0" if grouped else self.auto_id

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """Django's attributes with the component's classes, and without what GOV.UK avoids."""
        built = {**super().build_widget_attrs(attrs, widget), **DROPPED}
        base = CLASSES.get(self.kind)
        if base:
            built["class"] = " ".join(self._classes(base, widget or self.field.widget))
        if self.kind == "password":
            built |= {"spellcheck": "false", "autocapitalize": "none"}
        return built

    def _classes(self, base: str, widget: forms.Widget) -> list[str]:
        classes = [base]
        if self.errors and self.kind != "checkbox":
            classes.append(f"{base}--error")
        if self.counted_length:
            classes.append("govuk-js-character-count")
        if self.kind == "password":
            classes += ["govuk-password-input__input", "govuk-js-password-input-input"]
        if own := widget.attrs.get("class"):
            classes.append(own)
        return classes


class PortalRenderer(TemplatesSetting):
    """Renders forms with templates/govuk/ and widgets with templates/django/forms/widgets/."""

    form_template_name = "govuk/form.html"
    field_template_name = "govuk/field.html"
    bound_field_class = PortalBoundField


class PlainWords:
    """Says "Enter your email address" where Django says "This field is required."."""

    fields: dict[str, forms.Field]
    use_required_attribute = False
    label_size = "s"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if field.error_messages.get("required") == DJANGO_REQUIRED and field.label:
                field.error_messages["required"] = _asking(field)


class PortalForm(PlainWords, forms.Form):
    """Base of the project's forms. Set `label_size` to "m" or "l" on a page with one question."""


def _asking(field: forms.Field) -> str:
    """What to do about an empty field; "LSP name" keeps its capitals inside the sentence."""
    label = str(field.label)
    inside = label if label[:2].isupper() else label[:1].lower() + label[1:]
    if isinstance(field, forms.BooleanField):
        return f"Tick “{label}”"
    if label.endswith("?"):
        return f"Answer “{label}”"
    return f"Choose {inside}" if isinstance(field, forms.ChoiceField) else f"Enter {inside}"


def page_errors(form: forms.BaseForm) -> list[PageError]:
    """Every error of a bound form in reading order, general ones first."""
    found = [PageError(str(message)) for message in form.non_field_errors()]
    for field in form:
        target = getattr(field, "first_id", field.auto_id)
        found += [PageError(str(message), target) for message in field.errors]
    return found

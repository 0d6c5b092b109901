"""Forms drawn our way: `FORM_RENDERER = "opora.ui.renderer.Renderer"`."""

from django.forms.renderers import TemplatesSetting


class Renderer(TemplatesSetting):
    """Label, help, error and field tied together; a summary of mistakes above.

    Needs `django.forms` among the installed apps, for the widgets' own templates.
    """

    form_template_name = "ui/forms/form.html"
    field_template_name = "ui/forms/field.html"

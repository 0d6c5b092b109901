import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Who replaced whom."""

    dependencies = [("appointments", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="appointment",
            name="replaces",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="appointments.appointment",
            ),
        ),
    ]

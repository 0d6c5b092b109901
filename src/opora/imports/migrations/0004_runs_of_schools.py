from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("imports", "0003_run_annotated"),
    ]

    operations = [
        migrations.AddField(
            model_name="importrun",
            name="is_from_school",
            field=models.BooleanField(db_default=False, default=False),
        ),
    ]

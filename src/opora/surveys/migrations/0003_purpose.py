from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("surveys", "0002_answers")]
    operations = [
        migrations.AddField(
            "campaign",
            "purpose",
            models.CharField(
                choices=[("profile", "профиль рисков"), ("pulse", "короткий опрос"), ("needs", "запросы и предложения")],
                default="profile",
                max_length=10,
            ),
        )
    ]

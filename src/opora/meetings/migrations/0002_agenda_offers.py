import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Questions that were offered, and what they come from."""

    dependencies = [
        ('meetings', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='AgendaThing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=40)),
                ('thing_id', models.BigIntegerField()),
                ('title', models.TextField()),
            ],
            options={
                'ordering': ('id',),
            },
        ),
        migrations.AddField(
            model_name='agendaitem',
            name='offer',
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddConstraint(
            model_name='agendaitem',
            constraint=models.UniqueConstraint(condition=models.Q(('offer', ''), _negated=True), fields=('meeting', 'offer'), name='agenda_offer_once'),
        ),
        migrations.AddField(
            model_name='agendathing',
            name='item',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='things', to='meetings.agendaitem'),
        ),
        migrations.AddConstraint(
            model_name='agendathing',
            constraint=models.UniqueConstraint(fields=('item', 'kind', 'thing_id'), name='agenda_thing_once'),
        ),
    ]

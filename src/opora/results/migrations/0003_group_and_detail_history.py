import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('organisations', '0002_row_history'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('results', '0002_corrections'),
    ]

    operations = [
        migrations.CreateModel(
            name='DetailEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('kind', models.CharField(choices=[('scores', 'Распределение первичных баллов'), ('tasks', 'Выполнение заданий'), ('journal', 'Отметки за работу и в журнале')], max_length=10)),
                ('year', models.PositiveSmallIntegerField()),
                ('class_label', models.CharField(blank=True, default='', max_length=10)),
                ('participants', models.PositiveIntegerField(null=True)),
                ('values', models.JSONField()),
                ('maxima', models.JSONField(default=dict)),
                ('origin_sheet', models.TextField(blank=True, default='')),
                ('origin_cells', models.TextField(blank=True, default='')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='GroupFactEvent',
            fields=[
                ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                ('pgh_label', models.TextField(help_text='The event label.')),
                ('id', models.BigIntegerField()),
                ('year', models.PositiveSmallIntegerField(verbose_name='год')),
                ('class_label', models.CharField(blank=True, default='', max_length=10, verbose_name='класс')),
                ('participants', models.PositiveIntegerField(null=True)),
                ('mark_2', models.PositiveIntegerField(null=True)),
                ('mark_3', models.PositiveIntegerField(null=True)),
                ('mark_4', models.PositiveIntegerField(null=True)),
                ('mark_5', models.PositiveIntegerField(null=True)),
                ('low_count', models.PositiveIntegerField(null=True)),
                ('high_count', models.PositiveIntegerField(null=True)),
                ('low_percent', models.DecimalField(decimal_places=4, max_digits=7, null=True)),
                ('high_percent', models.DecimalField(decimal_places=4, max_digits=7, null=True)),
                ('mean_score', models.DecimalField(decimal_places=3, max_digits=7, null=True)),
                ('origin_sheet', models.TextField(blank=True, default='')),
                ('origin_cells', models.TextField(blank=True, default='')),
            ],
            options={
                'abstract': False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='detail',
            trigger=pgtrigger.compiler.Trigger(name='replaced_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "results_detailevent" ("class_label", "id", "kind", "load_id", "maxima", "origin_cells", "origin_sheet", "participants", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure_id", "school_id", "territory_id", "values", "year") VALUES (OLD."class_label", OLD."id", OLD."kind", OLD."load_id", OLD."maxima", OLD."origin_cells", OLD."origin_sheet", OLD."participants", _pgh_attach_context(), NOW(), \'replaced\', OLD."id", OLD."procedure_id", OLD."school_id", OLD."territory_id", OLD."values", OLD."year"); RETURN NULL;', hash='578012d64972fec1f7516e0dbdd7d5c8d3959c12', operation='UPDATE', pgid='pgtrigger_replaced_update_b88ac', table='results_detail', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='detail',
            trigger=pgtrigger.compiler.Trigger(name='withdrawn_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "results_detailevent" ("class_label", "id", "kind", "load_id", "maxima", "origin_cells", "origin_sheet", "participants", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure_id", "school_id", "territory_id", "values", "year") VALUES (OLD."class_label", OLD."id", OLD."kind", OLD."load_id", OLD."maxima", OLD."origin_cells", OLD."origin_sheet", OLD."participants", _pgh_attach_context(), NOW(), \'withdrawn\', OLD."id", OLD."procedure_id", OLD."school_id", OLD."territory_id", OLD."values", OLD."year"); RETURN NULL;', hash='9d814087da7b4502ce4fa50825ce5a0078c4da29', operation='DELETE', pgid='pgtrigger_withdrawn_delete_850fe', table='results_detail', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groupfact',
            trigger=pgtrigger.compiler.Trigger(name='replaced_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "results_groupfactevent" ("class_label", "high_count", "high_percent", "id", "load_id", "low_count", "low_percent", "mark_2", "mark_3", "mark_4", "mark_5", "mean_score", "origin_cells", "origin_sheet", "participants", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure_id", "territory_id", "year") VALUES (OLD."class_label", OLD."high_count", OLD."high_percent", OLD."id", OLD."load_id", OLD."low_count", OLD."low_percent", OLD."mark_2", OLD."mark_3", OLD."mark_4", OLD."mark_5", OLD."mean_score", OLD."origin_cells", OLD."origin_sheet", OLD."participants", _pgh_attach_context(), NOW(), \'replaced\', OLD."id", OLD."procedure_id", OLD."territory_id", OLD."year"); RETURN NULL;', hash='a6f5825b31d01fa0212cd8e20c257d6c4b97df1d', operation='UPDATE', pgid='pgtrigger_replaced_update_ec6dc', table='results_groupfact', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groupfact',
            trigger=pgtrigger.compiler.Trigger(name='withdrawn_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "results_groupfactevent" ("class_label", "high_count", "high_percent", "id", "load_id", "low_count", "low_percent", "mark_2", "mark_3", "mark_4", "mark_5", "mean_score", "origin_cells", "origin_sheet", "participants", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "procedure_id", "territory_id", "year") VALUES (OLD."class_label", OLD."high_count", OLD."high_percent", OLD."id", OLD."load_id", OLD."low_count", OLD."low_percent", OLD."mark_2", OLD."mark_3", OLD."mark_4", OLD."mark_5", OLD."mean_score", OLD."origin_cells", OLD."origin_sheet", OLD."participants", _pgh_attach_context(), NOW(), \'withdrawn\', OLD."id", OLD."procedure_id", OLD."territory_id", OLD."year"); RETURN NULL;', hash='6cad1dcaa832e8055777fa085d1b86b82c2318f7', operation='DELETE', pgid='pgtrigger_withdrawn_delete_e2c61', table='results_groupfact', when='AFTER')),
        ),
        migrations.AddField(
            model_name='detailevent',
            name='load',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='results.load'),
        ),
        migrations.AddField(
            model_name='detailevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='detailevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='results.detail'),
        ),
        migrations.AddField(
            model_name='detailevent',
            name='procedure',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='results.procedure'),
        ),
        migrations.AddField(
            model_name='detailevent',
            name='school',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.organisation'),
        ),
        migrations.AddField(
            model_name='detailevent',
            name='territory',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.territory'),
        ),
        migrations.AddField(
            model_name='groupfactevent',
            name='load',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='results.load'),
        ),
        migrations.AddField(
            model_name='groupfactevent',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='groupfactevent',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='results.groupfact'),
        ),
        migrations.AddField(
            model_name='groupfactevent',
            name='procedure',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='results.procedure'),
        ),
        migrations.AddField(
            model_name='groupfactevent',
            name='territory',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='organisations.territory'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='detailevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='7ab83c559f0713edcfd9b4c4b93afb56e0f5235a', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_98826', table='results_detailevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='groupfactevent',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='8110c0316376e7870a291969dd8e910d59765916', operation='UPDATE OR DELETE', pgid='pgtrigger_append_only_fc0e5', table='results_groupfactevent', when='BEFORE')),
        ),
    ]

"""What somebody has while they wait was one text on a line; each is a record of its own now."""

from zoneinfo import ZoneInfo

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def move(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """The words become a service of the kind that needs words, on the site's day on which they were written."""
    entries = apps.get_model("admissions", "WaitlistEntry").objects.exclude(interim="").exclude(interim_at=None)
    service = apps.get_model("admissions", "InterimService")
    service.objects.bulk_create(
        service(
            enquiry_id=entry.enquiry_id,
            kind="other",
            words=entry.interim,
            given_on=entry.interim_at.astimezone(ZoneInfo(entry.enquiry.site.zone)).date(),
            given_by_id=entry.added_by_id,
            recorded_at=entry.interim_at,
        )
        for entry in entries.select_related("enquiry__site")
    )


class Migration(migrations.Migration):
    """Moved first, then the columns go."""

    dependencies = (("admissions", "0009_handovers"),)

    operations = (
        migrations.RunPython(move, migrations.RunPython.noop),
        migrations.RemoveField("waitlistentry", "interim"),
        migrations.RemoveField("waitlistentry", "interim_at"),
    )

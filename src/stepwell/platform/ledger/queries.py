"""Who looked: reads of the ledger itself."""

from uuid import UUID

from django.db.models import Q, QuerySet

from stepwell.platform.ledger.models import Entry


def entries_about(client_id: UUID) -> QuerySet[Entry]:
    """Everything done to or seen of one client, lists they stood on included, newest first."""
    about = Q(client_id=client_id) | Q(detail__contains={"clients": [str(client_id)]})
    return Entry.objects.filter(about).order_by("-at", "-pk")

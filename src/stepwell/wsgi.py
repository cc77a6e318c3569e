"""The web application, as a server loads it."""

import os

from django.core.wsgi import get_wsgi_application

from stepwell.platform.database.processes import die_with_parent

if os.environ.get("STEPWELL_DIE_WITH_PARENT"):
    # granian's workers are processes of its master: if that is killed, they must not stay behind
    die_with_parent()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stepwell.settings")
application = get_wsgi_application()

"""The gallery: example pages with fictional people. No database, no accounts, never part of the product.

Run: PYTHONPATH=src:. DJANGO_SETTINGS_MODULE=tools.gallery.settings python -m django runserver 127.0.0.1:8900
Look: PYTHONPATH=src:. python -m tools.gallery.shots /tmp/gallery-shots
"""

from pathlib import Path

HERE = Path(__file__).resolve().parent
SECRET_KEY = "gallery"  # fictional pages only
DEBUG = True
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
ROOT_URLCONF = "tools.gallery.urls"
INSTALLED_APPS = ["django.contrib.staticfiles", "django_cotton", "stepwell.look"]
MIDDLEWARE = ["tools.gallery.views.strict_policy"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request", "tools.gallery.views.shell"]},
    }
]
STATIC_URL = "/static/"
USE_TZ = True
TIME_ZONE = "America/Chicago"

"""What an operator's `STEPWELL_HTTPS=true` makes of the answers: nothing goes over an open line twice."""

import os
import subprocess
import sys

_ASK = """
import django
django.setup()
from django.test import Client
asked = Client(headers={"host": "north.example", "x-forwarded-proto": "https"})
for path in ("/login/link/", "/nowhere/", "/fhir/R4/metadata", "/static/look/base.css"):
    answer = asked.get(path)
    print("safe", path, answer.status_code, answer.headers["Strict-Transport-Security"].replace(" ", ""))
    for cookie in answer.cookies.values():
        print("cookie", cookie.key, cookie["secure"])
open_line = Client(headers={"host": "north.example", "x-forwarded-proto": "http"}).get("/login/link/")
print("open", open_line.status_code, open_line.headers["Location"])
"""


def test_every_answer_behind_tls_asks_for_tls_from_now_on_and_an_open_line_is_led_to_it():
    environ = {
        **os.environ, "DJANGO_SETTINGS_MODULE": "stepwell.settings", "STEPWELL_HTTPS": "true", "STEPWELL_PROXIES": "1",
        "STEPWELL_HOSTS": "north.example",
    }  # fmt: skip
    said = subprocess.run([sys.executable, "-c", _ASK], env=environ, capture_output=True, text=True, check=True).stdout
    safe = [line.split() for line in said.splitlines() if line.startswith("safe")]
    assert [(path, status, asks) for _, path, status, asks in safe] == [
        ("/login/link/", "200", "max-age=31536000;includeSubDomains"),
        ("/nowhere/", "404", "max-age=31536000;includeSubDomains"),
        ("/fhir/R4/metadata", "200", "max-age=31536000;includeSubDomains"),
        ("/static/look/base.css", "200", "max-age=31536000;includeSubDomains"),
    ]
    assert "cookie __Host-csrftoken True" in said
    assert "open 301 https://north.example/login/link/" in said

"""Addresses of devices at the door. What lies below a device's own page is what the device reaches."""

from django.urls import path

from stepwell.console.kiosk import views

urlpatterns = [
    path("kiosk/", views.kiosks, name="kiosks"),
    path("kiosk/<uuid:kiosk_id>/", views.kiosk, name="kiosk"),
    path("kiosk/<uuid:kiosk_id>/code/", views.code, name="kiosk_code"),
    path("kiosk/<uuid:kiosk_id>/end/", views.end, name="kiosk_end"),
]

"""Addresses of signing in. Those of allauth keep its names: its views lead to one another by them."""

from django.urls import path

from stepwell.public.sign_in import views

urlpatterns = [
    path("login/", views.log_in, name="login"),
    path("login/", views.log_in, name="account_login"),
    path("login/closed/", views.closed, name="account_inactive"),
    path("login/second/", views.second, name="mfa_authenticate"),
    path("login/passkey/", views.passkey, name="mfa_login_webauthn"),
    path("login/link/", views.ask_link, name="account_reset_password"),
    path("login/link/<str:token>/", views.open_link, name="link_open"),
    path("login/<str:provider_id>/go/", views.sso, name="openid_connect_login"),
    path("login/<str:provider_id>/back/", views.sso_back, name="openid_connect_callback"),
    path("logout/", views.log_out, name="logout"),
    path("logout/", views.log_out, name="account_logout"),
    path("stay/", views.stay, name="stay"),
    path("account/", views.index, name="mfa_index"),
    path("account/again/", views.again, name="account_reauthenticate"),
    path("account/again/code/", views.again_by_code, name="mfa_reauthenticate"),
    path("account/again/passkey/", views.again_by_passkey, name="mfa_reauthenticate_webauthn"),
    path("account/take-back/", views.take_device_back, name="take_back"),
    path("account/password/", views.change_password, name="account_change_password"),
    path("account/password/first/", views.set_password, name="account_set_password"),
    path("account/code/on/", views.code_on, name="mfa_activate_totp"),
    path("account/code/off/", views.code_off, name="mfa_deactivate_totp"),
    path("account/recovery/", views.recovery, name="mfa_view_recovery_codes"),
    path("account/recovery/new/", views.recovery_new, name="mfa_generate_recovery_codes"),
    path("account/recovery/file/", views.recovery_file, name="mfa_download_recovery_codes"),
    path("account/passkeys/", views.passkeys, name="mfa_list_webauthn"),
    path("account/passkeys/new/", views.passkey_new, name="mfa_add_webauthn"),
    path("account/passkeys/<int:pk>/remove/", views.passkey_remove, name="mfa_remove_webauthn"),
    path("account/passkeys/<int:pk>/name/", views.passkey_name, name="mfa_edit_webauthn"),
    path("account/sessions/", views.sessions, name="usersessions_list"),
]

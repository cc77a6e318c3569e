"""Django's registration of accounts."""

from importlib import import_module

from django.apps import AppConfig

from stepwell.platform.keyring.rotate import Place, register_reencrypter


class AccountsConfig(AppConfig):
    """Accounts, as an app."""

    name = "stepwell.platform.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Register the words of its messages, what is written down, and where second factors keep their secrets."""
        import_module("stepwell.platform.accounts.messages")
        import_module("stepwell.platform.accounts.sign_in.steps")
        for name in ("secret", "seed"):
            register_reencrypter(
                Place(
                    name=f"mfa_authenticator.{name}",
                    table="mfa_authenticator",
                    key="id",
                    read=f"data->>'{name}'",
                    write=f"data = jsonb_set(data, '{{{name}}}', to_jsonb(%s::text))",
                )
            )

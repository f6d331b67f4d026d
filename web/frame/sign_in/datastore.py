"""What Flask-Security asks of a store of accounts, answered by the register's own."""

from typing import Any, NoReturn

from flask import g
from flask_security import RoleMixin, UserMixin
from flask_security.datastore import UserDatastore

from registry.errors import RefusalError, WrongCallError
from registry.model.people import Person
from registry.services.office.sign_in import accounts
from registry.services.office.sign_in.signing_in import Account
from web.frame.office import registry


class AccountRole(RoleMixin):
    """A role by its name; who may do what is declared at the views, not here."""

    def __init__(self, name: str) -> None:
        self.name = name


class User(UserMixin):
    """An account in the words of Flask-Security; what is set here is kept at ``commit``."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.seen = account.session_key

    @property
    def id(self) -> str:  # type: ignore[override]  # read-only here
        """The account's key."""
        return self.account.id

    @property
    def username(self) -> str:  # type: ignore[override]  # read-only here
        """What one signs in with."""
        return self.account.name

    @property
    def email(self) -> str:  # type: ignore[override]  # read-only here
        """The account's name: there are no addresses, and nothing is ever sent."""
        return self.account.name

    @property
    def active(self) -> bool:  # type: ignore[override]  # read-only here
        """Whether the account may sign in."""
        return self.account.active

    @property
    def roles(self) -> list[AccountRole]:  # type: ignore[override]  # read-only here
        """The roles by name."""
        return [AccountRole(role.value) for role in sorted(self.account.roles)]

    @property
    def password(self) -> str:
        """The hash of the password."""
        return self.account.password

    @password.setter
    def password(self, value: str) -> None:
        self.account.password = value

    @property
    def fs_uniquifier(self) -> str:
        """What a session is bound to; a new one ends them all."""
        return self.account.session_key

    @fs_uniquifier.setter
    def fs_uniquifier(self, value: str) -> None:
        self.account.session_key = value

    @property
    def tf_primary_method(self) -> str | None:
        """``authenticator`` where an app is set up."""
        return self.account.second_method or None

    @tf_primary_method.setter
    def tf_primary_method(self, value: str | None) -> None:
        self.account.second_method = value or ""

    @property
    def tf_totp_secret(self) -> str | None:
        """The app's key, encrypted."""
        return self.account.second_secret or None

    @tf_totp_secret.setter
    def tf_totp_secret(self, value: str | None) -> None:
        self.account.second_secret = value or ""

    @property
    def person(self) -> Person:
        """Who signs in with the account."""
        return self.account.person

    def second_step_compulsory(self) -> bool:
        """Whether the office makes the app compulsory for this account."""
        return self.person.is_staff and accounts.two_factor_compulsory(registry())

    def second_step_missing(self) -> bool:
        """Whether the app is compulsory and not set up: also for whoever signed in before it was."""
        return not self.tf_primary_method and self.second_step_compulsory()

    def check_tf_required(
        self, tf_setup_methods: list[tuple[str, str]], tf_fresh: bool
    ) -> tuple[bool, list[tuple[str, str]]]:
        """Ask for the app where it is set up, or where the office makes it compulsory."""
        del tf_fresh  # no browser is trusted for longer than its session
        return bool(tf_setup_methods) or self.second_step_compulsory(), tf_setup_methods

    def check_tf_required_setup(self) -> bool:
        """Whether the app may not be given up."""
        return self.second_step_compulsory()


class AccountDatastore(UserDatastore):
    """Finds accounts, and keeps at ``commit`` what Flask-Security changed in them."""

    def __init__(self) -> None:
        super().__init__(User, AccountRole)

    def find_user(self, case_insensitive: bool = False, **where: Any) -> User | None:
        """Return the account with a name or a session's key; None where there is none."""
        ((name, value),) = where.items()
        column = {"username": "name", "email": "name", "fs_uniquifier": "session_key", "id": "id"}[name]
        asked = str(value).strip()
        if case_insensitive or column == "name":
            asked = asked.lower()
        found = accounts.find_account(registry(), **{column: asked}) if asked else None
        return None if found is None else User(found)

    def find_role(self, role: str) -> AccountRole:
        """Return a role by its name."""
        return AccountRole(role)

    def put(self, model: User) -> User:
        """Remember that an account has changed."""
        kept: dict[str, User] = g.setdefault("changed_accounts", {})
        kept[model.id] = model
        return model

    def commit(self) -> None:
        """Keep what has changed; a refusal waits in ``g``, because by now the answer is on its way."""
        for user in g.pop("changed_accounts", {}).values():
            try:
                accounts.keep_secrets(registry(), user.account, seen=user.seen)
            except RefusalError as refusal:
                g.account_refusal = refusal
            user.seen = user.account.session_key

    def delete(self, _model: User) -> NoReturn:
        """Never: an account is disabled, and stays as the author of what it did."""
        raise WrongCallError("an account is never deleted")

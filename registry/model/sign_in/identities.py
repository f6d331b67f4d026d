"""Identities: people of providers of sign-in, matched with accounts or waiting for it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Identity:
    """A person of a provider (``id``: a hash of issuer and subject) who is an account, since when."""

    id: str
    account: str
    provider: str
    since: str


@dataclass(frozen=True, slots=True)
class Stranger:
    """Somebody whom a provider vouches for and no account is: what the provider calls him, when he came."""

    id: str
    provider: str
    subject: str
    name: str
    first_at: str
    last_at: str
    times: int

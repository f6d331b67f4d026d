"""Who signs in, and what is kept of it in files of the home: attempts that failed, and who is in."""

from registry.store.office.accounts import Account
from registry.store.office.attempts import FILE as ATTEMPTS_FILE
from registry.store.office.attempts import Attempts
from registry.store.office.sign_ins import FILE as SIGN_INS_FILE
from registry.store.office.sign_ins import OpenSession, SignIns

__all__ = ["ATTEMPTS_FILE", "SIGN_INS_FILE", "Account", "Attempts", "OpenSession", "SignIns"]

"""A mail that says that there is a document: one message to one address, by the office's own server."""

import contextlib
import smtplib
import ssl
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import formatdate
from typing import TYPE_CHECKING

from registry.services.office.sending.delivery_failures import NotDeliveredError

if TYPE_CHECKING:
    from registry.services.office.sending.channels import MailServer

WAIT_S = 20.0
"""How long one answer of a mail server is waited for."""
_LASTING = 500  # what a server refuses by a code from here on it refuses again


def send_mail(
    server: "MailServer", password: str, *, to: str, subject: str, text: str, message_id: str
) -> str:
    """Send a mail and return what the server answered; ``NotDeliveredError`` where it did not take it.

    The same ``message_id`` at every try lets a mailbox know a mail again that it has already.
    """
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = server.sender, to, subject
    message["Message-ID"], message["Date"] = message_id, formatdate()
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text)
    try:
        connection = _connected(server)
    except ssl.SSLCertVerificationError as error:
        raise NotDeliveredError("CHANNEL-CERTIFICATE", said=error.reason or str(error)) from error
    except ssl.SSLError as error:  # TLS at the port for STARTTLS, say: no certificate was seen
        raise NotDeliveredError("MAIL-NO-TLS", said=error.reason or str(error)) from error
    except smtplib.SMTPResponseException as error:
        raise NotDeliveredError("MAIL-REFUSED", said=_said(error.smtp_code, error.smtp_error)) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotDeliveredError("MAIL-NO-TLS", said=str(error)) from error
    except (OSError, smtplib.SMTPException, UnicodeError) as error:  # the last: of a name that no host has
        raise NotDeliveredError("CHANNEL-UNREACHABLE", said=_reason(error)) from error
    try:
        return _handed_over(connection, server, password, message, to)
    finally:
        with contextlib.suppress(OSError, smtplib.SMTPException):
            connection.quit()  # the mail is taken, or is not, before this


def _connected(server: "MailServer") -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(
            server.host, server.port, timeout=WAIT_S, context=ssl.create_default_context()
        )
    connection = smtplib.SMTP(server.host, server.port, timeout=WAIT_S)
    if server.security == "starttls":
        try:
            connection.starttls(context=ssl.create_default_context())
        except BaseException:
            connection.close()
            raise
    return connection


def _handed_over(
    connection: smtplib.SMTP, server: "MailServer", password: str, message: EmailMessage, to: str
) -> str:
    try:
        if server.user:
            _sign_in(connection, server.user, password)
        connection.ehlo_or_helo_if_needed()
        _taken(connection.mail(server.sender))
        _taken(connection.rcpt(to))
        return _taken(connection.data(message.as_bytes(policy=SMTP)))
    except smtplib.SMTPAuthenticationError as error:  # mended by the office, and then all go out
        raise NotDeliveredError("MAIL-SIGN-IN", said=_said(error.smtp_code, error.smtp_error)) from error
    except smtplib.SMTPResponseException as error:
        said = _said(error.smtp_code, error.smtp_error)
        raise NotDeliveredError("MAIL-REFUSED", said=said, lasting=error.smtp_code >= _LASTING) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotDeliveredError("MAIL-NO-TLS", said=str(error)) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotDeliveredError("CHANNEL-UNREACHABLE", said=_reason(error)) from error


def _sign_in(connection: smtplib.SMTP, user: str, password: str) -> None:
    """Sign in; smtplib writes names and passwords of ASCII letters only."""
    if not (user.isascii() and password.isascii()):
        raise NotDeliveredError("MAIL-SIGN-IN", said="ASCII")
    connection.login(user, password)


def _taken(answer: tuple[int, bytes]) -> str:
    """Return what a server answered that took what it was given (RFC 5321: 250, or 251 of an address)."""
    if answer[0] not in (250, 251):
        raise smtplib.SMTPResponseException(*answer)
    return _said(*answer)


def _said(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {text}"


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__

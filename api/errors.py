"""What only a request over HTTP can get wrong."""

from __future__ import annotations

from timeline.errors import TimelineError


class TooLargeError(TimelineError):
    """This is larger than one request may be."""


class MediaTypeError(TimelineError):
    """The body is of a kind that is not taken here."""


class HostError(TimelineError):
    """This service does not go by that name."""


class ClientGoneError(TimelineError):
    """The body broke off before its end."""


class BehindError(TimelineError):
    """The views have not caught up with the ledger."""


class StoppingError(TimelineError):
    """The service is being stopped; ask again soon."""


class ListenError(TimelineError):
    """This address cannot be listened on."""


class SettingError(TimelineError):
    """A setting in the environment cannot be used."""

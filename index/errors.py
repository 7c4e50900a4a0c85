"""Errors that are meant for the user: the message is Dutch and says what, which, and what to do."""


class UserError(Exception):
    """Something the user can mend. Anything else that is raised is a defect of ours."""


class UsageError(UserError):
    """A question, command or setting that can't be used as it is."""

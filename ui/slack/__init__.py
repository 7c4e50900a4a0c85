"""The Slack bot: the same answers as in the browser, where people already talk."""

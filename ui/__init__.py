"""Where people meet the assistant: browser and terminal."""

"""Tonight's dashboard: made, drafted, looked over, and its saves taken into the bot."""

"""The style court: what may be said in this room, rule by rule, and the words it goes by."""

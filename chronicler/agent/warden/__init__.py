"""The Warden: which lines look like a growth scam or an impersonation, and by which signs."""

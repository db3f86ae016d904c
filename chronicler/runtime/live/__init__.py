"""The running bot: services around one way in, and everything it hears and speaks through."""

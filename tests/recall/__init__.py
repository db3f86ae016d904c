"""Language models and written lines, driven through real sockets on loopback."""

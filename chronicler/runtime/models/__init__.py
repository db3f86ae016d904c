"""The language model that Settings name: whether it answers, how fast, at what cost, and who is asked."""

"""What a language model is told, by the task it is asked for."""

"""What the larger commands do, imported only when they are run."""

"""What more than one stage uses, and nothing else."""

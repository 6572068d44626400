"""How figures in params.yaml were learned; nothing of this runs in the pipeline."""

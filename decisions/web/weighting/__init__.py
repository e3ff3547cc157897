"""The pages on which weights are given: one for each way, of an assessment or of one of its workloads."""

"""Methods that stand beside the recommendation, and ways to say what matters.

Each module holds one method or one idea, named as the field names it. All take arrays (problems, alternatives,
criteria) with any leading axes, measures in their own units, weights of which only the proportions count, and, where
less can be better, which criteria are maximised. What they do with a constant column, a weight of zero, one
alternative, equals and missing values stands with each; none gives NaN.

* scores and orders: `weighted`, `topsis`, `vikor`, `promethee` (with `preference`); side by side: `agreement`
* what a measure is worth: `value_functions`, `normalisation`; when it is missing: `missing`
* weights: `rank_weights`, `pairwise` (AHP), `polytope` (orders, ranges and swings, drawn evenly), `trade_offs`
  (either/or questions), `objective_weights` (for comparison)
* how firm it stands: `stability` (intervals, critical criteria), `volumes` (exact acceptabilities),
  `confidence_factors`, `reversal`
"""

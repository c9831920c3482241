"""Who carries out a heavy computation: `linkage` weighs pairs with Splink on DuckDB, `spark` maps votes on a cluster."""

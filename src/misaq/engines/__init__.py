"""Who carries out a heavy computation: `linkage` weighs pairs with Splink on DuckDB. One process; no cluster yet."""

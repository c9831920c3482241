"""Who carries out a heavy computation: `linkage` weighs pairs with Splink, `spark` maps votes over many machines."""

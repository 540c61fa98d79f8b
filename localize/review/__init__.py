"""The room of people's decisions: `base` is the contract, `store.open_store` the way in."""

"""API tokens: access for products that have no person behind them."""

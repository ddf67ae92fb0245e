"""Publications: evaluation summaries as tagged PDF with the figures behind them."""

"""The desks of those who open doors: inbound leads to qualify (SDR), prospects to call (BDR)."""

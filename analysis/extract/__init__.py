"""From one parsed article to records: actors, times, quotes, claims, labels, tone."""

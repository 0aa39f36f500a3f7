"""Questions to answers with verified citations, and evidence suggestions for indicators."""

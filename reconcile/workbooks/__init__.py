"""How workbooks look, and how values read in them."""

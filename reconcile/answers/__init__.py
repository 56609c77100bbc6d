"""What people wrote into reports and registers, taken in before anything is written."""

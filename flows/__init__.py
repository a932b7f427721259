"""What a person does at the sites, as Playwright steps."""

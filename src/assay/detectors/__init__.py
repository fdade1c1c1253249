"""One rule in one file. Folders say which facts a rule looks at; the module's docstring is the rule's page."""

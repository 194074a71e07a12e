"""Who uses the product: users, roles and what each role may do."""

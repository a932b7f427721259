"""The rules of calls that the customer service makes."""

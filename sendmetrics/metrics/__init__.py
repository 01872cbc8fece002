"""The path of a number: definition, replay, scope, summary, disclosure; there is no other way out of the warehouse."""

"""The pages of family and of those who refer: what clients' consents open to them now. No models."""

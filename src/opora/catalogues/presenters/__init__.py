"""What the pages of catalogues show, as plain data and ready markup."""

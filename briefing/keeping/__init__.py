"""What an organisation needs to trust a workspace: proof, retention, backup, a health check."""

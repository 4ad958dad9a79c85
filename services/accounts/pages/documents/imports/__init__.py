"""Taking files from KSeF in by hand."""

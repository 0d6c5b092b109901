"""XLSX by xlsxwriter: nothing that a person typed can run as a formula."""

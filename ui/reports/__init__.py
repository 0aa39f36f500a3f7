"""What goes out of a case: results, gap lists, matrices and reports as XLSX and DOCX."""

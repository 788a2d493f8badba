"""Official documents as files: formats of the rules, the Word writer, the spreadsheet writer."""

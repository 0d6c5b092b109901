"""The profile on paper and the heatmap as a workbook."""

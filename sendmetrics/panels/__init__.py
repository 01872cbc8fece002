"""What a page shows, as data: questions, charts as plain figures, titles that state the finding."""

"""What a user would pick instead of As Known, each in its default and in its best form."""

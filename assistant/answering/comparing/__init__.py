"""Papers side by side: abstracts and columns in, a table of exact quotes out.

quotable.py         what of an abstract can be quoted alone
columns.py          columns by name
known_columns.py    those that are known, by signs; wordings.py has the words
filling.py          cells without a model
generative.py       cells by a model, each quote looked up
comparer.py         papers -> table
"""

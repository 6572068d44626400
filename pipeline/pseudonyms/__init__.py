"""Pseudonyms: whose name must not be read? The last stage that sees real names.

Evidence of several kinds is gathered, because none is good enough alone: patterns (titles, greetings, speech verbs,
lists of those present, mail headers, speaker labels), lists of first names and surnames, words that German does not
know, and consistency: a name found once is replaced everywhere, in every spelling and inflection.

========= =============================================================================================
lexicon   What is a name, what is an ordinary German word? Lists in ``data/lexicon``
contacts  mail, telephone, address, date of birth, case number, file path: what has a form of its own
people    names of persons by the patterns around them
roles     offices and circumstances that only one person in a district has
spread    one hit replaces every spelling; who is the same person
replace   the pseudonymised text, and how offsets move
key       which pseudonym stands for whom: encrypted, outside the working data
commands  resolve, forget-key, forget-person, forget-document
========= =============================================================================================
"""

"""The Flesch-Kincaid grade of a text: the school year at which it reads with ease; reading age is five more.

The cat sat on the mat.                                             -1.4
Where are the days lost: the first test or the report?              -0.6

Counted as in the formula of 1975: 0.39 words a sentence + 11.8 syllables a word - 15.59. Figures count as
no word. A library would bring a dictionary of every word's syllables; to hold a limit,
a count of vowels will do.
"""

import re

_SILENT = re.compile(r"(?:[^laeiouy]es|[^laeiouytd]ed|[^laeiouy]e)$")


def grade(text: str) -> float:
    sentences = [part for part in re.split(r"(?<=[.?!:;])\s+", text) if re.search(r"[A-Za-z]", part)]
    words = re.findall(r"[A-Za-z][A-Za-z'’]*", text)
    return 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def syllables(word: str) -> int:
    """Counts groups of vowels, less the e's that are not spoken: "waited" has two, "used" one."""
    bare = _SILENT.sub(lambda ending: ending[0][0], word.lower().strip("'’"))
    return max(1, len(re.findall(r"[aeiouy]+", bare)))

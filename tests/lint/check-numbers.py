#!/usr/bin/python3
# SPDX-FileCopyrightText: The Semblance authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fails if a number with decimals is printed or parsed in the user's locale.

printf() and strtod() use the locale's decimal point, which must not affect what is stored,
compared, hashed or read by a program. In the product %e, %f, %g and %a are only allowed

- in a translated string: _(), N_(), ngettext() and similar,
- in output for people: g_print() and g_printerr(),
- in g_ascii_formatd(), which uses the C locale,
- below or next to a comment that contains the words "for people".

Instead of strtod(), g_strtod() and similar functions, use g_ascii_strtod().

Usage: check-numbers.py TOP         checks engine/, ui/ and app/
       check-numbers.py --self-test
"""

import re
import sys

from project import list_files, read_text

FOLDERS = ("engine/", "ui/", "app/")
ALLOWED = {"_", "N_", "C_", "NC_", "Q_", "gettext", "ngettext", "g_dgettext", "g_dngettext",
           "g_dpgettext", "g_dpgettext2", "g_print", "g_printerr", "g_ascii_formatd"}
MARK = "for people"
# The flag " " is not recognised: "50 % faster" is a sentence, and the flag is not used.
CONVERSION = re.compile(r"%[-+#0'I]*(?:\d+\$)?[-+#0'I]*(?:\*|\d+)?(?:\.(?:\*|\d+)?)?[lL]?"
                        r"[aAeEfFgG]")
BEGUN = re.compile(r"%[-+#0'I\d.*lL]*$")
READERS = re.compile(r"\b(strto(?:d|f|ld)|g_strtod|atof|G_OPTION_ARG_DOUBLE|setprecision)\b")
# Not the semicolons within for ().
STATEMENT_END = re.compile(r";[ \t]*$", re.MULTILINE)
SCANNERS = {"scanf", "sscanf", "fscanf", "vsscanf"}
TOKENS = re.compile(r"""
    (?P<comment>/\*.*?\*/|//[^\n]*)
  | (?P<string>"(?:\\.|[^"\\\n])*")
  | (?P<char>'(?:\\.|[^'\\\n])+')
  | (?P<name>[A-Za-z_]\w*)
  | (?P<open>\()
  | (?P<close>\))
  | (?P<end>[;{}])
""", re.VERBOSE | re.DOTALL)


def judge(path, text):
    """Yields "path:line: …" for each fault."""
    calls = []
    last = before = ""
    marked = set()
    for token in TOKENS.finditer(text):
        if token.lastgroup == "comment" and MARK in " ".join(token.group().split()).lower():
            first = text.count("\n", 0, token.start()) + 1
            # A comment above a statement counts up to its end, one next to it for the line.
            alone = not text[:token.start()].rpartition("\n")[2].strip()
            end = STATEMENT_END.search(text, token.end()) if alone else None
            stop = end.start() if end else token.start()
            marked.update(range(first, text.count("\n", 0, stop) + 2))
    for token in TOKENS.finditer(text):
        kind, word = token.lastgroup, token.group()
        number = text.count("\n", 0, token.start()) + 1
        if kind == "comment":
            continue
        if kind == "open":
            calls.append(last)
        elif kind == "close" and calls:
            calls.pop()
        elif kind == "end" and word != ";":
            calls.clear()
        elif kind == "name" and READERS.match(word) and number not in marked:
            yield f"{path}:{number}: {word} reads as the locale writes: g_ascii_strtod()"
        elif kind == "string":
            words = word[1:-1].replace("%%", "")
            # A conversion may be split between strings, as with PRIu64.
            found = CONVERSION.search(words) or CONVERSION.search(before + words)
            if found and number not in marked and (SCANNERS & set(calls)
                                                   or not ALLOWED & set(calls)):
                yield (f"{path}:{number}: {found.group()} writes as the locale does: "
                       f"g_ascii_formatd(), or say that it is {MARK}")
            rest = BEGUN.search(words)
            before = rest.group() if rest else ""
        if kind not in ("string",):
            before = ""
        last = word if kind == "name" else ""


def self_test():
    good = ['s = g_strdup_printf (_("%.1f GB"), x);',
            'g_print ("%5u  %10.4f %s\\n", n, x, c ? "%%" : "");',
            's = g_ascii_formatd (buffer, sizeof buffer, step < 1 ? "%.2f" : "%g", x);',
            's = g_strdup_printf (g_dngettext (D, "%.0f s", "%.0f s", n), x);',
            's = g_strdup_printf ("100 %% gone, 50 %% free and %d", n);',
            '/* For people,\n   in their locale. */\ns = g_strdup_printf ("%.4g",\n "%g", x);',
            's = g_strdup_printf ("%.4g", x); /* for people */',
           '/* For people. */\nfor (i = 0; i < n; i++)\n  f ("%g", x);',
            's = g_strdup_printf ("%s %" G_GSIZE_FORMAT " free", a, b);',
            '/* printf ("%g") is not used here; nor is strtod (). */ x = g_ascii_strtod (t, &e);',
            's = _("half of it: 50 % faster");']
    bad = ['s = g_strdup_printf ("%g", x);', 's = g_strdup_printf (" %u %.17g", n, x);',
           's = g_strdup_printf ("%.*g", n, x);', 's = g_strdup_printf ("%5.2f", x);',
           'g_string_append_printf (s, "%e", x);', 'snprintf (b, sizeof b, "%-+8.3Lf", x);',
           's = g_strdup_printf ("%" "g", x);', 's = g_strdup_printf ("%*.1" "f", 3, x);',
           '#define FORMAT "%.3f"', 's = g_strdup_printf (_("%s"), g_strdup_printf ("%d")); '
           't = g_strdup_printf ("%a", x);', 'sscanf (t, "%lf", &x);', 'x = strtod (t, NULL);',
           'x = atof (t);', 'o = { "l", 0, 0, G_OPTION_ARG_DOUBLE, &x };',
           '/* for people */\ns = f ("%g", x);\nt = f ("%g", x);',
           's = f ("%g", x); /* for people */\nt = f ("%g", x);',
           'char *c = "(";\ns = g_strdup_printf ("%1$g", x);',
           'f (_("%g"));\ns = g_strdup_printf (\'"\' + "%G", x);',
           '/* it\'s */ s = g_strdup_printf ("100 %% of %f", x);']
    wrong = [text for text in good if list(judge("engine/a.c", text))]
    missed = [text for text in bad if len(list(judge("engine/a.c", text))) != 1]
    if wrong or missed:
        print("self-test: wrongly caught:", wrong, "not caught:", missed)
        return 1
    return 0


def main():
    if sys.argv[1] == "--self-test":
        return self_test()
    wrong, read = [], 0
    for path in list_files(sys.argv[1]):
        if path.startswith(FOLDERS) and path.endswith((".c", ".h", ".inc")):
            read += 1
            wrong += judge(path, read_text(sys.argv[1], path) or "")
    print("\n".join(wrong) or f"{read} files write numbers as they should")
    return 1 if wrong or not read else 0


if __name__ == "__main__":
    sys.exit(main())

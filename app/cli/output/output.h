/* output.h - prints to standard output and error, and records failures, for app/cli only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * cli_output_begin:
 * @json: whether one JSON object is wanted, also where a command fails
 *
 * To be called once, before anything is printed. g_print() then writes bytes unchanged, so that
 * file names are exact, and records the first failure; on a terminal it converts them to the
 * terminal's encoding. On a terminal g_print() and g_printerr() escape control sequences, see
 * cli_escape().
 */
void cli_output_begin (gboolean json);

/* Sets the sentence of a failure for which cli_output_set_failure() is not called: the last printed
 * error. */
void cli_output_set_complaint (const char *sentence);

/**
 * cli_output_set_failure:
 * @sentence: why the command fails
 * @path: (nullable) (type filename): the file or folder that it fails at
 *
 * Sets the contents of the JSON object of a failure. Only the first call counts.
 */
void cli_output_set_failure (const char *sentence, const char *path);

/**
 * cli_output_set_library:
 * @path: (type filename): the library, absolute
 *
 * Has a failure name it where its sentence does. cli_output_get_library() returns it, %NULL before.
 */
void cli_output_set_library (const char *path);
const char *cli_output_get_library (void);

/**
 * cli_output_get_failure:
 * @sentence: (out) (transfer none): why the command fails
 * @path: (out) (nullable) (transfer none) (type filename): the file or folder that it fails at
 *
 * Returns: whether cli_output_set_failure() was called
 */
gboolean cli_output_get_failure (const char **sentence, const char **path);

/**
 * cli_output_wants_failure:
 * @sentence: (out) (transfer none): why the command fails
 * @path: (out) (nullable) (transfer none) (type filename): the file or folder that it fails at
 *
 * Returns: whether the JSON object of a failure is to be printed: JSON is wanted, nothing was
 *   printed so far, and the reason is known
 */
gboolean cli_output_wants_failure (const char **sentence, const char **path);

/* The errno of the first write to standard output that has failed, or 0. */
int cli_output_get_error (void);

/* Writes bytes to standard output as they are. */
void cli_output_write (const char *bytes, gsize n_bytes);
/* Writes @text to standard error as it is, control characters included. */
void cli_output_draw (const char *text);

/**
 * cli_escape:
 * @text: any bytes
 * @keep_lines: whether line breaks and tabs stay
 *
 * Returns: (transfer full): UTF-8 in which bytes that are not and characters that could command a
 *   terminal, end a line or turn its direction are written as "\x1b", "\n" or "\u202e"
 */
char *cli_escape (const char *text, gboolean keep_lines) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cli_name:
 * @path: (type filename)
 *
 * How to print the name of a file on standard output: on a terminal escaped, with backslashes
 * doubled where anything is, else its bytes.
 *
 * Returns: (transfer full)
 */
char *cli_name (const char *path) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): as cli_name(), for pasting into a shell: in quotes, and with escapes as $'…'. */
char *cli_quote (const char *path) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cli_wrap:
 * @columns: the most columns of a line, unless a word is longer
 *
 * Breaks long lines of an explanation between words. What follows an option is continued below its
 * beginning; lines that show a command stay whole.
 *
 * Returns: (transfer full)
 */
char *cli_wrap (const char *text, guint columns) G_GNUC_WARN_UNUSED_RESULT;

/* Number of columns for explanations: the width of the terminal, from 40 to 100, or else 80. */
guint cli_get_columns (void);

/* Prints cli_name() and a line break; or with @null, the bytes and a null byte. */
void cli_print_path (const char *path, gboolean null);

G_END_DECLS

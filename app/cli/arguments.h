/* arguments.h - checks of the arguments of all commands before they are parsed, for app/cli only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"

G_BEGIN_DECLS

/**
 * cli_arguments_take:
 * @argv: (array length=argc): the arguments of the process; changed where an address of PostgreSQL
 *   in them has a password, which every user of this computer could read in the list of processes
 *
 * Returns: (transfer full): the arguments as they were given
 */
char **cli_arguments_take (int argc, char **argv) G_GNUC_WARN_UNUSED_RESULT;

/**
 * CliNumbers:
 *
 * The options of a command that are numbers, while they are text. GOption could parse numbers
 * itself, but it reads "010" as 8, and its messages do not name the option in the program's way.
 */
typedef struct CliNumbers CliNumbers;

/**
 * cli_numbers_new:
 * @entries: (array zero-terminated): options; those of %G_OPTION_ARG_INT and %G_OPTION_ARG_INT64
 *   are the numbers
 * @texts: (out): the same options, as text where they are numbers; valid as long as the numbers
 */
CliNumbers *cli_numbers_new (const GOptionEntry *entries,
                             const GOptionEntry **texts) G_GNUC_WARN_UNUSED_RESULT;
void cli_numbers_free (CliNumbers *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CliNumbers, cli_numbers_free)

/* Reads the numbers that were given, into the places that their entries name. Returns: %FALSE after
 * printing an error; the caller returns CLI_USAGE */
gboolean cli_numbers_read (CliNumbers *self, const CliCommand *command);

/**
 * cli_explain_arguments:
 * @entries: (array length=n_entries) (element-type GOptionEntry*): the lists of options that a
 *   command has, each zero-terminated
 * @argv: the arguments that GOption could not parse
 *
 * Explains in a sentence why GOption could not parse the arguments.
 *
 * Returns: (transfer full) (nullable): %NULL where no option is unknown or lacks its value
 */
char *cli_explain_arguments (const GOptionEntry *const *entries,
                             guint n_entries,
                             int argc,
                             char **argv) G_GNUC_WARN_UNUSED_RESULT;

/**
 * cli_split_letters:
 * @argc, @argv: (inout): afterwards an array that stays until the program ends
 *
 * Separates the value of a letter that is written in one word with it, such as "-k3", which GOption
 * takes for the letters k and 3. Call it once, in the main thread.
 */
void
cli_split_letters (const GOptionEntry *const *entries, guint n_entries, int *argc, char ***argv);

/* Records by cli_typed_note() which options were typed as letters. Call it after
 * cli_split_letters(). */
void cli_note_letters (const GOptionEntry *const *entries, guint n_entries, int argc, char **argv);

/* Whether the arguments have an option for help that is not the value of another option. */
gboolean
cli_wants_help (const GOptionEntry *const *entries, guint n_entries, int argc, char **argv);

/* (transfer full) (nullable): a sentence about an option that takes no value and has one, such as
 * "--json=no", which GOption takes for "--json"; %NULL where there is none. */
char *cli_explain_values (const GOptionEntry *const *entries,
                          guint n_entries,
                          int argc,
                          char **argv) G_GNUC_WARN_UNUSED_RESULT;

/* No option and no argument of any command may be empty, which would silently mean the current
 * folder, or nothing. Returns: %FALSE after printing an error; the caller returns CLI_USAGE */
gboolean cli_check_empty (const CliCommand *command, int argc, char **argv);

G_END_DECLS

/* cli.h - the interface of the commands, and functions that they share
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "engine/base/error.h"
#include "engine/base/progress.h"

G_BEGIN_DECLS

/* Exit statuses. */
enum
{
  CLI_DONE = 0,
  CLI_FAILED = 1,
  CLI_USAGE = 2,
};

/* Values of number options that are not given; no one can give them. */
#define CLI_NO_NUMBER G_MININT
#define CLI_NO_NUMBER_64 G_MININT64

/**
 * CliCommand:
 * @name: the name on the command line
 * @summary: one line for the list of commands, marked for translation
 * @arguments: the arguments after the options, such as "PHOTO", marked for translation
 * @help: the text below the options in --help, marked for translation
 * @keeps_library: whether it uses libraries of its own, and has no option --library
 * @takes_empty: whether an argument may be empty, such as a name that is removed
 * @uses_blas: whether it computes with OpenBLAS, for which the program may have to start again
 * @run: runs the command; argv[0] is its name; returns an exit status
 */
typedef struct CliCommand CliCommand;
struct CliCommand
{
  const char *name;
  const char *summary;
  const char *arguments;
  const char *help;
  gboolean keeps_library;
  gboolean takes_empty;
  gboolean uses_blas;
  int (*run) (const CliCommand *command, int argc, char **argv);
};

extern const CliCommand cli_index_command;
extern const CliCommand cli_train_command;
extern const CliCommand cli_scenes_command;
extern const CliCommand cli_search_command;
extern const CliCommand cli_compare_command;
extern const CliCommand cli_status_command;
extern const CliCommand cli_remove_command;
extern const CliCommand cli_models_command;
extern const CliCommand cli_evaluate_command;
extern const CliCommand cli_inspect_command;
extern const CliCommand cli_doctor_command;
extern const CliCommand cli_export_command;
extern const CliCommand cli_import_command;
extern const CliCommand cli_duplicates_command;
extern const CliCommand cli_watch_command;
extern const CliCommand cli_archive_command;
extern const CliCommand cli_backbone_command;

/**
 * CliCommon:
 * @library: (type filename): the absolute path of --library, or the default library
 * @is_default: whether that is the default library
 * @json: whether --json was given
 */
typedef struct
{
  char *library;
  gboolean is_default;
  gboolean json;
} CliCommon;

void cli_common_clear (CliCommon *common);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliCommon, cli_common_clear)

/**
 * cli_check_library:
 * @error: return location; %SEM_ERROR_FAILED where the file is not a library, %SEM_ERROR_NOT_FOUND
 *   where its folder is missing; only that of the default library is created
 *
 * To be called by commands that write, before they create files beside the library.
 */
gboolean cli_check_library (const CliCommon *common, GError **error);

/**
 * cli_need_library:
 * @error: return location; %SEM_ERROR_NOT_FOUND where there is no library
 *
 * To be called by commands that change what a library has, before they would create an empty one.
 */
gboolean cli_need_library (const CliCommon *common, GError **error);

/**
 * cli_parse:
 * @entries: (nullable): the command's own options, %NULL-terminated
 * @common: (out caller-allocates): to be cleared with cli_common_clear()
 * @argc, @argv: (inout): afterwards the arguments that are no options, argv[0] included
 *
 * Parses the options of a command, and those that all commands share. Numbers are whole and
 * decimal; an option that is not given keeps its value.
 *
 * Returns: %FALSE after printing an error; the caller returns CLI_USAGE
 */
gboolean cli_parse (const CliCommand *command,
                    const GOptionEntry *entries,
                    CliCommon *common,
                    int *argc,
                    char ***argv);

/**
 * cli_parse_in_order:
 * @user_data: given to the options that are callbacks
 *
 * As cli_parse(). Callbacks, including that of %G_OPTION_REMAINING, are called in the order of the
 * command line, so that an option can belong to the argument before it.
 */
gboolean cli_parse_in_order (const CliCommand *command,
                             const GOptionEntry *entries,
                             gpointer user_data,
                             CliCommon *common,
                             int *argc,
                             char ***argv);

/* (transfer full): the file or folder that an argument names: a path, or an address that begins
 * with "file://", as desktops copy it. Absolute. */
char *cli_get_path (const char *argument) G_GNUC_WARN_UNUSED_RESULT;

/* Prints an error. */
void cli_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);
/* Prints an error. Returns: CLI_FAILED; or 128 plus the number of the signal, as in shells, where
 * the user has ended the job by a signal */
int cli_fail (const GError *error);
/* As cli_fail(). @path: (nullable) (type filename): the file or folder to name in JSON */
int cli_fail_at (const char *path, const GError *error);
/* As cli_fail_at() with the first of @n @paths that the sentence has in its quotes, as it is or in
 * full, or else the library if it has that. @paths: (array length=n) (element-type filename): each
 * may be %NULL */
int cli_fail_naming (const char *const *paths, guint n, const GError *error);
/* Prints an error and a hint at --help. Returns: CLI_USAGE */
int cli_usage (const CliCommand *command, const char *format, ...) G_GNUC_PRINTF (2, 3);

/**
 * cli_end:
 * @status: the exit status of the command
 *
 * Prints the JSON object of a failure where JSON is wanted and nothing else was printed, and an
 * error where standard output could not be written.
 *
 * Returns: the exit status of the program
 */
int cli_end (int status) G_GNUC_WARN_UNUSED_RESULT;

/**
 * CliProgressFunc:
 * @text: (out) (transfer full) (nullable): what the job is doing; %NULL to show nothing
 * @fraction: (out): from 0 to 1, or -1 if it is not known
 */
typedef void (*CliProgressFunc) (gpointer user_data, char **text, double *fraction);
/* Returns: %FALSE with @error set on failure */
typedef gboolean (*CliJobFunc) (gpointer user_data, GCancellable *cancellable, GError **error);

/**
 * cli_run_job:
 * @job: called in a thread of its own
 * @progress: called about ten times a second in the main thread
 * @user_data: for both
 * @error: return location; an error of @job
 *
 * Runs a job, and shows its progress on standard error: as a bar on a terminal, else as lines.
 * SIGINT (Ctrl-C) and SIGTERM cancel the job.
 *
 * Returns: what @job returned
 */
gboolean cli_run_job (CliJobFunc job, CliProgressFunc progress, gpointer user_data, GError **error);

/* The exit status where the job was ended by a signal: 128 and its number; else CLI_FAILED. */
int cli_get_stopped_status (void);

/* Returns: %FALSE with @error set on failure */
typedef gboolean (*CliWorkFunc) (gpointer user_data, const SemProgress *progress, GError **error);

/* cli_run_job() for a function that reports its progress. @sentence: translated description of the
 * job, without a full stop. */
gboolean cli_run_work (CliWorkFunc work, const char *sentence, gpointer user_data, GError **error);
/* As cli_run_work(), holding the lock of sem_store_lock() on @library, for functions that change
 * the library. */
gboolean cli_run_locked (CliWorkFunc work,
                         const char *sentence,
                         const char *library,
                         gpointer user_data,
                         GError **error);
/* Indexes all folders of the library, with progress, and prints no summary. */
gboolean cli_index_all (const char *library, GError **error);
/* Prints a line on standard error, above the progress bar. From any thread. */
void cli_note (const char *sentence);

/* Each adds one member to the object that is open in @builder. */
void cli_json_add_int (JsonBuilder *builder, const char *name, gint64 value);
void cli_json_add_double (JsonBuilder *builder, const char *name, double value);
void cli_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value);
void cli_json_add_string (JsonBuilder *builder, const char *name, const char *value);
/* Adds member @name, or where @path is not UTF-8, a member of that name with "_bytes" appended, in
 * base64. */
void cli_json_add_path (JsonBuilder *builder, const char *name, const char *path);
/* The same for an array of paths: those that are not UTF-8 are in an array of their own, which is
 * only there if it is not empty. @paths: (array zero-terminated) */
void cli_json_add_paths (JsonBuilder *builder, const char *name, char *const *paths);
/* Adds member "error" where cli_fail() was called, for a command that did a part of its work. */
void cli_json_add_failure (JsonBuilder *builder);
/* Prints the finished object on standard output. */
void cli_json_print (JsonBuilder *builder);

G_END_DECLS

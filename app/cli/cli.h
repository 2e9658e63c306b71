/* cli.h - what the commands of semblance-cli share
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "engine/base/error.h"

G_BEGIN_DECLS

/* Exit statuses. */
enum
{
  CLI_DONE = 0,
  CLI_FAILED = 1,
  CLI_USAGE = 2,
};

/**
 * CliCommand:
 * @name: as typed
 * @summary: one line for the list of commands, translatable
 * @arguments: what follows the options, such as "PHOTO", translatable
 * @help: a paragraph that teaches, translatable
 * @keeps_library: whether it has a library of its own, so that it takes no --library
 * @uses_blas: whether it wants OpenBLAS's best kernels, which costs a second start
 * @run: does it; argv[0] is the command's name; returns an exit status
 */
typedef struct CliCommand CliCommand;
struct CliCommand
{
  const char *name;
  const char *summary;
  const char *arguments;
  const char *help;
  gboolean keeps_library;
  gboolean uses_blas;
  int (*run) (const CliCommand *command, int argc, char **argv);
};

extern const CliCommand cli_index_command;
extern const CliCommand cli_train_command;
extern const CliCommand cli_scenes_command;
extern const CliCommand cli_search_command;
extern const CliCommand cli_status_command;
extern const CliCommand cli_remove_command;
extern const CliCommand cli_models_command;
extern const CliCommand cli_evaluate_command;

/**
 * CliCommon:
 * @library: (type filename): of --library, made absolute, or the user's own
 * @json: of --json
 */
typedef struct
{
  char *library;
  gboolean json;
} CliCommon;

void cli_common_clear (CliCommon *common);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CliCommon, cli_common_clear)

/**
 * cli_parse:
 * @entries: the command's own options, %NULL-terminated
 * @argc: (inout): what is left afterwards, argv[0] included
 *
 * Returns: FALSE after a sentence on standard error: the caller returns CLI_USAGE
 */
gboolean cli_parse (const CliCommand *command,
                    const GOptionEntry *entries,
                    CliCommon *common,
                    int *argc,
                    char ***argv);

/* A sentence on standard error. */
void cli_complain (const char *format, ...) G_GNUC_PRINTF (1, 2);
int cli_fail (const GError *error);
int cli_usage (const CliCommand *command, const char *format, ...) G_GNUC_PRINTF (2, 3);

/**
 * CliProgress:
 * @text: (transfer full): what goes on, or %NULL where there is nothing to say
 * @fraction: from 0 to 1, or -1 while it cannot be known
 */
typedef void (*CliProgressFunc) (gpointer user_data, char **text, double *fraction);
typedef gboolean (*CliJobFunc) (gpointer user_data, GCancellable *cancellable, GError **error);

/**
 * cli_run_job:
 * @job: runs on a thread of its own
 * @progress: asked about ten times a second, from the main thread
 *
 * Shows a bar on a terminal and plain lines elsewhere, on standard error. Ctrl-C and SIGTERM cancel
 * the job, which then ends cleanly.
 */
gboolean cli_run_job (CliJobFunc job, CliProgressFunc progress, gpointer user_data, GError **error);
/* Prints a line on standard error without tearing the bar. From any thread. */
void cli_note (const char *sentence);

/* Each adds one member to the object that is open in @builder. */
void cli_json_add_int (JsonBuilder *builder, const char *name, gint64 value);
void cli_json_add_double (JsonBuilder *builder, const char *name, double value);
void cli_json_add_boolean (JsonBuilder *builder, const char *name, gboolean value);
void cli_json_add_string (JsonBuilder *builder, const char *name, const char *value);
/* Adds member @name, or where @path is not UTF-8, a member of that name with "_bytes" appended, in
 * base64. */
void cli_json_add_path (JsonBuilder *builder, const char *name, const char *path);
/* Prints the object on standard output. */
void cli_json_print (JsonBuilder *builder);

G_END_DECLS

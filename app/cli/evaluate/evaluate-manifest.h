/* evaluate-manifest.h - records what a table was made from, and runs it again
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/evaluate/evaluate-options.h"

G_BEGIN_DECLS

/* (transfer full): the arguments that run the evaluation again from any folder: those that figures
 * depend on, as --NAME=VALUE, and the folder. */
GStrv evaluate_manifest_list_arguments (const EvaluateTyped *typed,
                                        const EvaluateJob *job) G_GNUC_WARN_UNUSED_RESULT;

/* (transfer full): @json, an object, with "manifest": {"version", "kernels", "weights" (not with
 * --features), "data" (a digest of features and truth), "arguments"}. */
char *evaluate_manifest_add (const EvaluateJob *job, const char *json) G_GNUC_WARN_UNUSED_RESULT;

/* The record of an earlier evaluation. */
typedef struct EvaluateManifest EvaluateManifest;

/**
 * evaluate_manifest_read:
 * @path: (type filename): a file of --json-file, or what --json printed; not trusted
 * @error: return location; SEM_ERROR_UNREADABLE or SEM_ERROR_DAMAGED
 *
 * Returns: (transfer full)
 */
EvaluateManifest *evaluate_manifest_read (const char *path,
                                          GError **error) G_GNUC_WARN_UNUSED_RESULT;
void evaluate_manifest_free (EvaluateManifest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EvaluateManifest, evaluate_manifest_free)

/* (transfer full): the arguments of an evaluation: those of the manifest, and then those of
 * @argv but for --from. */
GStrv evaluate_manifest_dup_argv (const EvaluateManifest *self,
                                  char **argv) G_GNUC_WARN_UNUSED_RESULT;

/* Compares every figure of the earlier evaluation with @json, the result of evaluate_manifest_add()
 * for this one. Prints on standard error that they are equal. Returns: FALSE after printing the
 * differences */
gboolean evaluate_manifest_compare (const EvaluateManifest *self, const char *json);

G_END_DECLS

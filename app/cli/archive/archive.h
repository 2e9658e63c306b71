/* archive.h - the options and verbs of "archive", for app/cli/archive only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "app/cli/cli.h"

G_BEGIN_DECLS

/**
 * CliArchive:
 * @uri: address of the archive, as given: it may have a password in it, and is never printed
 * @folders: (nullable) (array zero-terminated) (element-type filename): as given
 * @name: (nullable): owner
 * @shards: (nullable) (array zero-terminated): addresses
 * @partitions: 0 where it was not given
 * @yes: whether to agree without being asked
 * @method: (nullable): hash method
 * @bits, @seed, @most, @memory: %CLI_NO_NUMBER where they were not given; @memory in MiB
 * @follow: whether a mirror follows its archive
 * @remove: whether a mirror is removed
 * @discard: whether the new model is removed
 * @hnsw: whether codes get an index of pgvector
 */
typedef struct
{
  const char *uri;
  char **folders;
  char *name;
  char **shards;
  int partitions;
  gboolean no_thumbnails;
  gboolean no_paths;
  gboolean yes;
  char *method;
  int bits;
  gint64 seed;
  int most;
  int memory;
  gboolean follow;
  gboolean remove;
  gboolean discard;
  gboolean hnsw;
} CliArchive;

/* Each carries out one verb. Returns: an exit status */
int cli_archive_publish (const CliArchive *self, const CliCommon *common);
int cli_archive_remove (const CliArchive *self, const CliCommon *common);
int cli_archive_train (const CliArchive *self, const CliCommon *common);
int cli_archive_encode (const CliArchive *self, const CliCommon *common);
int cli_archive_mirror (const CliArchive *self, const CliCommon *common);
int cli_archive_status (const CliArchive *self, const CliCommon *common);

G_END_DECLS

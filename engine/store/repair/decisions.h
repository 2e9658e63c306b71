/* decisions.h - the user's decisions about a library, in a small file beside it
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/store/store.h"

G_BEGIN_DECLS

/* Older states of the file that are kept: NAME.decisions.1 is the last one. */
#define SEM_DECISIONS_BACKUPS 3

/**
 * SemDecidedModel:
 * @method, @bits, @seed, @created: which model it is, see SemStoreModel
 * @name: (nullable)
 * @note: (nullable)
 * @active: whether it is the active model
 * @waiting: whether the library has lost the model: the next model that is trained in the same way
 *   gets its name and note
 */
typedef struct
{
  char *method;
  guint bits;
  guint64 seed;
  gint64 created;
  char *name;
  char *note;
  gboolean active;
  gboolean waiting;
} SemDecidedModel;

/**
 * SemDecisions:
 * @folders: (element-type filename): absolute paths
 * @models: (element-type SemDecidedModel): those with a name or a note, and the active one
 * @different: (element-type GBytes): pairs of photos marked as different, as from
 *   sem_store_list_different_contents()
 * @patterns: (element-type SemStorePatterns): what folders leave out
 */
typedef struct
{
  GPtrArray *folders;
  GPtrArray *models;
  GPtrArray *different;
  GPtrArray *patterns;
} SemDecisions;

SemDecisions *sem_decisions_new (void) G_GNUC_WARN_UNUSED_RESULT;
void sem_decisions_free (SemDecisions *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SemDecisions, sem_decisions_free)

/* @text: (array length=size): untrusted, not terminated.
 * Returns: (transfer full) (nullable): NULL where it is damaged, or no file of decisions */
SemDecisions *sem_decisions_parse (const char *text, gsize size) G_GNUC_WARN_UNUSED_RESULT;
/* Returns: (transfer full): the contents of a file, with a checksum */
char *sem_decisions_to_text (const SemDecisions *self) G_GNUC_WARN_UNUSED_RESULT;

/**
 * sem_decisions_read:
 * @path: (type filename): the library's file
 * @backup: (out) (optional): 0 where the file itself was read, else the number of the backup
 *
 * Returns: (transfer full) (nullable): the newest state that is whole; NULL where there is none
 */
SemDecisions *sem_decisions_read (const char *path, guint *backup) G_GNUC_WARN_UNUSED_RESULT;
/**
 * sem_decisions_write:
 * @path: (type filename): the library's file
 *
 * Replaces the file at once or not at all, for its owner alone, and keeps the state before as a
 * backup. Does nothing where the file says the same already.
 *
 * Returns: FALSE with SEM_ERROR_UNREADABLE
 */
gboolean sem_decisions_write (const SemDecisions *self, const char *path, GError **error);

/* Returns: (transfer full): the decisions that are in the library, and the models of the file that
 * are @waiting; NULL with an error of the store */
SemDecisions *sem_store_collect_decisions (SemStore *store,
                                           GError **error) G_GNUC_WARN_UNUSED_RESULT;
/* Whether the file has the same decisions as the library; FALSE also after an error of the
 * store. */
gboolean sem_store_has_decisions (SemStore *store);

G_END_DECLS

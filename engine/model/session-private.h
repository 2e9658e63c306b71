/* session-private.h - shared by the source files of the session
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/session.h"

G_BEGIN_DECLS

#define SEM_SESSION_MAX_HITS 200

/* One search in the history. */
typedef struct
{
  SemResults *results;
  SemPhoto *photo; /* (nullable) */
  guint selected;
  guint held;
  double scroll;
  guint focus;
} SemSessionStep;

struct _SemSession
{
  GObject parent_instance;

  SemLibrary *library;
  GPtrArray *steps;          /* of SemSessionStep, oldest first */
  guint position;            /* step position - 1 is shown; 0 is the library */
  GCancellable *cancellable; /* (nullable): of the search that runs */
  GCancellable *proof;       /* (nullable): of the proof that runs */
  char *error;
};

/* Returns: (nullable): the search that is shown. */
static inline SemSessionStep *
sem_session_get_step (SemSession *self)
{
  return self->position > 0 ? g_ptr_array_index (self->steps, self->position - 1) : NULL;
}

/* session.c */

/* Shows the search before @position, or the library for 0, and says that everything has changed. */
void sem_session_show_step (SemSession *self, guint position);
/* @sentence: (nullable): becomes "error". */
void sem_session_set_error (SemSession *self, const char *sentence);
/* @cancellable: (nullable): of the search that runs now; the one before is cancelled. */
void sem_session_set_cancellable (SemSession *self, GCancellable *cancellable);

/* session-proof.c, which calls nothing of session.c */

/* Starts to prove the results that are shown, where they are not and nothing is searched for. */
void sem_session_prove_shown (SemSession *self);
void sem_session_cancel_proof (SemSession *self);

G_END_DECLS

/* session-private.h - shared by the source files of the session
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/model/session.h"

G_BEGIN_DECLS

/* Maximum number of hits of a search at first, and after sem_session_find_more(). */
#define SEM_SESSION_MAX_HITS 200
#define SEM_SESSION_MOST_HITS 3200

/**
 * SemSessionStep:
 * @results: (nullable): %NULL for a visit to the library, for which the other fields are not used
 * @n_photos: number of photos in the library when the search was started or repeated
 * @codes: id of the active codes at that time, 0 for none
 * @asked: maximum number of hits of the present results
 * @most: wanted maximum number of hits; greater than @asked while more are searched for
 *
 * One search in the history, or going to the library between two.
 */
typedef struct
{
  SemResults *results;
  SemPhoto *photo; /* (nullable) */
  guint selected;
  guint held;
  double scroll;
  guint focus;
  guint n_photos;
  gint64 codes;
  guint asked;
  guint most;
} SemSessionStep;

struct _SemSession
{
  GObject parent_instance;

  SemLibrary *library;
  GPtrArray *steps;          /* of SemSessionStep, oldest first */
  guint position;            /* step position - 1 is shown; 0 is the library */
  GCancellable *cancellable; /* (nullable): of the search that runs */
  GCancellable *proof;       /* (nullable): of the proof that runs */
  GCancellable *refinement;  /* (nullable): of the search that is done again */
  guint refine_id;           /* source that will do so */
  gint64 refined;            /* monotonic time from which it may be done */
  char *error;
};

/* Returns: (nullable): the search that is shown. */
static inline SemSessionStep *
sem_session_get_step (SemSession *self)
{
  SemSessionStep *step =
    self->position > 0 ? g_ptr_array_index (self->steps, self->position - 1) : NULL;

  return step && step->results ? step : NULL;
}

/* asking/session-error.c, which calls nothing else of a session */

/* @sentence: (nullable): becomes "error". */
void sem_session_set_error (SemSession *self, const char *sentence);

/* session-proof.c, which calls nothing of session.c */

/* Starts to prove the results that are shown, unless they are proven or a search is running. */
void sem_session_prove_shown (SemSession *self);
void sem_session_cancel_proof (SemSession *self);
/* Returns: (nullable): the step of these results. */
SemSessionStep *sem_session_find_step (SemSession *self, SemResults *results);
/* The selection of @step follows @selected (nullable), which was selected before its results
 * changed. */
void sem_session_follow_selected (SemSession *self, SemSessionStep *step, SemMatch *selected);

/* asking/session-refine.c, which calls the two above */

/* Follows the library from now on. */
void sem_session_watch_library (SemSession *self);
/* Repeats the search that is shown, after a delay, where the library has changed since. */
void sem_session_refine_shown (SemSession *self);
void sem_session_cancel_refinement (SemSession *self);

/* asking/session-steps.c, which calls the three above */

void sem_session_step_free (SemSessionStep *step);
/* Returns: (nullable): the search that is shown, or at the library the last one. */
const SemSessionStep *sem_session_get_last_step (SemSession *self);
/* @step: (transfer full): what comes after what is shown; it is shown. */
void sem_session_add_step (SemSession *self, SemSessionStep *step);
/* Puts the library after the search that is shown, without losing what came after that. */
void sem_session_visit_library (SemSession *self);
/* @position: as that of the session. */
void sem_session_show_step (SemSession *self, guint position);
/* @cancellable: (nullable): of the search that runs from now on. */
void sem_session_set_cancellable (SemSession *self, GCancellable *cancellable);

/* For tests. The position that is shown. */
guint sem_session_get_position (SemSession *self);

G_END_DECLS

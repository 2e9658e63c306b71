/* background.h - one long call on another thread, with its progress; for engine/model only
 *
 * SPDX-FileCopyrightText: The Semblance authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "engine/base/progress.h"
#include "engine/model/library.h"
#include "engine/service/engine.h"

G_BEGIN_DECLS

/**
 * SemBackgroundWork:
 * @work: on another thread; its data is for the two functions of the worker below
 * @free: frees the result of @work, and early results
 * @done: (source owner): in the main thread; it calls sem_background_finish()
 * @early: (nullable): in the main thread, with a result that @work has given to
 *   sem_background_give()
 * @title: (nullable): the untranslated title of its job in sem_library_get_jobs(); %NULL where it
 *   is not in that list
 *
 * The functions of one kind of background work.
 */
typedef struct
{
  SemEngineWorkFunc work;
  GDestroyNotify free;
  GAsyncReadyCallback done;
  void (*early) (gpointer owner, gpointer result);
  const char *title;
} SemBackgroundWork;

typedef struct _SemBackgroundShared SemBackgroundShared;

/**
 * SemBackground:
 * @cancellable: (nullable): %NULL while nothing runs
 * @progress: completed share, 0 to 1
 * @wanted: set by the owner before a start: a number that tells the worker what is wanted; while it
 *   runs, by sem_background_want()
 *
 * A part of an object with the properties "running" (boolean), "progress" (double) and "problem"
 * (string), which are notified here. For the main thread. Initialise it with { 0 }. Work that takes
 * longer than a moment is in sem_library_get_jobs() until it ends, and can be paused there.
 */
typedef struct
{
  GObject *owner;
  const SemBackgroundWork *work;
  GCancellable *cancellable;
  SemBackgroundShared *shared;
  SemLibrary *library;
  SemBackgroundJob *job; /* (nullable) */
  gboolean waiting;      /* as the engine knows */
  guint tick;
  guint n_ticks;
  guint64 wanted;
  double progress;
  char *problem;
} SemBackground;

/* The ids of these properties in the owner's class. Its own come after them. */
enum
{
  SEM_BACKGROUND_RUNNING = 1,
  SEM_BACKGROUND_PROGRESS,
  SEM_BACKGROUND_PROBLEM,
  SEM_BACKGROUND_N_PROPS,
};

/* @properties: (array) (transfer none): those of the owner's class, by id: the three are put there
 */
void sem_background_add_properties (GParamSpec **properties);
/* Returns: FALSE where @id is none of them */
gboolean sem_background_read_property (const SemBackground *self, guint id, GValue *value);

/* Does nothing while it runs, or where @library has been closed. @work: static.
 * Returns: whether it was started */
gboolean sem_background_start (SemBackground *self,
                               GObject *owner,
                               SemLibrary *library,
                               const SemBackgroundWork *work);
/* Changes @wanted, also while the worker runs. */
void sem_background_want (SemBackground *self, guint64 wanted);
/* Cancels what runs; @done of the work is called then as well. */
void sem_background_stop (SemBackground *self);
/* Returns: (transfer full) (nullable): the result; %NULL where it failed, and "problem" says why,
 * or was stopped. Notifies. */
gpointer sem_background_finish (SemBackground *self, GAsyncResult *result);
/* Stops the work and frees the fields; to be called by the owner's dispose. */
void sem_background_clear (SemBackground *self);

/* For the worker. @data: that of SemEngineWorkFunc. The report waits while the work is paused, and
 * rests (rest.h): no transaction is open then.
 * Returns: what to report progress to, and what cancels */
SemProgress sem_background_get_progress (gpointer data, GCancellable *cancellable);
/* For the worker. Returns: @wanted, as it is now */
guint64 sem_background_get_wanted (gpointer data);
/* For the worker. Passes a result to @early of the work while it continues. @result: (transfer
 * full) (nullable) */
void sem_background_give (gpointer data, gpointer result);

G_END_DECLS
